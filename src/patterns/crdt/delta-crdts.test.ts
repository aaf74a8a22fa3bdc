import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import type { Update } from './crdt.ts';
import { commandsFor, updates } from './replicas.test-helper.ts';
import '#run/all-parts.ts';
import { crdtOf, deltaOf, merged, valueOf } from './types.ts';

/** The types of npm's delta-crdts, untyped there. Replicas exchange whole states: its context has no form for a gap. */
interface Theirs {
  value(): unknown;
  state(): unknown;
  apply(state: unknown): void;
  readonly [mutator: string]: (...args: unknown[]) => unknown;
}
const require = createRequire(import.meta.url);
const library = require('delta-crdts') as (type: string) => (id: string) => Theirs;

interface Pair {
  readonly theirs: string;
  readonly make?: (name: string) => Theirs;
  readonly tell: (replica: Theirs, update: Update, timeUs: number) => void;
  readonly read: (value: never) => Plain;
  readonly without?: readonly Update['do'][];
}

const sorted = (values: Iterable<unknown>): Plain => [...(values as Iterable<Plain>)].sort(byText);
const byText = (a: Plain, b: Plain): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const times = (update: Update, act: () => void): void => {
  for (let i = 0; i < (update.value as number); i++) act();
};
const setLike = (name: string): Pair => ({
  theirs: name,
  tell: (replica, update) => void replica[update.do]!(update.value),
  read: (value: Set<Plain>) => sorted(value),
  without: ['clear'],
});

/** Their own map loses additions and removals even at a single replica, so its parts are put together here. */
function byField(name: string): Theirs {
  const parts = new Map<string, { readonly type: CrdtType; readonly part: Theirs }>();
  const partAt = (field: string, type: CrdtType): Theirs => {
    const key = `${field} (${type})`;
    if (!parts.has(key)) parts.set(key, { type, part: library(pairs[type]!.theirs)(name) });
    return parts.get(key)!.part;
  };
  const value = (): Plain => {
    const shown = [...parts].map(([key, { type, part }]) => {
      return [key, pairs[type]!.read(part.value() as never)] as const;
    });
    const there = shown.filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0));
    const fields = there.map(([key]) => key.split(' ')[0]!);
    return Object.fromEntries(
      there.map(([key, one], i) => {
        const isAlone = fields.filter((each) => each === fields[i]).length === 1;
        return [isAlone ? fields[i]! : key, one];
      }),
    );
  };
  return {
    value,
    state: () => parts,
    apply(others: unknown) {
      for (const [key, { type, part }] of others as typeof parts)
        partAt(key.split(' ')[0]!, type).apply(part.state());
    },
    update(update, timeUs) {
      const { do: operation, field } = update as Update;
      const type = { add: 'orSet', remove: 'orSet', write: 'lwwRegister' }[operation as 'add'] ?? 'pnCounter';
      pairs[type as CrdtType]!.tell(partAt(field!, type as CrdtType), update as Update, timeUs as number);
    },
  };
}

const pairs: { readonly [T in CrdtType]?: Pair } = {
  gCounter: {
    theirs: 'gcounter',
    tell: (replica, update) => times(update, () => replica['inc']!()),
    read: (value) => value,
  },
  pnCounter: {
    theirs: 'pncounter',
    tell: (replica, update) => times(update, () => replica[update.do === 'increment' ? 'inc' : 'dec']!()),
    read: (value) => value,
    without: ['clear'],
  },
  gSet: setLike('gset'),
  twoPhaseSet: setLike('2pset'),
  orSet: setLike('aworset'),
  mvRegister: { ...setLike('mvreg'), tell: (replica, update) => void replica['write']!(update.value) },
  lwwRegister: {
    theirs: 'lwwreg',
    tell: (replica, update, timeUs) => void replica['write']!(timeUs, update.value),
    read: (value) => value,
    without: ['clear'],
  },
  map: {
    theirs: 'a type for each field',
    make: byField,
    tell: (replica, update, timeUs) => void replica['update']!(update, timeUs),
    read: (value) => value,
    without: ['clear'],
  },
};

const ours = (value: Plain): Plain => {
  if (Array.isArray(value)) return sorted(value as readonly Plain[]);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, ours(one)]));
};

describe.each(Object.entries(pairs) as [CrdtType, Pair][])(
  '%s',
  (type, { theirs, make = (name) => library(theirs)(name), tell, read, without = [] }) => {
    it(`shows the same as ${theirs} of delta-crdts at every step`, () => {
      const update = updates[type].filter((each) => !without.includes(each.do) && each.field !== '__proto__');
      fc.assert(
        fc.property(commandsFor(update, false), (script) => {
          const replicas = ['a', 'b', 'c'].map((name) => ({
            name,
            mine: crdtOf(type).empty,
            other: make(name),
          }));
          let timeUs = 0;
          for (const command of script) {
            if (command.t === 'update') {
              timeUs += command.waitUs;
              const one = replicas[command.at]!;
              const delta = deltaOf(type, one.mine, command.update, { replica: one.name, timeUs });
              if (delta === null) continue;
              one.mine = merged(type, one.mine, delta);
              tell(one.other, command.update, timeUs);
            } else if (command.t === 'merge' && command.from !== command.to) {
              const [from, to] = [replicas[command.from]!, replicas[command.to]!];
              to.mine = merged(type, to.mine, from.mine);
              to.other.apply(from.other.state());
            }
            for (const { mine, other } of replicas)
              expect(ours(valueOf(type, mine))).toEqual(read(other.value() as never));
          }
        }),
        { numRuns: 100 },
      );
    });
  },
);
