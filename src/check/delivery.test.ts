import { describe, expect, it } from 'vitest';
import { deliveries, deliveryPromise, type Publication, type Receipt } from './delivery.ts';

const published = (...lanes: readonly string[]): Publication[] =>
  lanes.map((lane, id) => ({ id, lane, acknowledged: true }));
const received = (group: string, ...ids: readonly number[]): Receipt[] => ids.map((id) => ({ id, group }));

describe('deliveries', () => {
  it('tells lost, duplicated, unexpected and reordered apart, group by group', () => {
    const receipts = [...received('mail', 0, 2, 1, 1, 9), ...received('bill', 0, 1, 2, 3)];
    const reports = deliveries(published('a', 'a', 'a', 'b'), receipts, ['mail', 'bill', 'audit']);
    expect(reports).toEqual([
      { group: 'mail', lost: [3], duplicated: [1], unexpected: [9], reordered: [1] },
      { group: 'bill', lost: [], duplicated: [], unexpected: [], reordered: [] },
      { group: 'audit', lost: [0, 1, 2, 3], duplicated: [], unexpected: [], reordered: [] },
    ]);
  });

  it('keeps order only within a lane, and by first receipt: a redelivery is a duplicate, not a reordering', () => {
    const [report] = deliveries(published('a', 'b', 'a'), received('g', 1, 0, 2, 0), ['g']);
    expect(report).toMatchObject({ duplicated: [0], reordered: [] });
  });

  it('does not miss what the producer was never told was safe', () => {
    const [report] = deliveries([{ id: 0, lane: 'a', acknowledged: false }], [], ['g']);
    expect(report?.lost).toEqual([]);
  });

  it('breaks exactly the promises that a fault touches', () => {
    const promises = ['atLeastOnce', 'atMostOnce', 'exactlyOnce', 'inOrder'] as const;
    const broken = (...ids: readonly number[]): string[] => {
      const reports = deliveries(published('a', 'a'), received('g', ...ids), ['g']);
      return promises.filter((promise) => deliveryPromise(reports, promise).verdict === 'invalid');
    };
    expect(broken(0, 1)).toEqual([]);
    expect(broken(0)).toEqual(['atLeastOnce', 'exactlyOnce']);
    expect(broken(0, 1, 1)).toEqual(['atMostOnce', 'exactlyOnce']);
    expect(broken(1, 0)).toEqual(['inOrder']);
    expect(broken(0, 1, 7)).toEqual([...promises]);
  });
});
