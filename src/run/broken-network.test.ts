import { describe, expect, it } from 'vitest';
import { readDocument } from '#scenario/read.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { runHeadless } from './headless.ts';

const report = (document: unknown, seed = 1) => {
  const { document: read, problems } = readDocument(document);
  expect(problems).toEqual([]);
  return runHeadless(read as ScenarioDocument, { seed });
};

describe('what a broken network must not break', () => {
  it('a log whose deliveries were lost on the way delivers them again, in order', () => {
    const document = {
      halfopen: 1,
      runFor: '20s',
      nodes: {
        source: {
          kind: 'client',
          flows: [
            {
              arrive: { every: '100ms' },
              until: '8s',
              steps: [{ publish: 'log', topic: 'numbers', event: 'Number', key: 'k', body: { n: '${n}' } }],
            },
          ],
        },
        log: { kind: 'log' },
        reader: {
          kind: 'service',
          handlers: [
            {
              event: 'Number',
              from: 'log',
              topic: 'numbers',
              steps: [
                {
                  put: 'db',
                  key: 'last',
                  value: {
                    n: '${old == null || event.n > old.n ? event.n : old.n}',
                    gap: '${old == null ? event.n > 1 : old.gap || event.n > old.n + 1}',
                  },
                },
              ],
            },
          ],
        },
        db: { kind: 'database' },
      },
      links: [
        { from: 'source', to: 'log' },
        { from: 'log', to: 'reader' },
        { from: 'reader', to: 'db' },
      ],
      // Shorter than a session: nobody leaves the group.
      timeline: [
        { at: '2s', for: '400ms', do: 'partition', between: ['log', 'reader'] },
        { at: '4s', for: '2s', do: 'link', from: 'log', to: 'reader', loss: 0.3 },
      ],
      checks: [{ delivery: 'atLeastOnce', of: 'reader' }],
    };
    for (let seed = 1; seed <= 10; seed++) {
      const { rows, checks } = report(document, seed);
      expect(rows['db']).toEqual({ last: { n: 79, gap: false } });
      expect(checks[0]!.verdict).toBe('holds');
    }
  });

  it('a primary that returns gives up the rows that nobody else has, and only those', () => {
    const document = {
      halfopen: 1,
      runFor: '10s',
      zones: { eu: {}, us: {} },
      nodes: {
        near: {
          kind: 'client',
          zone: 'eu',
          flows: [
            {
              arrive: { every: '500ms' },
              until: '6s',
              steps: [{ put: 'store', key: 'counter', value: { n: '${old == null ? 1 : old.n + 1}' } }],
            },
          ],
        },
        first: { kind: 'database', zone: 'eu' },
        second: { kind: 'database', zone: 'us' },
      },
      links: [
        { from: 'near', to: 'first' },
        { from: 'first', to: 'second' },
      ],
      clusters: { store: { members: ['first', 'second'], replication: { mode: 'async' } } },
      timeline: [{ at: '2.1s', for: '3s', do: 'partition', between: ['eu', 'us'] }],
      checks: [{ consistency: 'convergence', of: 'store' }],
    };
    const { rows, checks } = report(document);
    expect(checks[0]!.verdict).toBe('holds');
    // Four before the cut (0.5 s to 2 s) and, from the new primary, those after it.
    expect(rows['first']).toEqual(rows['second']);
    expect(rows['first']).toEqual({ counter: { n: 5 } });
  });

  it('instances count from 1: a crash of workers#1 takes the first of two, workers#2 the second', () => {
    const servedBy = (node: string): number => {
      const document = {
        halfopen: 1,
        runFor: '5s',
        nodes: {
          client: {
            kind: 'client',
            flows: [{ arrive: { every: '100ms' }, steps: [{ call: 'workers', op: 'work' }] }],
          },
          workers: {
            kind: 'service',
            instances: 2,
            handlers: [
              { request: 'work', steps: [{ put: 'local', key: 'here', value: 1 }, { work: '50ms' }] },
            ],
          },
        },
        links: [{ from: 'client', to: 'workers' }],
        timeline: [{ at: '1s', do: 'crash', node }],
        // `local` shows the first instance.
        checks: [{ title: 'The first keeps its memory', atEnd: 'has(workers.local.here)' }],
      };
      const { checks, figures } = report(document);
      expect(figures.ops['work']!.ok).toBeGreaterThan(40);
      return checks[0]!.verdict === 'holds' ? 2 : 1;
    };
    expect([servedBy('workers#1'), servedBy('workers#2')]).toEqual([1, 2]);
  });
});
