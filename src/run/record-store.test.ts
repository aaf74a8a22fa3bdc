import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import type { RecordEvent } from '#sim/record.ts';
import { RecordStore } from './record-store.ts';

const event = (fields: Partial<RecordEvent> = {}): RecordEvent => ({
  time: 0,
  kind: 3,
  node: -1,
  instance: 0,
  link: -1,
  message: -1,
  cause: -1,
  a: 0,
  b: 0,
  value: 0,
  text: '',
  data: undefined,
  ...fields,
});

/** All of a store as plain objects, to be compared. */
const rows = (store: RecordStore): unknown[] =>
  Array.from({ length: store.length }, (_, i) => ({
    time: store.time[i],
    kind: store.kind[i],
    node: store.node[i],
    instance: store.instance[i],
    link: store.link[i],
    message: store.message[i],
    cause: store.cause[i],
    a: store.a[i],
    b: store.b[i],
    value: store.value[i],
    text: store.textOf(i),
    data: store.dataOf(i),
  }));

describe('the record store', () => {
  it('gives back what was put in, however large it grows', () => {
    const store = new RecordStore();
    const expected: unknown[] = [];
    for (let i = 0; i < 10_000; i++) {
      const e = event({
        time: i * 10,
        kind: i % 9,
        node: (i % 40) - 1,
        instance: i % 7,
        link: (i % 90) - 1,
        message: i,
        cause: i - 1,
        a: 7 - i,
        b: i % 4,
        value: i / 3,
        text: `t${i % 50}`,
        data: i % 3 === 0 ? { i } : undefined,
      });
      store.event(e);
      expected.push(e);
    }
    expect(rows(store)).toEqual(expected);
    expect(store.strings).toHaveLength(50);
  });

  it('a copy fed by chunks says the same, through any order of appends, takes and truncations', () => {
    const body = { shared: true };
    const action = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('event'),
          text: fc.integer({ min: 0, max: 4 }),
          data: fc.integer({ min: -1, max: 3 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('take') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('truncate'),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const worker = new RecordStore();
        const page = new RecordStore();
        const model: { text: string; data: Plain | undefined }[] = [];
        for (const step of actions) {
          if (step.do === 'event' && 'text' in step) {
            const data = step.data < 0 ? undefined : step.data === 0 ? body : { n: step.data };
            worker.event(event({ text: `text ${step.text}`, data }));
            model.push({ text: `text ${step.text}`, data });
          } else if (step.do === 'take') {
            page.append(structuredClone(worker.takeChunk().chunk));
          } else if ('share' in step) {
            // The protocol: `begin` says how much of what was sent stays, so nothing may wait unsent beyond it.
            const keep = Math.floor(step.share * worker.length);
            worker.truncate(keep);
            page.truncate(Math.min(keep, page.length));
            model.length = keep;
          }
        }
        page.append(structuredClone(worker.takeChunk().chunk));
        const seen = (store: RecordStore) =>
          Array.from({ length: store.length }, (_, i) => ({ text: store.textOf(i), data: store.dataOf(i) }));
        expect(seen(worker)).toEqual(model);
        expect(seen(page)).toEqual(model);
        expect(page.strings).toEqual(worker.strings);
        expect(page.payloads).toEqual(worker.payloads);
      }),
    );
  });

  it('a chunk holds only what is new, with buffers that can be transferred', () => {
    const store = new RecordStore();
    store.event(event({ text: 'one', data: [1] }));
    store.takeChunk();
    store.event(event({ text: 'one' }));
    store.event(event({ text: 'two', data: [2] }));
    const { chunk, transfer } = store.takeChunk();
    expect(chunk.newStrings).toEqual(['two']);
    expect(chunk.newPayloads).toEqual([[2]]);
    expect([...chunk.text]).toEqual([0, 1]);
    expect([...chunk.data]).toEqual([-1, 1]);
    expect(transfer).toHaveLength(12);
    structuredClone(chunk, { transfer });
    expect(chunk.time).toHaveLength(0);
  });

  it('takes a checkpoint up again', () => {
    const store = new RecordStore();
    store.event(event({ text: 'kept' }));
    const saved = store.save();
    store.event(event({ text: 'gone' }));
    store.load(saved);
    store.event(event({ text: 'instead' }));
    expect([0, 1].map((i) => store.textOf(i))).toEqual(['kept', 'instead']);
    expect(store.generation).toBe(1);
  });
});
