import { describe, expect, it } from 'vitest';
import { equalPlain } from '#lib/plain.ts';
import { formatDuration } from '#lib/duration.ts';
import { durationToUs } from '#lib/schema/delay.ts';
import { library } from '#library/library.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import type { TimelineWritten } from '#scenario/timeline.ts';
import { effectiveFaults } from '#sim/faults.ts';
import { Kind } from '#sim/record.ts';
import { compile } from './compile.ts';
import { play } from './runs.test-helper.ts';
import { Simulation } from './simulation.ts';

const LONG = 60_000;
type Word = TimelineWritten['do'];
type Faults = Record<Word, TimelineWritten[][]>;

/** Every fault on everything in a document that it can be done to; each inner list is one way to do it. */
function faultsFor({ nodes = {}, links = [] }: ScenarioDocument, at: string, lasts: string): Faults {
  const when = { at, for: lasts };
  const ids = Object.keys(nodes);
  const of = (...kinds: string[]): string[] => ids.filter((id) => kinds.includes(nodes[id]!.kind));
  const each = <T>(list: readonly T[], make: (one: T) => TimelineWritten): TimelineWritten[][] =>
    list.map((one) => [make(one)]);
  const bad = [
    { cut: true },
    { delay: '120ms' },
    { loss: 1 },
    { duplicate: 1 },
    { delay: '20ms', reorder: 1 },
  ];
  const ways = (['forward', 'back'] as const).flatMap((direction) =>
    (['drop', 'duplicate', 'delay'] as const).map((action) => ({ direction, action })),
  );
  const ends = links.map(({ from, to }) => ({ from, to }));
  return {
    crash: each(ids, (node) => ({ do: 'crash', ...when, node })),
    restart: each(ids, (node) => ({ do: 'restart', at, node })),
    pause: each(ids, (node) => ({ do: 'pause', ...when, node })),
    slow: each(ids, (node) => ({ do: 'slow', ...when, node, factor: 10 })),
    skew: each(ids, (node) => ({ do: 'skew', ...when, node, by: '5s' })),
    load: each(of('client'), (node) => ({ do: 'load', ...when, node, factor: 3 })),
    partition: ends.flatMap(({ from, to }) =>
      each([true, false], (oneWay) => ({ do: 'partition', ...when, between: [from, to], oneWay })),
    ),
    heal: ends.map(({ from, to }) => [
      { do: 'partition', at, between: [from, to] },
      { do: 'heal', at: formatDuration(durationToUs(at) + durationToUs(lasts)), between: [from, to] },
    ]),
    link: ends.flatMap((link) =>
      bad.flatMap((how) =>
        each([true, false], (oneWay) => ({ do: 'link', ...when, ...link, ...how, oneWay })),
      ),
    ),
    message: ends.flatMap((link) =>
      each(ways, (way) => ({ do: 'message', at: '0s', ...link, nth: 5, by: '70ms', ...way })),
    ),
    set: [
      ...each(of('database'), (node) => ({ do: 'set', ...when, node, path: 'write', value: '90ms' })),
      ...each(of('service', 'gateway'), (node) => ({ do: 'set', ...when, node, path: 'slots', value: 1 })),
      ...each(ends, (link) => ({ do: 'set', ...when, ...link, path: 'delay', value: '90ms' })),
      ...each(ends, (link) => ({ do: 'set', ...when, ...link, path: 'timeout', value: '1ms' })),
    ],
  };
}

/** The record without the faults' own events and without what merely counts events. */
function beyondFaults(document: ScenarioDocument): string[] {
  const { store } = play(document);
  const lines: string[] = [];
  for (let i = 0; i < store.length; i++) {
    if (store.kind[i] === Kind.fault) continue;
    const numbers = [
      store.time,
      store.kind,
      store.node,
      store.instance,
      store.link,
      store.a,
      store.b,
      store.value,
    ];
    lines.push(
      `${numbers.map((column) => column[i]).join(' ')} ${store.textOf(i)} ${JSON.stringify(store.dataOf(i))}`,
    );
  }
  return lines;
}

/** Events carry the time of their sender. Where nobody asks what time it is, a wrong clock changes nothing. */
const asksForTheTime = ({ nodes }: ScenarioDocument): boolean =>
  /"(publish|send)"|\bnow\b/.test(JSON.stringify(nodes));

const quarterOf = ({ runFor = '30s' }: ScenarioDocument): number => Math.floor(durationToUs(runFor) / 4);

describe.each(library.map(({ id, document }) => [id, document] as const))('%s', (_, whole) => {
  // The first half is long enough for a fault and what follows it.
  const quarter = quarterOf(whole);
  const document = { ...whole, runFor: formatDuration(2 * quarter) };
  const span = formatDuration(quarter);

  it('every fault changes what happens', { timeout: LONG }, () => {
    const before = beyondFaults(document);
    const faults = faultsFor(document, '200ms', span);
    const idle = Object.entries(faults).flatMap(([word, ways]) => {
      const bites = ways.some((entries) => {
        const after = beyondFaults({ ...document, timeline: [...(document.timeline ?? []), ...entries] });
        return !equalPlain(after, before);
      });
      return bites ? [] : [word];
    });
    // Other clocks may be read besides: rows that say when they were written.
    expect(asksForTheTime(document) ? idle : idle.filter((word) => word !== 'skew')).toEqual([]);
  });

  it('after healing, everything is set as it was designed', { timeout: LONG }, () => {
    // All at once, and a second time while the first still lasts.
    const { message: _message, restart: _restart, set, ...healing } = faultsFor(document, '400ms', '400ms');
    const later = faultsFor(document, '600ms', '400ms');
    // Every parameter that is set is prepared anew whenever a fault comes or goes: some of them will do.
    const some = [...set, ...later.set].filter((_, index) => index % 12 === 0);
    const timeline = [...Object.values(healing), some, later.crash, later.link].flat(2);
    const compiled = compile({ ...document, timeline });
    const simulation = new Simulation(compiled, { checkpoints: false, eventsMax: 100_000 });
    const { system } = compiled;
    const design = effectiveFaults(system, []);
    const now = () => effectiveFaults(system, simulation.kernel.peek().activeFaults);
    simulation.advance(799_999);
    expect(equalPlain(now().effects, design.effects)).toBe(false);
    simulation.advance(1_000_000);
    expect(simulation.ending).toBeNull();
    const { params, ...others } = now();
    const { params: designed, ...rest } = design;
    expect(others).toEqual(rest);
    params.forEach((each, node) => expect(each).toBe(designed[node]));
    system.nodes.forEach((spec, node) => {
      expect(simulation.kernel.params(node)).toBe(spec.params);
      const { instances } = simulation.kernel.peek().nodes[node]!;
      expect(instances.map(({ status }) => status)).toEqual(instances.map(() => 'up'));
    });
    system.links.forEach((spec, link) => expect(now().links[link]).toBe(spec));
  });
});
