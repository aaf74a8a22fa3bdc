import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import { foundScenarios, groupsOf } from './find.ts';

const found = (text: string): string[] => foundScenarios(library, text).map(({ scenario }) => scenario.id);

describe('the search in the gallery', () => {
  it('finds by pattern, by product and by symptom', () => {
    expect(found('saga')).toContain('order-saga-orchestration');
    expect(found('resilience4j')).toEqual(['circuit-breaker', 'bulkhead', 'retry-storm']);
    expect(found('etcd')).toContain('raft');
    expect(found('Cassandra')).toEqual(expect.arrayContaining(['quorum', 'sloppy-quorum']));
    expect(found('rabbit')).toContain('queue-dead-letters');
    expect(found('stale reads')).toContain('replication-async-partition');
    expect(found('lost order')).toContain('transactional-outbox');
    expect(found('retry storm')).toEqual(['retry-storm']);
  });

  it('wants every word, in any order and case', () => {
    expect(found('PARTITION cap')).toEqual(found('cap partition'));
    expect(found('cap partition').length).toBeLessThan(found('partition').length);
    expect(found('saga zebra')).toEqual([]);
  });

  it('says by which other name something was found, and only then', () => {
    const [first] = foundScenarios(library, 'hystrix breaker');
    expect(first?.scenario.id).toBe('circuit-breaker');
    expect(first?.also).toEqual(['Hystrix']);
    expect(foundScenarios(library, 'breaker').every(({ also }) => also.length === 0)).toBe(true);
  });

  it('finds everything for no words, in the order of the library, with its groups', () => {
    expect(found('  ')).toEqual(library.map(({ id }) => id));
    const groups = groupsOf(library);
    expect(groups.reduce((sum, [, count]) => sum + count, 0)).toBe(library.length);
    expect(new Set(groups.map(([name]) => name)).size).toBe(groups.length);
  });
});

describe('the catalogue', () => {
  it.each(library)('$id can be looked for by what people call it, without repeating itself', (scenario) => {
    const { also, patterns } = scenario;
    expect(also.length).toBeGreaterThanOrEqual(4);
    const names = [...also, ...patterns].map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('reads as one list: short titles, and summaries of one to three sentences', () => {
    for (const { document, counter } of library) {
      expect(document.title?.length).toBeLessThanOrEqual(56);
      expect(document.summary?.length).toBeLessThanOrEqual(190);
      expect(counter.sentence).toMatch(/^[A-Z].*\.$/);
    }
  });
});
