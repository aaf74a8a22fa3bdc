import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import type { RecordEvent } from '#sim/record.ts';
import { DigestSink } from './digest.ts';

const event: RecordEvent = {
  time: 1_500,
  kind: 3,
  node: 2,
  instance: 1,
  link: 4,
  message: 77,
  cause: 12,
  a: 5,
  b: 6,
  value: 9,
  text: 'served',
  data: { op: 'go', tags: ['x', null, true], at: 0.5 },
};
const digestOf = (...events: readonly RecordEvent[]): string => {
  const sink = new DigestSink();
  for (const each of events) sink.event(each);
  return sink.hex;
};

test('every column counts', () => {
  const changes: Partial<RecordEvent>[] = [
    ...(['time', 'node', 'instance', 'link', 'message', 'cause', 'a', 'b', 'value'] as const).map(
      (field) => ({
        [field]: event[field] + 1,
      }),
    ),
    ...[2 ** 32, 2 ** 32 + 1_500, 2 ** 40, 2 ** 40 + 2 ** 32].map((time) => ({ time })),
    ...[9.5, 2 ** 32 + 9, -9, NaN, Infinity].map((value) => ({ value })),
    { kind: 4 },
    { text: 'Served' },
    { text: 'served ' },
    { text: '' },
    { data: undefined },
  ];
  const digests = [event, ...changes.map((change) => ({ ...event, ...change }))].map((each) =>
    digestOf(each),
  );
  expect(new Set(digests).size).toBe(digests.length);
});

test('small differences in two columns do not cancel each other out', () => {
  const fields = ['time', 'kind', 'node', 'instance', 'link', 'message', 'cause', 'a', 'b', 'value'] as const;
  const events = new Map<string, RecordEvent>();
  for (const [i, one] of fields.entries())
    for (const other of fields.slice(i + 1))
      for (let x = 0; x < 8; x++)
        for (let y = 0; y < 8; y++) {
          const changed = { ...event, kind: 0, [one]: x, [other]: y };
          events.set(JSON.stringify(changed), changed);
        }
  expect(events.size).toBeGreaterThan(2_000);
  expect(new Set(Array.from(events.values(), (each) => digestOf(each))).size).toBe(events.size);
});

test('payloads that read differently have different digests', () => {
  const payload = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Plain>;
  // -0 counts as 0, as it does in JSON.
  const read = (value: Plain): string => JSON.stringify(value);
  fc.assert(
    fc.property(payload, payload, (one, other) => {
      const same = digestOf({ ...event, data: one }) === digestOf({ ...event, data: other });
      expect(same).toBe(read(one) === read(other));
    }),
    {
      examples: [
        [{}, []],
        [[[1], 2], [[1, 2]]],
        ['1', 1],
        [{ a: '' }, { a: null }],
        [['ab'], ['a', 'b']],
      ],
    },
  );
});

test('one character of one text, wherever it stands, changes the digest', () => {
  const text = 'the quick brown fox: ünïcödé';
  const variants = Array.from(text, (_, at) => `${text.slice(0, at)}#${text.slice(at + 1)}`);
  const digests = variants.flatMap((each) => [
    digestOf({ ...event, text: each }),
    digestOf({ ...event, data: each }),
    digestOf({ ...event, data: { [each]: 1 } }),
  ]);
  expect(new Set(digests).size).toBe(3 * text.length);
});

test('the order of events counts', () => {
  const other = { ...event, a: 50 };
  expect(digestOf(event, other)).not.toBe(digestOf(other, event));
});

test('what is no plain data does not pass for nothing', () => {
  expect(() => digestOf({ ...event, data: new Map([['a', 1]]) as unknown as Plain })).toThrow(
    'not plain data',
  );
  expect(() => digestOf({ ...event, data: (() => 1) as unknown as Plain })).toThrow('not plain data');
});
