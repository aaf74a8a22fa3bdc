import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { library } from '#library/library.ts';
import { documentArbitrary } from '#scenario/arbitrary.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import type { TimelineWritten } from '#scenario/timeline.ts';
import type { FromWorker, Problem } from './protocol.ts';
import { RecordStore } from './record-store.ts';
import { spelled } from './runs.test-helper.ts';
import { RunSession } from './session.ts';

const LONG = 60_000;
type End = Extract<FromWorker, { type: 'end' }>;

/** A session, and the page's side of the conversation: it keeps the record by what it is told, and nothing else. */
class Page {
  readonly store = new RecordStore();
  readonly #session: RunSession;
  #run = 0;
  #end: End | null = null;
  /** Events of the former record that the last run kept. */
  kept = 0;
  problems: readonly Problem[] = [];

  constructor() {
    this.#session = new RunSession(
      (message) => this.#hear(message),
      () => 0,
      { checkpointEvery: 20, eventsMax: 40_000 },
    );
  }
  load(document: ScenarioDocument): Plain {
    this.begin(document);
    while (this.#session.work());
    return this.outcome();
  }
  /** Loads, and goes on for some slices only. */
  begin(document: ScenarioDocument, slices = 0): void {
    this.#end = null;
    this.#session.receive({
      type: 'load',
      run: ++this.#run,
      document: structuredClone(document) as unknown as Plain,
    });
    for (let i = 0; i < slices; i++) this.#session.work();
  }
  outcome(): Plain {
    expect(this.#end?.ending.why).toMatch(/finished|events|instant/);
    const { ending, digest, verdicts } = this.#end!;
    return { ending, digest, verdicts, record: spelled(this) } as unknown as Plain;
  }
  #hear(message: FromWorker): void {
    if (message.type === 'begin') {
      this.store.truncate(message.keep);
      this.kept = message.keep;
      this.problems = message.problems;
    } else if (message.type === 'chunk') this.store.append(structuredClone(message.chunk));
    else if (message.type === 'end') this.#end = message;
  }
}

const fresh = (document: ScenarioDocument): Plain => new Page().load(document);

const withMore = (document: ScenarioDocument, ...more: readonly TimelineWritten[]): ScenarioDocument => ({
  ...document,
  timeline: [...(document.timeline ?? []), ...more],
});

const firstServer = (document: ScenarioDocument): string =>
  Object.entries(document.nodes ?? {}).find(([, { kind }]) => kind !== 'client')![0];

/** Loading one document after another gives, each time, what a session gives that has seen nothing else. */
function forksAndUndoes(documents: readonly ScenarioDocument[]): number {
  const page = new Page();
  const alone = new Map(documents.map((document) => [document, fresh(document)]));
  let kept = 0;
  for (const document of documents) {
    const here = page.load(document);
    expect(equalPlain(here, alone.get(document)), `a run that kept ${page.kept} events`).toBe(true);
    kept += page.kept;
  }
  return kept;
}

describe('a session', () => {
  it.each(library.map(({ id, document }) => [id, document] as const))(
    '%s: a fault more, and less again, gives what fresh sessions give',
    { timeout: LONG },
    (_, document) => {
      const before = { ...document, runFor: '8s' };
      const node = firstServer(document);
      const later = withMore(before, { do: 'crash', at: '7s', for: '500ms', node });
      const sooner = withMore(
        before,
        { do: 'pause', at: '2s', for: '1s', node },
        { do: 'slow', at: '5s', node, factor: 5 },
      );
      const kept = forksAndUndoes([before, later, before, sooner, before]);
      expect(kept, 'forks from a common past').toBeGreaterThan(0);
    },
  );

  it(
    'random documents and faults: fork, change and undo give what fresh sessions give',
    { timeout: LONG },
    () => {
      fc.assert(
        fc.property(
          documentArbitrary(),
          documentArbitrary(),
          fc.constantFrom('0ms', '150ms', '600ms', '1.2s'),
          (document, other, at) => {
            const before = document;
            const node = firstServer(document);
            const forked = withMore(before, { do: 'crash', at, for: '300ms', node });
            const borrowed = { ...before, timeline: [...(other.timeline ?? []), ...(before.timeline ?? [])] };
            forksAndUndoes([before, forked, before, borrowed, forked, before]);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it('a document that changes while it runs is run from where the two part', () => {
    const before = library[0]!.document;
    const after = withMore(before, { do: 'crash', at: '10s', node: firstServer(before) });
    const page = new Page();
    page.begin(before, 1);
    expect(equalPlain(page.load(after), fresh(after))).toBe(true);
    expect(page.kept).toBeGreaterThan(0);
  });

  it('says which expressions cannot be read, and runs all the same', () => {
    const { document } = library[0]!;
    const page = new Page();
    page.load({ ...document, checks: [...(document.checks ?? []), { always: 'ordersDb.rows.all(' }] });
    expect(page.problems.map(({ path }) => path)).toEqual([`checks[${document.checks!.length}].always`]);
  });

  it('a fault after a deadline moves the deadline: what was decided there is taken back', () => {
    const never = { ...library[0]!.document, checks: [{ eventually: 'false', within: '1s' }] };
    const later = withMore(never, { do: 'crash', at: '11s', for: '100ms', node: 'customers' });
    const [early, late] = [never, later].map(
      (document) => new Page().load(document) as unknown as Pick<End, 'verdicts'>,
    );
    expect([early!.verdicts[0]!.final, late!.verdicts[0]!.final]).toEqual(['breaks', 'unknown']);
    forksAndUndoes([never, later, never]);
  });

  it('an entry about nothing that becomes one about something shifts no other', () => {
    const { document } = library[0]!;
    const crash = { do: 'crash', at: '1s', for: '5s', node: 'customers' } as const;
    const without = { ...document, timeline: [{ do: 'crash', at: '9s', node: 'nobody' } as const, crash] };
    const having = { ...document, timeline: [{ do: 'crash', at: '9s', node: 'orders' } as const, crash] };
    forksAndUndoes([without, having, without]);
  });

  it('a document that breaks off at its budget can be mended', () => {
    const document: ScenarioDocument = {
      halfopen: 1,
      runFor: '1s',
      network: { within: '0ms' },
      nodes: {
        a: { kind: 'client', flows: [{ arrive: { every: '0ms' }, steps: [{ work: '0ms' }] }] },
        b: { kind: 'service' },
      },
      links: [{ from: 'a', to: 'b' }],
    };
    const mended: ScenarioDocument = {
      ...document,
      nodes: { ...document.nodes, a: { kind: 'client', flows: [] } },
    };
    forksAndUndoes([document, mended, document]);
  });
});
