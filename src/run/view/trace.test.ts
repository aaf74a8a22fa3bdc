import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import { begin, play } from '#run/runs.test-helper.ts';
import { EventKind } from './columns.ts';
import { Trace, originOf } from './trace.ts';

const documentOf = (id: string) => library.find((one) => one.id === id)!.document;
const storeOf = (id: string) => play(documentOf(id)).store;

describe('the trace of a flow', () => {
  const store = storeOf('order-saga-choreography');
  const begins = Array.from({ length: store.length }, (_, event) => event).filter(
    (event) => store.kind[event] === EventKind.begin,
  );

  it('goes through the log: what other services do about it belongs to it', () => {
    const trace = new Trace(store, begins[0]!);
    expect(trace.id).toBe('shopper-1');
    const steps = Array.from({ length: trace.events.length }, (_, i) => store.textOf(trace.events.at(i)));
    expect(steps).toContain('OrderCreated');
    expect(steps).toContain('CreditReserved');
    expect(steps.filter((step) => step === 'put order/shopper-1')).not.toHaveLength(0);
  });

  it('is the same from whichever of its events it was begun', () => {
    const whole = new Trace(store, begins[1]!).events.copy();
    for (let i = 0; i < whole.length; i += 7) {
      expect(new Trace(store, whole[i]!).events.copy()).toEqual(whole);
    }
  });

  it('shares no event with the trace of another flow, whatever caused it', () => {
    const owner = new Map<number, string>();
    for (const event of begins) {
      const trace = new Trace(store, event);
      for (let i = 0; i < trace.events.length; i++) {
        expect(owner.get(trace.events.at(i)) ?? trace.id).toBe(trace.id);
        owner.set(trace.events.at(i), trace.id);
      }
    }
    expect(new Set(owner.values()).size).toBe(begins.length);
  });

  it('ends with the answer to its operation', () => {
    const load = storeOf('load-shedding');
    let ends = 0;
    for (let event = 0; event < load.length && ends < 20; event++) {
      if (load.kind[event] !== EventKind.begin) continue;
      const trace = new Trace(load, event);
      const end = trace.events.copy().find((one) => load.kind[one] === EventKind.end);
      if (end === undefined) continue;
      ends++;
      expect(load.a[end]).toBe(load.a[event]);
    }
    expect(ends).toBe(20);
  });

  it('steps to the same moments in both directions', () => {
    const trace = new Trace(store, begins[2]!);
    const there: number[] = [];
    for (let at: number | null = -1; (at = trace.after(at)) !== null;) there.push(at);
    const back: number[] = [];
    for (let at: number | null = Infinity; (at = trace.before(at)) !== null;) back.push(at);
    expect(there.length).toBeGreaterThan(10);
    expect(back.toReversed()).toEqual(there);
  });

  it('grows with the record, and finds itself again in another', () => {
    const whole = new Trace(store, begins[3]!);
    const { simulation, store: growing } = begin(documentOf('order-saga-choreography'));
    simulation.advance(store.time[begins[3]!]! + 20_000);
    const trace = new Trace(growing, begins[3]!);
    expect(trace.events.length).toBeLessThan(whole.events.length);
    simulation.advance();
    trace.advance();
    expect(trace.events.copy()).toEqual(whole.events.copy());
    expect(new Trace(growing, begins[5]!).again(store)?.events.copy()).toEqual(
      new Trace(store, begins[5]!).events.copy(),
    );
  });

  it('is causes and effects alone where nothing carries an id', () => {
    const raft = storeOf('raft');
    const event = Array.from({ length: raft.length }, (_, one) => one).find(
      (one) => raft.kind[one] === EventKind.send && originOf(raft, one) === '' && one > 100,
    )!;
    const trace = new Trace(raft, event);
    expect(trace.id).toBe('');
    expect(trace.has(event)).toBe(true);
    for (let i = 0; i < trace.events.length; i++) {
      const one = trace.events.at(i);
      expect(originOf(raft, one)).toBe('');
      const cause = raft.cause[one]!;
      expect(cause < 0 || trace.has(cause)).toBe(true);
    }
    expect(trace.again(raft)).toBeNull();
  });
});
