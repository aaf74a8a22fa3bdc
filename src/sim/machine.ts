import { initialTransition, transition } from 'xstate';
import type { AnyStateMachine, AnyMachineSnapshot, StateValue } from 'xstate';
import { assert } from '#lib/assert.ts';

/**
 * The only file that talks to XState. A machine here holds modes and nothing else: no context, no guards,
 * no actors. Every decision is made by the behaviour beside it and handed in as an event. So what happens
 * next is a function of (configuration, event) alone, and each answer of XState's own interpreter can be
 * kept: the first time costs 20 µs, every later time one look-up in a table that XState itself filled.
 */
export interface Chart {
  readonly id: string;
  readonly machine: AnyStateMachine;
  readonly start: Move;
  /** What `event` does in configuration `at`; `moved: false` when it means nothing there. */
  move(at: string, event: string): Move;
}

export interface Move {
  /** The configuration reached: a state's name, or JSON for nested ones. Plain data, fit for checkpoints. */
  readonly at: string;
  readonly moved: boolean;
  readonly done: boolean;
  readonly actions: readonly Action[];
}

export type Action =
  | { readonly type: 'do'; readonly name: string; readonly params: Readonly<Record<string, unknown>> }
  /** After the delay named `delay` (the behaviour knows how long that is), hand in `event`. */
  | { readonly type: 'after'; readonly delay: string; readonly event: string }
  /** Forget the `after` with this event. */
  | { readonly type: 'cancel'; readonly event: string };

/** Configurations kept per machine before the table is started anew; parallel states can have very many. */
const TABLE_MAX = 20_000;

export function compileChart(machine: AnyStateMachine, actionNames: readonly string[] = []): Chart {
  const delays = checkMachine(machine, actionNames);
  const ready = machine.provide({ delays: Object.fromEntries([...delays].map((name) => [name, 1])) });
  const [first, firstActions] = initialTransition(ready);
  const table = new Map<string, Map<string, Move>>();
  const snapshots = new Map<string, AnyMachineSnapshot>();

  const toMove = (snapshot: AnyMachineSnapshot, raw: readonly RawAction[], moved: boolean): Move => {
    const at = nameOf(snapshot.value as StateValue);
    if (!snapshots.has(at)) snapshots.set(at, snapshot);
    return Object.freeze({
      at,
      moved,
      done: snapshot.status === 'done',
      actions: raw.map((action) => toAction(machine.id, action, actionNames)),
    });
  };
  const start = toMove(first, firstActions, true);

  return {
    id: machine.id,
    machine,
    start,
    move(at, event) {
      let row = table.get(at);
      if (row === undefined) {
        if (table.size >= TABLE_MAX) {
          table.clear();
          snapshots.clear();
        }
        row = new Map();
        table.set(at, row);
      }
      let move = row.get(event);
      if (move === undefined) {
        const snapshot = snapshots.get(at) ?? ready.resolveState({ value: valueOf(at) } as never);
        const [next, actions] = transition(ready, snapshot, { type: event });
        const raw = actions as unknown as RawAction[];
        move = toMove(next, raw, nameOf(next.value as StateValue) !== at || raw.length > 0);
        row.set(event, move);
      }
      return move;
    },
  };
}

/** The names of the active states that have no active child, deepest last: what a picture lights up. */
export function activeStates(at: string): string[] {
  const names: string[] = [];
  const walk = (value: StateValue): void => {
    if (typeof value === 'string') names.push(value);
    else
      for (const [name, inner] of Object.entries(value)) {
        names.push(name);
        if (inner !== undefined) walk(inner);
      }
  };
  walk(valueOf(at));
  return names;
}

interface RawAction {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

function toAction(machine: string, raw: RawAction, names: readonly string[]): Action {
  if (raw.type === 'xstate.raise') {
    const event = (raw.params as { event: { type: string } }).event.type;
    const match = /^xstate\.after\.([^.]+)\./.exec(event);
    assert(match !== null, `${machine}: only delayed transitions may raise, got ${event}`);
    return { type: 'after', delay: match[1]!, event };
  }
  if (raw.type === 'xstate.cancel') return { type: 'cancel', event: String(raw.params?.['sendId']) };
  assert(names.includes(raw.type), `${machine}: unknown action ${raw.type}`);
  return { type: 'do', name: raw.type, params: raw.params ?? {} };
}

interface NodeLike {
  readonly key: string;
  readonly type: string;
  readonly states: Readonly<Record<string, NodeLike>>;
  readonly transitions: ReadonlyMap<string, readonly TransitionLike[]>;
  readonly always?: readonly TransitionLike[] | undefined;
  readonly invoke: readonly unknown[];
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
}
interface TransitionLike {
  readonly guard?: unknown;
  readonly delay?: unknown;
  readonly actions?: readonly unknown[];
}

/** Refuses what a table cannot hold, and gathers the names of delays. */
function checkMachine(machine: AnyStateMachine, actionNames: readonly string[]): Set<string> {
  const delays = new Set<string>();
  const checkActions = (actions: readonly unknown[]): void => {
    for (const action of actions) {
      const name = nameOfAction(action);
      const known = actionNames.includes(name) || name === 'xstate.raise' || name === 'xstate.cancel';
      assert(known, `${machine.id}: unknown action ${name}`);
    }
  };
  const walk = (node: NodeLike): void => {
    assert(node.invoke.length === 0, `${machine.id}: ${node.key} invokes an actor`);
    // Where it was before is no part of a configuration.
    assert(node.type !== 'history', `${machine.id}: ${node.key} is a history state`);
    checkActions([...node.entry, ...node.exit]);
    for (const list of [...node.transitions.values(), node.always ?? []]) {
      for (const each of list) {
        assert(each.guard === undefined, `${machine.id}: ${node.key} has a guard; hand in an event instead`);
        checkActions(each.actions ?? []);
        if ('delay' in each && each.delay !== undefined) {
          assert(
            typeof each.delay === 'string',
            `${machine.id}: delays are named, got a ${typeof each.delay}`,
          );
          delays.add(each.delay);
        }
      }
    }
    Object.values(node.states).forEach(walk);
  };
  assert(machine.config.context === undefined, `${machine.id}: has a context; keep data beside the machine`);
  walk(machine.root);
  for (const name of Object.keys(machine.implementations.actions)) {
    assert(actionNames.includes(name), `${machine.id}: unknown action ${name}`);
  }
  return delays;
}

/** Built-in ones such as `assign` are functions that carry their type; a bare function has no name to be known by. */
function nameOfAction(action: unknown): string {
  if (typeof action === 'string') return action;
  const { type } = action as { readonly type?: unknown };
  return typeof type === 'string' ? type : 'without a name';
}

/** One spelling per configuration: nested regions in order of their names. */
function nameOf(value: StateValue): string {
  return typeof value === 'string' ? value : JSON.stringify(sorted(value));
}
function sorted(value: StateValue): StateValue {
  if (typeof value === 'string') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] as StateValue)]));
}
function valueOf(at: string): StateValue {
  return at.startsWith('{') ? (JSON.parse(at) as StateValue) : at;
}
