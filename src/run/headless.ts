import type { Plain } from '#lib/plain.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import './all-parts.ts';
import { compile } from './compile.ts';
import type { Figures } from './figures.ts';
import { FiguresSink } from './figures.ts';
import type { Ending, Problem } from './protocol.ts';
import { Simulation } from './simulation.ts';

export interface HeadlessOptions {
  readonly seed?: number;
  /** Virtual time to run, as a duration; the document's own when left out. */
  readonly runFor?: string;
  readonly warmUpUs?: number;
  readonly eventsMax?: number;
  /** Called now and then with the virtual time reached, µs, and the events so far. */
  readonly progress?: (at: number, events: number) => void;
}

/** What `halfopen run --json` prints for one seed. */
export interface RunReport {
  readonly seed: number;
  readonly digest: string;
  readonly events: number;
  /** Virtual time reached, ms. */
  readonly endedAt: number;
  readonly ending: Ending;
  readonly checks: readonly CheckReport[];
  readonly rows: { readonly [database: string]: { readonly [key: string]: Plain } };
  readonly figures: Figures;
  readonly problems: readonly Problem[];
}
export interface CheckReport {
  readonly title: string;
  readonly verdict: 'holds' | 'breaks' | 'unknown';
  /** When it broke, ms of virtual time. */
  readonly at?: number;
  readonly expect?: 'holds' | 'breaks';
  readonly reason?: string;
}

const SLICE = 200_000;

/** Runs a document to its end, keeping figures and verdicts but no record. */
export function runHeadless(document: ScenarioDocument, options: HeadlessOptions = {}): RunReport {
  const compiled = compile({
    ...document,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.runFor === undefined ? {} : { runFor: options.runFor }),
  });
  const figures = new FiguresSink(
    compiled.system.nodes.map((node) => node.id),
    options.warmUpUs ?? 0,
  );
  const simulation = new Simulation(compiled, {
    sinks: [figures],
    checkpoints: false,
    eventsMax: options.eventsMax ?? Infinity,
  });
  while (!simulation.advance(Infinity, SLICE))
    options.progress?.(simulation.kernel.now, simulation.kernel.events);
  const { kernel } = simulation;
  return {
    seed: compiled.system.seed,
    digest: simulation.digest.hex,
    events: kernel.events,
    endedAt: kernel.now / 1000,
    ending: simulation.ending!,
    checks: simulation.checks.verdicts().map((verdict, index): CheckReport => {
      const last = verdict.changes[verdict.changes.length - 1];
      // What every run is held to stands behind the checks of the document.
      const written = compiled.document.checks[index];
      const expect = written === undefined ? 'holds' : written.expect;
      return {
        title: verdict.title,
        verdict: verdict.final,
        ...(last !== undefined && verdict.final === 'breaks' ? { at: last.at / 1000 } : {}),
        ...(expect === undefined ? {} : { expect }),
        ...(last === undefined || last.reason === '' ? {} : { reason: last.reason }),
      };
    }),
    rows: Object.fromEntries(
      compiled.system.nodes.flatMap((node, index) => {
        const shown = kernel.shown(index) as { rows?: ReadonlyMap<string, Plain> };
        return shown.rows instanceof Map ? [[node.id, Object.fromEntries(shown.rows)] as const] : [];
      }),
    ),
    figures: figures.figures(kernel.now),
    problems: [],
  };
}

/** Whether every check that says what it expects came out so. */
export const asExpected = (report: RunReport): boolean =>
  report.ending.why === 'finished' &&
  report.checks.every(({ expect, verdict }) => expect === undefined || expect === verdict);
