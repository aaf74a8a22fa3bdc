import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import { play } from '#run/runs.test-helper.ts';
import { documentArbitrary } from '#scenario/arbitrary.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';

const LONG = 60_000;

/** When each check changed its mind. The reasons may differ: the fast way knows which rows are to blame. */
function changes(document: ScenarioDocument, claim: string): unknown[] {
  const checks: ScenarioDocument['checks'] = [
    { always: claim },
    { eventually: claim, within: '500ms' },
    { atEnd: claim },
  ];
  const { simulation } = play({ ...document, checks });
  return simulation.checks.verdicts().map(({ final, changes }) => ({
    final,
    changes: changes.map(({ at, event, verdict }) => ({ at, event, verdict })),
  }));
}

/** A claim about each row is looked at row by row, as rows change; written so that nobody sees it, always in whole. */
const inWhole = (claim: string): string => `(${claim}) && true`;

describe('a claim about every row', () => {
  it(
    'random documents: looked at row by row or in whole, it changes its verdict at the same moments',
    { timeout: LONG },
    () => {
      const body = fc.constantFrom(
        'db1.rows[k].v == 1',
        'has(db1.rows[k].v)',
        'db1.rows[k].v >= 0',
        'size(k) == 2',
        "k != 'k1'",
        'has(db1.rows[k].list) || db1.rows[k].v != 3',
        'db1.rows[k].tag',
      );
      fc.assert(
        fc.property(documentArbitrary(), body, (document, about) => {
          const claim = `db1.rows.all(k, ${about})`;
          expect(changes(document, claim)).toEqual(changes(document, inWhole(claim)));
        }),
        { numRuns: 20 },
      );
    },
  );

  it('breaks at the write that broke it, and names the rows', () => {
    const { document } = library[0]!;
    const claim = "ordersDb.rows.all(k, ordersDb.rows[k].status != 'REJECTED')";
    const { simulation, store } = play({
      ...document,
      checks: [{ always: claim }, { always: inWhole(claim) }],
    });
    const [fast, slow] = simulation.checks.verdicts();
    const [broken] = fast!.changes.filter(({ verdict }) => verdict === 'breaks');
    expect(slow!.changes.at(-1)).toMatchObject({ at: broken!.at, event: broken!.event, verdict: 'breaks' });
    // The write is part of what happened then; its answer comes after it.
    const writes = Array.from({ length: store.length }, (_, i) => i).filter(
      (i) => i <= broken!.event && store.time[i] === broken!.at && store.textOf(i) === 'row',
    );
    const row = store.dataOf(writes.at(-1)!) as { key: string; value: { status: string } };
    expect(row.value.status).toBe('REJECTED');
    expect(broken!.reason).toBe(row.key);
  });
});
