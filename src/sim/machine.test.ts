import * as fc from 'fast-check';
import { assign, createActor, setup, transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '#flow/program.ts';
import { verbModels } from '#flow/verbs/models.ts';
import { breakerChart } from '#patterns/breaker/chart.ts';
import { roleChart } from '#patterns/primary-copy/chart.ts';
import { coordinationChart, peerChart } from '#patterns/quorum/chart.ts';
import { reachChart } from '#patterns/multi-leader/chart.ts';
import { raftChart } from '#patterns/raft/chart.ts';
import { retryChart } from '#patterns/retry/chart.ts';
import { stepsArbitrary } from '#scenario/arbitrary-steps.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import { activeStates, compileChart } from './machine.ts';
import type { Action, Chart } from './machine.ts';

const SCRIPTS = 12;
const LENGTH = 60;

/** Every event that some state of the machine knows, and one that none does. */
function eventsOf(machine: AnyStateMachine): string[] {
  const events = machine.events as readonly string[];
  const known = events.filter((event) => event !== '*' && !event.startsWith('xstate.done'));
  return [...known, 'nobody knows this'];
}

/** The same names for the same configuration, whatever the order in which regions are written. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
const valueOf = (at: string): unknown => (at.startsWith('{') ? JSON.parse(at) : at);

interface RawAction {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
/** XState's own words for an action, said in ours. */
function inOurWords(raw: RawAction): Action {
  if (raw.type === 'xstate.raise') {
    const { type } = (raw.params as { event: { type: string } }).event;
    return { type: 'after', delay: type.split('.')[2]!, event: type };
  }
  if (raw.type === 'xstate.cancel') return { type: 'cancel', event: String(raw.params?.['sendId']) };
  return { type: 'do', name: raw.type, params: raw.params ?? {} };
}

/** Plays a random script in both; events that mean something are drawn more often than those that do not. */
function compare(chart: Chart, stream: Stream): number {
  const events = eventsOf(chart.machine);
  let snapshot: AnyMachineSnapshot = createActor(chart.machine).getSnapshot();
  let { at } = chart.start;
  let moves = 0;
  expect(sorted(valueOf(at))).toEqual(sorted(snapshot.value));
  for (let i = 0; i < LENGTH && snapshot.status === 'active'; i++) {
    const known = events.filter((event) => snapshot.can({ type: event }));
    const from = known.length > 0 && nextBelow(stream, 5) > 0 ? known : events;
    const event = from[nextBelow(stream, from.length)]!;
    const [next, raw] = transition(chart.machine, snapshot, { type: event });
    const move = chart.move(at, event);
    const label = `${at} on ${event}`;
    expect([label, sorted(valueOf(move.at))]).toEqual([label, sorted(next.value)]);
    expect([label, move.done]).toEqual([label, next.status === 'done']);
    expect([label, move.actions]).toEqual([label, (raw as readonly RawAction[]).map(inOurWords)]);
    const changed = JSON.stringify(sorted(next.value)) !== JSON.stringify(sorted(snapshot.value));
    expect([label, move.moved]).toEqual([label, changed || raw.length > 0]);
    if (move.moved) moves++;
    at = move.at;
    snapshot = next;
  }
  return moves;
}

describe('the table agrees with XState', () => {
  const nested = compileChart(
    setup({ actions: { light: () => {}, dark: () => {} }, delays: { soon: 1, later: 1 } }).createMachine({
      id: 'nested',
      initial: 'off',
      entry: 'dark',
      states: {
        off: { on: { power: 'on', nowhere: {} } },
        on: {
          id: 'on',
          initial: 'warm',
          exit: 'dark',
          after: { later: 'off' },
          on: { power: 'off', reset: { target: '#on', reenter: true } },
          states: {
            warm: { entry: { type: 'light', params: { how: 'dim' } }, after: { soon: 'bright' } },
            bright: { entry: 'light', on: { flicker: 'bright', '*': 'warm' } },
          },
        },
      },
    }),
    ['light', 'dark'],
  );
  const parallel = compileChart(
    setup({ actions: { note: () => {} } }).createMachine({
      id: 'parallel',
      initial: 'work',
      states: {
        work: {
          type: 'parallel',
          onDone: { target: 'over', actions: 'note' },
          on: { abort: 'over' },
          states: {
            zeta: {
              initial: 'a',
              states: { a: { on: { go: 'b' } }, b: { on: { back: 'a', end: 'z' } }, z: { type: 'final' } },
            },
            alpha: {
              initial: 'a',
              states: {
                a: { on: { go: 'deep' } },
                deep: {
                  type: 'parallel',
                  states: {
                    x: { initial: 'p', states: { p: { on: { end: 'q' } }, q: { type: 'final' } } },
                    y: { initial: 'p', states: { p: { on: { go: 'q' } }, q: { type: 'final' } } },
                  },
                  onDone: 'z',
                },
                z: { type: 'final' },
              },
            },
          },
        },
        over: { always: 'really' },
        really: { on: { again: 'work', stop: 'end' } },
        end: { type: 'final' },
      },
    }),
    ['note'],
  );

  it.each([
    ['breaker', breakerChart],
    ['retry', retryChart],
    ['role', roleChart],
    ['coordination', coordinationChart],
    ['peer', peerChart],
    ['role in raft', raftChart],
    ['reach', reachChart],
    ['nested, with delays', nested],
    ['parallel, with joins', parallel],
  ] as const)('on random scripts: %s', (name, chart) => {
    let moves = 0;
    for (let script = 0; script < SCRIPTS; script++)
      moves += compare(chart, newStream(7, 'machine', name, String(script)));
    expect(moves).toBeGreaterThan(SCRIPTS);
  });

  it('on random scripts: programs of random steps', () => {
    const reach = {
      calls: ['a', 'b'],
      stores: ['db'],
      topics: ['first'],
      queues: ['work'],
      input: 'req',
      awaits: true,
    } as const;
    const seeds = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(stepsArbitrary(reach), seeds, (steps, seed) => {
        const { chart } = compileProgram('random', steps, verbModels);
        for (let script = 0; script < 2; script++) compare(chart, newStream(seed, String(script)));
      }),
      { numRuns: 150 },
    );
  });

  it('a configuration says which states are active, outermost first', () => {
    const { at } = parallel.move(parallel.start.at, 'go');
    expect(activeStates(at)).toEqual(['work', 'alpha', 'deep', 'x', 'p', 'y', 'p', 'zeta', 'b']);
    expect(activeStates('closed')).toEqual(['closed']);
  });

  it('every answer is given again the same, from the table', () => {
    for (const event of eventsOf(parallel.machine)) {
      const once = parallel.move(parallel.start.at, event);
      expect(parallel.move(parallel.start.at, event)).toBe(once);
    }
  });
});

describe('what a table cannot hold is refused by name', () => {
  const refused: readonly (readonly [string, () => AnyStateMachine, RegExp])[] = [
    [
      'a guard',
      () =>
        setup({ guards: { wealthy: () => true } }).createMachine({
          id: 'till',
          initial: 'shut',
          states: { shut: { on: { pay: { target: 'open', guard: 'wealthy' } } }, open: {} },
        }),
      /till: shut has a guard/,
    ],
    [
      'a guard on an eventless transition',
      () =>
        setup({}).createMachine({
          id: 'till',
          initial: 'shut',
          states: { shut: { always: { target: 'open', guard: () => false } }, open: {} },
        }),
      /till: shut has a guard/,
    ],
    [
      'context',
      () => setup({}).createMachine({ id: 'counter', context: { n: 0 }, initial: 'a', states: { a: {} } }),
      /counter: has a context/,
    ],
    [
      'an assignment, which is hidden context',
      () =>
        setup({}).createMachine({
          id: 'counter',
          initial: 'a',
          states: { a: { on: { up: { actions: assign({}) } } } },
        }),
      /counter: unknown action/,
    ],
    [
      'an action without a name',
      () =>
        setup({}).createMachine({
          id: 'shy',
          initial: 'a',
          states: { a: { entry: () => {} } },
        }),
      /shy: unknown action/,
    ],
    [
      'a declared action that nobody carries out',
      () =>
        setup({ actions: { explode: () => {} } }).createMachine({
          id: 'bomb',
          initial: 'a',
          states: { a: {} },
        }),
      /bomb: unknown action explode/,
    ],
    [
      'an action that only a state names',
      () =>
        setup({}).createMachine({
          id: 'bomb',
          initial: 'a',
          states: { a: { on: { tick: 'b' } }, b: { exit: { type: 'explode' } } },
        } as never) as never,
      /bomb: unknown action explode/,
    ],
    [
      'an actor',
      () =>
        setup({}).createMachine({
          id: 'boss',
          initial: 'a',
          states: { a: { invoke: { src: 'helper' } } },
        } as never) as never,
      /boss: a invokes an actor/,
    ],
    [
      'memory of where it was',
      () =>
        setup({}).createMachine({
          id: 'elephant',
          initial: 'a',
          states: { a: { initial: 'x', states: { x: {}, y: {}, was: { type: 'history' } } } },
        }),
      /elephant: was is a history state/,
    ],
    [
      'a delay that is a number',
      () =>
        setup({}).createMachine({
          id: 'clock',
          initial: 'a',
          states: { a: { after: { 100: 'b' } }, b: {} },
        }),
      /clock: delays are named, got a number/,
    ],
  ];
  it.each(refused)('%s', (_, machine, message) => {
    expect(() => compileChart(machine(), [])).toThrow(message);
  });
});
