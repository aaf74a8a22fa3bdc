import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { EventKind } from '#run/view/columns.ts';
import { RunView } from '#run/view/run-view.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { captionAt, type CaptionContext } from './caption-at.ts';
import { categoryOf, CATEGORIES } from './categories.ts';
import { chainOf } from './chain.ts';
import { staleCauses } from './stale.ts';
import { logRows, rowAt } from './log-rows.ts';
import { figuresOf } from './metrics.ts';
import { sentenceOf } from './narrate.ts';
import { namesOf } from './names.ts';
import { diagramAround } from './space-time.ts';

function play(document: ScenarioDocument) {
  const compiled = compile(document);
  const view = new RunView();
  const simulation = new Simulation(compiled, { sinks: [view.store], checkpoints: false });
  while (!simulation.advance(Infinity, 50_000)) {
    // To the end of the run.
  }
  view.begin(compiled.topology, view.store.length);
  view.advance();
  view.verdicts = simulation.checks.verdicts();
  const names = namesOf(compiled.topology, new Map(), (index) => `fault ${index}`);
  const context: CaptionContext = {
    names,
    clusters: Object.values(document.clusters ?? {}).map(({ members }) => members),
    lingerUs: 150_000,
  };
  return { view, names, context };
}

const SENTENCE = /^[^\s].*[.!?]$/su;
const NONSENSE = /undefined|NaN|\[object|null\b|Infinity/u;

describe.each(library.map(({ id, document }) => [id, document] as const))('reading of %s', (_, document) => {
  const { view, names, context } = play(document);
  const { store, topology } = view;

  it('has a sentence for everything that happened', () => {
    expect(store.length).toBeGreaterThan(50);
    const bad: string[] = [];
    for (let event = 0; event < Math.min(store.length, 20_000); event++) {
      const sentence = sentenceOf(view, names, event);
      if (!SENTENCE.test(sentence) || NONSENSE.test(sentence)) bad.push(`${event}: ${sentence}`);
      expect(CATEGORIES).toContain(categoryOf(view, event));
    }
    expect(bad.slice(0, 5)).toEqual([]);
  });

  it('has a caption of one or two sentences for every moment, the same however it is reached', () => {
    const moments = Array.from({ length: 120 }, (__, i) => (topology.endUs * i) / 119);
    const forwards = moments.map((t) => captionAt(view, t, context));
    for (const caption of forwards) {
      expect(caption.length).toBeGreaterThan(0);
      expect(caption.length).toBeLessThan(3);
      for (const sentence of caption) {
        expect(sentence).toMatch(SENTENCE);
        expect(sentence).not.toMatch(NONSENSE);
      }
    }
    const backwards = moments.toReversed().map((t) => captionAt(view, t, context));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('finds in the log what the filter asks for, and the row of a moment', () => {
    const all = logRows(view, names, { categories: new Set(CATEGORIES), node: -1, text: '' });
    expect(all.events).toHaveLength(store.length);
    expect(Object.values(all.counts).reduce((sum, n) => sum + n, 0)).toBe(store.length);
    const faults = logRows(view, names, { categories: new Set(['faults']), node: -1, text: '' });
    expect(faults.events).toHaveLength(all.counts.faults);
    const middle = view.eventAt(topology.endUs / 2);
    expect(all.events[rowAt(all.events, middle)]).toBe(middle);
    expect(rowAt(all.events, -1)).toBe(-1);
  });

  it('every chain of causes goes back in time and ends at what nothing caused', () => {
    for (let event = 0; event < store.length; event += 37) {
      const whole = view.causesOf(event);
      const origin = whole.at(-1) ?? -1;
      expect(store.cause[origin]).toBe(-1);
      const chain = chainOf(view, event);
      expect(chain[0]).toBe(event);
      // A stale answer is explained by what happened before anybody asked: the write that the copy lacked.
      const last = chain.at(-1) ?? -1;
      expect(last).toBeLessThanOrEqual(origin);
      expect(last === origin || staleCauses(view, whole).includes(last)).toBe(true);
      expect(chain.toSorted((x, y) => y - x)).toEqual(chain);
    }
  });

  it('draws messages from lane to lane, never back in time', () => {
    const diagram = diagramAround(view, topology.endUs / 3);
    expect(diagram.arrows.length).toBeGreaterThan(0);
    const lanes = new Set(diagram.lanes.map(({ y }) => y));
    for (const arrow of diagram.arrows) {
      expect(arrow.x2).toBeGreaterThanOrEqual(arrow.x1);
      expect(lanes).toContain(arrow.y1);
      const end = view.messages.endOf(arrow.message);
      expect(arrow.dropped).toBe(end >= 0 && store.kind[end] === EventKind.drop);
    }
  });

  it('figures are of stretches that were simulated', () => {
    const { times, series } = figuresOf(view, topology.endUs);
    expect(times.at(-1)).toBeCloseTo(topology.endUs / 1e6);
    expect(series.length).toBeGreaterThan(0);
    for (const { p99, perSecond, waiting } of series) {
      expect([p99.length, perSecond.length, waiting.length]).toEqual([
        times.length,
        times.length,
        times.length,
      ]);
      for (const value of [...perSecond, ...waiting]) expect(value).toBeGreaterThanOrEqual(0);
    }
  });
});

it('the caption of the order saga says what the crash does to others', () => {
  const saga = library.find(({ id }) => id === 'order-saga-choreography');
  if (saga === undefined) throw new Error('the saga is gone');
  const { view, context } = play(saga.document);
  const [first, second] = captionAt(view, 5_500_000, context);
  expect(first).toMatch(/has been down for 1\.5 s and restarts in 500 ms\.$/);
  expect(second).toMatch(/events in orders wait for customers\.$/);
});

it('a stale read is explained by the cut that took the write from the copy', () => {
  const scenario = library.find(({ id }) => id === 'replication-async-partition');
  if (scenario === undefined) throw new Error('the scenario is gone');
  const { view, names } = play(scenario.document);
  const broken = view.verdicts.flatMap(({ changes }) =>
    changes.filter(({ verdict }) => verdict === 'breaks'),
  );
  const [first] = broken.filter(({ event }) => event >= 0);
  if (first === undefined) throw new Error('nothing breaks');
  const told = chainOf(view, first.event).map((event) => sentenceOf(view, names, event));
  expect(told.at(-1)).toBe('fault 0 are cut off from each other.');
  expect(told.at(-2)).toMatch(/stores `order/);
  expect(told.at(-3)).toMatch(/never arrives: the way is cut\.$/);
  expect(told[0]).toMatch(/done after/);
});
