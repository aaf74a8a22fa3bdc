import type { Plain } from '#lib/plain.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import './all-parts.ts';
import { compile } from './compile.ts';
import type { Columns } from './record-store.ts';
import { RecordStore } from './record-store.ts';
import { Simulation } from './simulation.ts';
import type { Checkpoint } from './simulation.ts';

/** Enough for every random document; one that goes on longer is cut here, at the same event every time. */
const EVENTS_MAX = 40_000;

export interface Recorded {
  readonly simulation: Simulation;
  readonly store: RecordStore;
}

/** A simulation with its record, before its first event; or taken up at a checkpoint, with the record kept so far. */
export function begin(
  document: ScenarioDocument,
  from?: { readonly checkpoint: Checkpoint; readonly store: RecordStore },
  eventsMax = EVENTS_MAX,
): Recorded {
  const store = from?.store ?? new RecordStore();
  const options = { sinks: [store], eventsMax };
  const compiled = compile(document);
  return {
    simulation: new Simulation(compiled, from ? { ...options, from: from.checkpoint } : options),
    store,
  };
}

/** The same, run to its end. */
export function play(document: ScenarioDocument, eventsMax?: number): Recorded {
  const recorded = begin(document, undefined, eventsMax);
  recorded.simulation.advance();
  return recorded;
}

const COLUMNS = ['time', 'kind', 'node', 'instance', 'link', 'message', 'cause', 'a', 'b', 'value'] as const;

/** The events of a record from `first` on as plain data, words and payloads spelled out: two records compare by it. */
export function spelled({ store }: { readonly store: RecordStore }, first = 0): Plain[] {
  const events: Plain[] = [];
  for (let i = first; i < store.length; i++) {
    const numbers = COLUMNS.map((column) => (store as Columns)[column][i]!);
    const payload = store.data[i]! < 0 ? null : store.payloads[store.data[i]!]!;
    events.push([...numbers.map(String), store.textOf(i), payload]);
  }
  return events;
}

/** How a run came out, the whole of it. */
export const outcome = ({ simulation, store }: Recorded): Plain =>
  JSON.parse(
    JSON.stringify({
      digest: simulation.digest.hex,
      ending: simulation.ending,
      verdicts: simulation.checks.verdicts(),
      events: store.length,
    }),
  ) as Plain;
