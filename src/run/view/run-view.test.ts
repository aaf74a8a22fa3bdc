import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import { newStream, nextUniform } from '#lib/random.ts';
import { Flag, Kind, Phase } from '#sim/record.ts';
import type { RecordEvent } from '#sim/record.ts';
import { newMessageFrame } from './messages.ts';
import { RunView } from './run-view.ts';

const NODES = 4;
const LINKS = 3;

/** A record of random but lawful events: messages end once, flows begin before they step, versions count up. */
function randomRecord(seed: number, length: number): RecordEvent[] {
  const stream = newStream(seed, 'test', 'record', 'events');
  const draw = (below: number): number => Math.floor(nextUniform(stream) * below);
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)] as T;
  const events: RecordEvent[] = [];
  const under: RecordEvent[] = [];
  const versions = new Map<string, number>();
  const offsets = [0, 0];
  const queued: number[] = [];
  const flows: RecordEvent[] = [];
  let time = 0;
  let messages = 0;
  let numbers = 0;
  let seq = 0;
  const put = (fields: Partial<RecordEvent>): RecordEvent => {
    const event: RecordEvent = {
      time,
      kind: Kind.fact,
      node: draw(NODES),
      instance: draw(2),
      link: -1,
      message: -1,
      cause: events.length > 0 ? draw(events.length + 1) - 1 : -1,
      a: 0,
      b: 0,
      value: 0,
      text: '',
      data: undefined,
      ...fields,
    };
    events.push(event);
    return event;
  };
  while (events.length < length) {
    time += draw(3) === 0 ? 0 : draw(2000);
    switch (draw(10)) {
      case 0:
      case 1:
      case 2: {
        const planned = draw(8) === 0 ? -1 : time + draw(20_000);
        const message = messages++;
        const send = { kind: Kind.send, link: draw(LINKS), message, a: draw(6), b: draw(8), value: planned };
        under.push(put({ ...send, text: `m${message % 5}`, data: { message } }));
        break;
      }
      case 3:
      case 4: {
        const [sent] = under.splice(draw(under.length), 1);
        if (sent === undefined) break;
        const { link, message, a, b } = sent;
        if (draw(4) > 0) put({ kind: Kind.arrive, link, message, a, b, value: sent.time });
        else put({ kind: Kind.drop, link, message, a, b, value: draw(100) / 100, text: 'partitioned' });
        break;
      }
      case 5: {
        const key = `row/${draw(3)}`;
        const node = draw(2);
        const version = (versions.get(`${node} ${key}`) ?? 0) + 1;
        versions.set(`${node} ${key}`, version);
        put({ node, a: version, text: 'row', data: { key, value: draw(5) === 0 ? null : { version } } });
        break;
      }
      case 6: {
        const partition = draw(2);
        const offset = offsets[partition] as number;
        if (draw(2) === 0) {
          offsets[partition] = offset + 1;
          put({
            node: 2,
            a: partition,
            b: offset,
            text: 'append',
            data: { topic: 'orders', event: { id: offset } },
          });
        } else {
          const cursor = draw(offset + 1);
          put({ node: 2, a: partition, b: cursor, text: 'commit', data: { topic: 'orders', group: 'g' } });
        }
        break;
      }
      case 7: {
        if (draw(2) === 0 || queued.length === 0) {
          queued.push(seq);
          put({ node: 3, a: seq++, text: 'enqueue', data: { queue: 'mail', message: { id: seq } } });
        } else {
          const item = pick(queued);
          const text = pick(['deliver', 'requeue', 'ack', 'dead'] as const);
          if (text === 'ack' || text === 'dead') queued.splice(queued.indexOf(item), 1);
          put({ node: 3, a: item, b: draw(4), text, data: { queue: 'mail', to: 'w#0' } });
        }
        break;
      }
      case 8: {
        const flow = pick(flows);
        if (flow === undefined || draw(3) === 0) {
          const begin = { kind: Kind.flow, text: `flow ${numbers % 2}`, value: numbers++, b: -1 };
          flows.push(put({ ...begin, data: { handler: 'placeOrder' } }));
        } else {
          const { node, instance, text, value } = flow;
          const a = pick([Phase.step, Phase.step, Phase.end, Phase.fail, Phase.lost]);
          if (a !== Phase.step) flows.splice(flows.indexOf(flow), 1);
          put({ kind: Kind.flow, node, instance, text, value, a, b: draw(4) });
        }
        break;
      }
      default:
        switch (draw(5)) {
          case 0:
            put({
              kind: Kind.fault,
              a: draw(3),
              b: draw(2),
              value: draw(2) ? -1 : time + 500,
              text: 'crash',
            });
            break;
          case 1:
            put({
              kind: Kind.state,
              link: 1,
              text: 'breaker',
              data: { to: pick(['open', 'halfOpen', 'closed']) },
            });
            break;
          case 2:
            put({ a: draw(3), text: 'status' });
            break;
          default:
            put({ text: 'served', value: draw(90_000), a: draw(2) });
        }
    }
  }
  return events;
}

const topology = {
  endUs: 1e9,
  seed: 1,
  nodes: Array.from({ length: NODES }, (_, i) => ({ id: `n${i}`, kind: 'service', instances: 2 })),
  links: Array.from({ length: LINKS }, (_, i) => ({
    id: `n${i}>n${i + 1}`,
    from: i,
    to: i + 1,
    drawn: true,
  })),
};

function viewOf(events: readonly RecordEvent[]): RunView {
  const view = new RunView();
  view.begin(topology, 0);
  for (const event of events) view.store.event(event);
  view.advance();
  return view;
}

/** The same questions answered the slow, obvious way: by reading the whole record up to `t`. */
function replay(events: readonly RecordEvent[], t: number, burstUs: number): unknown {
  const past = events.filter(({ time }) => time <= t);
  const ended = new Set(
    past.filter(({ kind }) => kind === Kind.arrive || kind === Kind.drop).map((e) => e.message),
  );
  const endOf = (message: number) =>
    events.find((e) => e.message === message && (e.kind === Kind.arrive || e.kind === Kind.drop));
  const sent = past.filter(({ kind }) => kind === Kind.send);
  const messages = [
    ...sent
      .filter(({ message }) => !ended.has(message))
      .map((e) => {
        const to = e.value >= 0 ? e.value : (endOf(e.message)?.time ?? e.time);
        const fraction = to > e.time ? Math.min(1, (t - e.time) / (to - e.time)) : 1;
        return {
          id: e.message,
          link: e.link,
          back: e.b & Flag.back ? 1 : 0,
          fraction: Math.fround(fraction),
          age: -1,
        };
      }),
    ...past
      .filter((e) => e.kind === Kind.drop && e.time > t - burstUs)
      .map((e) => ({
        id: e.message,
        link: e.link,
        back: e.b & Flag.back ? 1 : 0,
        fraction: Math.fround(e.value),
        age: t - e.time,
      })),
  ];
  const get = (data: Plain | undefined, name: string): unknown =>
    (data as Record<string, unknown> | undefined)?.[name];
  const rows = new Map<string, unknown>();
  for (const e of past) {
    if (e.text !== 'row' || e.node !== 1) continue;
    rows.set(get(e.data, 'key') as string, { version: e.a, value: get(e.data, 'value') });
  }
  for (const [key, row] of rows) if ((row as { value: unknown }).value === null) rows.delete(key);
  const cursors = [0, 1].map((p) => past.findLast((e) => e.text === 'commit' && e.a === p)?.b ?? 0);
  const next = [0, 1].map((p) => past.filter((e) => e.text === 'append' && e.a === p).length);
  const items = past.filter((e) => e.text === 'enqueue').map(({ a }) => a);
  const ops = (seq: number) =>
    past.filter(
      (e) =>
        e.a === seq && e.node === 3 && e.kind === Kind.fact && e.text !== 'status' && e.text !== 'served',
    );
  const queue = items
    .filter((seq) => !ops(seq).some(({ text }) => text === 'ack' || text === 'dead'))
    .map((seq) => ({ seq, delivered: ops(seq).at(-1)?.text === 'deliver' }));
  const phases = past.filter(({ kind }) => kind === Kind.flow);
  const flows = phases
    .filter((e) => e.a === Phase.begin)
    .map((begin) => phases.filter((e) => e.value === begin.value))
    .filter((steps) => [Phase.begin, Phase.step].includes(steps.at(-1)?.a as 0 | 1))
    .map((steps) => ({ name: steps[0]?.text, step: steps.findLast((e) => e.a === Phase.step)?.b ?? -1 }));
  const faults = new Map<number, number>();
  for (const e of past) {
    if (e.kind !== Kind.fault) continue;
    if (e.b === 1) faults.set(e.a, e.time);
    else faults.delete(e.a);
  }
  const moved = [0, 1].map((i) => past.findLast((e) => e.kind === Kind.state && e.instance === i));
  const states = moved.map((e) => get(e?.data, 'to'));
  const status = past.findLast((e) => e.text === 'status' && e.node === 0 && e.instance === 1);
  return {
    event: past.length - 1,
    messages,
    rows: [...rows].sort(byKey),
    cursors,
    next,
    queue,
    dead: past.filter((e) => e.text === 'dead').length,
    flows,
    faults: [...faults].sort(byKey),
    breaker: ['open', 'halfOpen', 'closed'].find((state) => states.includes(state)),
    status: ['down', 'up', 'paused'][status?.a ?? 1],
  };
}
const byKey = ([x]: [unknown, unknown], [y]: [unknown, unknown]): number => (String(x) < String(y) ? -1 : 1);

/** What the view says, in the words of `replay`. */
function seen(view: RunView, t: number, burstUs: number): unknown {
  const frame = newMessageFrame(1);
  view.messagesAt(t, burstUs, frame);
  const messages = Array.from({ length: frame.count }, (_, i) => ({
    id: frame.id[i],
    link: frame.link[i],
    back: frame.back[i],
    fraction: frame.fraction[i],
    age: frame.droppedFor[i],
  }));
  const [topic] = view.logAt(2, t);
  const [queue] = view.queueAt(3, t);
  return {
    event: view.eventAt(t),
    messages,
    rows: view
      .rowsAt(1, t)
      .map(({ key, version, value }) => [key, { version, value }] as [unknown, unknown])
      .sort(byKey),
    cursors: [0, 1].map((p) => topic?.groups[0]?.cursors[p] ?? 0),
    next: [0, 1].map((p) => topic?.partitions[p]?.next ?? 0),
    queue: queue?.items.map(({ seq, delivered }) => ({ seq, delivered })) ?? [],
    dead: queue?.dead ?? 0,
    flows: view.activeFlowsAt(t).map(({ name, step }) => ({ name, step })),
    faults: view
      .faultsAt(t)
      .map(({ index, since }) => [index, since] as [unknown, unknown])
      .sort(byKey),
    breaker: view.breakerAt(1, t)?.state,
    status: view.statusAt(0, 1, t),
  };
}

describe('a view of a run', () => {
  const moments = fc.array(fc.double({ min: -0.05, max: 1.05, noNaN: true }), {
    minLength: 1,
    maxLength: 12,
  });

  it('says of any moment, in any order of asking, what reading the whole record says', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), moments, (seed, length, shares) => {
        const events = randomRecord(seed, length);
        const view = viewOf(events);
        const end = events.at(-1)?.time ?? 0;
        for (const share of shares) {
          const t = share * end;
          expect(seen(view, t, 3000)).toEqual(replay(events, t, 3000));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says the same after the future was taken back and simulated anew', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(300), moments, (seed, keep, shares) => {
        const former = randomRecord(seed, 400);
        // Lawful whatever is kept, because what is added goes on from the same stream of draws.
        const events = randomRecord(seed, 300);
        const view = viewOf(former);
        seen(view, former.at(-1)?.time ?? 0, 3000);
        view.begin(topology, keep);
        const last = former[keep - 1]?.time ?? 0;
        expect(seen(view, last, 3000)).toEqual(replay(former.slice(0, keep), last, 3000));
        const kinds = former.slice(0, keep).filter(({ kind }) => kind === Kind.send);
        expect(view.messages.kindsSeen).toBe(kinds.reduce((seenKinds, { a }) => seenKinds | (1 << a), 0));
        for (const event of events.slice(keep)) view.store.event(event);
        view.advance();
        const end = events.at(-1)?.time ?? 0;
        for (const share of shares)
          expect(seen(view, share * end, 3000)).toEqual(replay(events, share * end, 3000));
      }),
      { numRuns: 30 },
    );
  });

  it('a long record played event by event and jumped about in says the same', () => {
    const events = randomRecord(7, 30_000);
    const played = viewOf(events);
    const jumped = viewOf(events);
    const end = events.at(-1)?.time ?? 0;
    const open = (view: RunView, e: number) => [...view.messages.spans.openAt(e).copy()];
    for (let e = 0; e < events.length; e += 500) {
      played.messages.spans.openAt(e);
      jumped.messages.spans.openAt((e * 7919) % events.length);
      expect(open(jumped, e)).toEqual(open(played, e));
    }
    expect(seen(jumped, end / 2, 3000)).toEqual(replay(events, end / 2, 3000));
  });

  it('the 99th percentile and the share of errors are those of the last two seconds', () => {
    const view = new RunView();
    view.begin(topology, 0);
    const fact = (time: number, text: string, value: number, a: number): RecordEvent => ({
      ...{ time, kind: Kind.fact, node: 0, instance: 0, link: -1, message: -1, cause: -1 },
      ...{ a, b: 0, value, text, data: undefined },
    });
    view.store.event(fact(100_000, 'served', 999_000, 1));
    for (let i = 0; i < 100; i++) view.store.event(fact(3_000_000 + i, 'served', 1000 + i, i < 10 ? 1 : 0));
    view.store.event(fact(3_000_200, 'rejected', 0, 0));
    view.advance();
    expect(view.latencyAt(0, 2_900_000)).toBeNull();
    const later = view.latencyAt(0, 3_100_000);
    expect(later?.p99).toBe(1098);
    expect(later?.errors).toBeCloseTo(11 / 101);
    expect(later?.count).toBe(101);
  });

  it('what was lost at a cut is explained by the cut', () => {
    const view = new RunView();
    view.begin(topology, 0);
    const blank = {
      node: 0,
      instance: 0,
      link: 0,
      message: -1,
      cause: -1,
      a: 0,
      b: 0,
      value: 0,
      text: '',
      data: undefined,
    };
    view.store.event({ ...blank, time: 1, kind: Kind.fault, b: 1, value: 50, text: 'partition' });
    view.store.event({ ...blank, time: 2, kind: Kind.send, message: 0, value: 9 });
    view.store.event({
      ...blank,
      time: 5,
      kind: Kind.drop,
      message: 0,
      cause: 1,
      text: 'partitioned',
      value: 0.5,
    });
    view.store.event({ ...blank, time: 7, kind: Kind.end, cause: 2, b: 2, text: 'get' });
    view.advance();
    expect(view.causesOf(3)).toEqual([3, 2, 0]);
  });
});
