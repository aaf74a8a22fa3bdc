import * as files from 'node:fs';
import { describe, expect, test } from 'vitest';
import { murmur2, partitionFor } from './murmur2.ts';
import { readSharedJson, sharedDataMissing } from './shared-data.test-helper.ts';
import { encodeUtf8 } from './utf8.ts';

/** Apache Kafka clients, UtilsTest.testMurmur2 (Apache-2.0), the facts alone; confirmed with kafkajs 2.2.4. */
const HASHES: Record<string, number> = {
  '21': -973932308,
  foobar: -790332482,
  'a-little-bit-long-string': -985981536,
  'a-little-bit-longer-string': -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
  abc: 479470107,
};

const PARTITIONS = [
  { key: '21', partitions: 3, partition: 0 },
  { key: '21', partitions: 50, partition: 40 },
  { key: 'foobar', partitions: 12, partition: 6 },
  { key: 'foobar', partitions: 50, partition: 16 },
  { key: 'abc', partitions: 6, partition: 3 },
  { key: 'abc', partitions: 50, partition: 7 },
];

describe('the vectors of Kafka', () => {
  test.each(Object.entries(HASHES))('murmur2 of %j is %i', (text, hash) => {
    expect(murmur2(encodeUtf8(text))).toBe(hash);
  });

  test.each(PARTITIONS)(
    '$key goes to partition $partition of $partitions',
    ({ key, partitions, partition }) => {
      expect(partitionFor(key, partitions)).toBe(partition);
    },
  );
});

type Vectors = {
  murmur2: Record<string, number>;
  partition: { key: string; partitions: number; partition: number }[];
};

test('all vectors of the shared data hold', (context) => {
  const missing = sharedDataMissing(files);
  if (missing !== null) return context.skip(missing);
  const vectors = readSharedJson(files, 'kafka/partitioner-and-assignors.json') as Vectors;
  expect(Object.keys(vectors.murmur2).length).toBeGreaterThan(0);
  expect(vectors.partition.length).toBeGreaterThan(0);
  for (const [text, hash] of Object.entries(vectors.murmur2)) expect(murmur2(encodeUtf8(text))).toBe(hash);
  for (const { key, partitions, partition } of vectors.partition) {
    expect(partitionFor(key, partitions)).toBe(partition);
  }
});

test('every partition gets its share of many keys, those beyond ASCII included', () => {
  const counts = Array.from({ length: 12 }, () => 0);
  for (let i = 0; i < 12_000; i++) counts[partitionFor(`заказ-${i}`, 12)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * 31);
});

test('a number of partitions that is not whole and positive is refused', () => {
  for (const partitions of [0, -1, 1.5, NaN])
    expect(() => partitionFor('a', partitions)).toThrow('partitions');
});
