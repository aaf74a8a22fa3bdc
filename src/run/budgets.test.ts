import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentArbitrary } from '#scenario/arbitrary.ts';
import { readDocument } from '#scenario/read.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { compile } from './compile.ts';
import { inspect } from './inspect.ts';
import type { Ending } from './protocol.ts';
import { begin, play } from './runs.test-helper.ts';
import { Simulation } from './simulation.ts';

const LONG = 60_000;

type Nodes = NonNullable<ScenarioDocument['nodes']>;
type Steps = NonNullable<Extract<Nodes[string], { kind: 'client' }>['flows']>[number]['steps'];

const call = (to: string): Steps[number] => ({ call: to, op: 'go' });
const on = (steps: Steps) => ({ kind: 'service' as const, handlers: [{ request: 'go', steps }] });
const every = (interval: string, steps: Steps) => ({
  kind: 'service' as const,
  handlers: [{ every: interval, steps }],
});
const calling = (
  to: string,
  arrive: { rate: string } | { every: string } | { users: number; think: string },
) => ({
  kind: 'client' as const,
  flows: [{ arrive, steps: [call(to)] }],
});
const nested = (depth: number): Steps[number] =>
  depth === 0
    ? { set: { x: '${n}' } }
    : {
        forEach: '${[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]}',
        as: `i${depth}`,
        do: [nested(depth - 1)],
      };

/** Systems that would never end, or not in this life; `why` is how the run stops and `node` whom it names. */
const endless: readonly {
  readonly title: string;
  readonly nodes: Nodes;
  readonly links: readonly string[];
  readonly why: Ending['why'];
  readonly node?: RegExp;
}[] = [
  {
    title: 'a rate of a billion',
    nodes: { crowd: calling('api', { rate: '1000000000/s' }), api: on([{ reply: {} }]) },
    links: ['crowd>api'],
    why: 'instant',
    node: /crowd/,
  },
  {
    title: 'a rate of a million a second, for an hour',
    nodes: { crowd: calling('api', { rate: '1000000/s' }), api: on([{ work: '1ms' }, { reply: {} }]) },
    links: ['crowd>api'],
    why: 'events',
  },
  {
    title: 'an interval of a microsecond',
    nodes: { clock: every('1us', [{ set: { x: 1 } }]) },
    links: [],
    why: 'events',
    node: /clock/,
  },
  {
    title: 'an interval of nothing',
    nodes: { clock: every('0ms', [{ set: { x: 1 } }]) },
    links: [],
    why: 'events',
    node: /clock/,
  },
  {
    title: 'users who do not think and ask nobody',
    nodes: {
      crowd: { kind: 'client', flows: [{ arrive: { users: 5, think: '0ms' }, steps: [{ set: { x: 1 } }] }] },
    },
    links: [],
    why: 'instant',
    node: /crowd/,
  },
  {
    title: 'a service that calls itself by way of another, twice each time',
    nodes: {
      one: calling('ping', { rate: '1/s' }),
      ping: { ...on([{ all: [[call('pong')], [call('pong')]] }]), slots: 10_000 },
      pong: { ...on([{ all: [[call('ping')], [call('ping')]] }]), slots: 10_000 },
    },
    links: ['one>ping', 'ping>pong', 'pong>ping'],
    why: 'events',
    node: /ping|pong/,
  },
  {
    title: 'events that go in circles without delay',
    nodes: {
      events: { kind: 'log', topics: { loop: {} }, append: '0ms' },
      echo: {
        kind: 'service',
        handlers: [
          { every: '1s', steps: [{ publish: 'events', topic: 'loop', event: 'Again', key: 'k' }] },
          {
            event: 'Again',
            from: 'events',
            topic: 'loop',
            steps: [
              { publish: 'events', topic: 'loop', event: 'Again', key: 'k' },
              { publish: 'events', topic: 'loop', event: 'Again', key: 'k' },
            ],
          },
        ],
      },
    },
    links: ['echo>events', 'events>echo'],
    why: 'instant',
    node: /echo|events/,
  },
];

const documentOf = ({ nodes, links }: (typeof endless)[number]): unknown => ({
  halfopen: 1,
  runFor: '1h',
  network: { within: '0ms', across: '0ms' },
  nodes,
  links: links.map((link) => ({ from: link.split('>')[0], to: link.split('>')[1] })),
});

describe('a budget', () => {
  it.each(endless.map((system) => [system.title, system] as const))(
    'stops %s, and says where the work is',
    { timeout: LONG },
    (_, system) => {
      const { document, problems } = readDocument(documentOf(system));
      expect(problems).toEqual([]);
      const eventsMax = system.why === 'instant' ? 1_000_000 : 30_000;
      const simulation = new Simulation(compile(document!), { eventsMax });
      expect(simulation.advance()).toBe(true);
      const { ending } = simulation;
      expect(ending).toMatchObject({ why: system.why });
      if (system.node) expect(ending).toMatchObject({ node: expect.stringMatching(system.node) as string });
      for (const { id } of simulation.compiled.topology.nodes)
        expect(inspect(simulation.kernel, id)).not.toBeNull();
    },
  );

  it('loops inside loops are one step after another, and end as a failure of their flow', () => {
    const { document, problems } = readDocument(
      documentOf({
        title: '',
        nodes: { one: { kind: 'client', flows: [{ arrive: { at: ['1ms'] }, steps: [nested(5)] }] } },
        links: [],
        why: 'finished',
      }),
    );
    expect(problems).toEqual([]);
    const { simulation, store } = begin(document!, undefined, 200_000);
    simulation.advance();
    expect(simulation.ending).toEqual({ why: 'finished' });
    const last = Array.from({ length: store.length }, (_, i) => JSON.stringify(store.dataOf(i) ?? '')).join(
      ' ',
    );
    expect(last).toContain('steps without time passing');
  });

  it('is kept in slices: a step of the simulation never does much more than it was asked', () => {
    const { document } = readDocument(documentOf(endless[0]!));
    const simulation = new Simulation(compile(document!), { eventsMax: 20_000 });
    let before = 0;
    while (!simulation.advance(Infinity, 500)) {
      expect(simulation.kernel.events - before).toBeLessThan(600);
      before = simulation.kernel.events;
    }
    expect(simulation.kernel.events).toBeLessThan(21_000);
  });
});

describe('random documents', () => {
  it(
    'run to their end or budget under the timelines of others, and can be looked into',
    { timeout: LONG },
    () => {
      fc.assert(
        fc.property(
          documentArbitrary(),
          documentArbitrary(),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (...drawn) => {
            const [own, other, part] = drawn;
            // The entries of another document name what may not be here: the reader says so and they fall away.
            const mixed = { ...own, timeline: [...(own.timeline ?? []), ...(other.timeline ?? [])] };
            const { document } = readDocument(mixed);
            const { simulation } = play(document!);
            expect(simulation.ending?.why).toMatch(/^(finished|events|instant)$/);
            const kernel = simulation.at(Math.floor(simulation.kernel.now * part));
            for (const { id } of simulation.compiled.topology.nodes) {
              const inspection = inspect(kernel, id)!;
              // What goes to the page as a message.
              expect(structuredClone(inspection)).toEqual(inspection);
              expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});
