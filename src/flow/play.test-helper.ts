import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import { FiguresSink } from '#run/figures.ts';
import type { Figures } from '#run/figures.ts';
import { Simulation } from '#run/simulation.ts';
import { readDocument } from '#scenario/read.ts';
import { EVENT_KINDS } from '#sim/record.ts';
import type { EventKind, RecordEvent } from '#sim/record.ts';
import type { Plain } from '#lib/plain.ts';

/** What happened, as tests read it: the node by its id, the kind by its name, times in milliseconds. */
export interface Happening extends Omit<RecordEvent, 'kind' | 'node' | 'data'> {
  readonly index: number;
  readonly kind: EventKind;
  readonly node: string;
  readonly ms: number;
  readonly data: { readonly [key: string]: Plain };
}

export interface Played {
  readonly simulation: Simulation;
  readonly events: readonly Happening[];
  readonly figures: Figures;
  readonly endsAs: string;
  /** Events of a kind with a certain text, on a certain node if one is named. */
  of(kind: EventKind, text?: string, node?: string): Happening[];
  shown(node: string): { readonly [key: string]: Plain };
  rows(node: string): { readonly [key: string]: Plain };
}

/** Written loosely: the reader holds it to the format. */
export type Drawing = { readonly [field: string]: unknown };

export interface PlayOptions {
  readonly seed?: number;
  readonly warmUpUs?: number;
  /** Keep events of these kinds only; none for long runs of which only figures matter. */
  readonly kinds?: readonly EventKind[];
}

/** Reads, compiles and plays a document to its end. Throws when the reader has any objection. */
export function play(drawing: Drawing, options: PlayOptions = {}): Played {
  const { document, problems } = readDocument({
    halfopen: 1,
    seed: 1,
    network: { within: '1ms', across: '5ms' },
    ...drawing,
  });
  if (document === undefined || problems.length > 0)
    throw new Error(`not a good document: ${JSON.stringify(problems)}`);
  const compiled = compile({ ...document, seed: options.seed ?? document.seed ?? 1 });
  const names = compiled.system.nodes.map(({ id }) => id);
  const figures = new FiguresSink(names, options.warmUpUs ?? 0);
  const events: Happening[] = [];
  const kinds = options.kinds && new Set(options.kinds.map((kind) => EVENT_KINDS.indexOf(kind)));
  const keep = (e: RecordEvent, index: number): void => {
    if (kinds?.has(e.kind) === false) return;
    events.push({
      ...e,
      index,
      kind: EVENT_KINDS[e.kind]!,
      node: names[e.node] ?? '',
      ms: e.time / 1000,
      data: (e.data ?? {}) as { readonly [key: string]: Plain },
    });
  };
  const sink = { event: keep, save: () => null, load: () => {} };
  const simulation = new Simulation(compiled, {
    sinks: [figures, sink],
    checkpoints: false,
    eventsMax: Infinity,
  });
  simulation.advance();
  const { kernel } = simulation;
  const shown = (node: string): { readonly [key: string]: Plain } =>
    kernel.shown(names.indexOf(node)) as { readonly [key: string]: Plain };
  return {
    simulation,
    events,
    figures: figures.figures(kernel.now),
    endsAs: simulation.ending?.why ?? 'not at all',
    of: (kind, text, node) =>
      events.filter(
        (e) =>
          e.kind === kind &&
          (text === undefined || e.text === text) &&
          (node === undefined || e.node === node),
      ),
    shown,
    rows: (node) => Object.fromEntries(shown(node)['rows'] as unknown as ReadonlyMap<string, Plain>),
  };
}

/** A client that does some steps at certain moments, and nothing else. */
export const clientAt = (at: readonly string[], steps: readonly unknown[]): Drawing => ({
  kind: 'client',
  flows: [{ arrive: { at }, steps }],
});
