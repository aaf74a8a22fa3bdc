import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import { crdtTypes } from '#patterns/row-types.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import { distinct, textOf } from './canonical.ts';
import type { Update } from './crdt.ts';
import { commandsFor, replay, updates } from './replicas.test-helper.ts';
import type { Happened } from './replicas.test-helper.ts';
import { valueOf } from './types.ts';

/**
 * What a replica must show, from nothing but the updates it has seen and which of them had seen which: slow and obvious,
 * after the specifications by visibility of Burckhardt et al. (POPL 2014).
 */
type History = readonly Happened[];
type Takes = (taker: Update, taken: Update) => boolean;

/** Those that no other took away that had seen them. */
const standing = (history: History, takes: Takes): History =>
  history.filter((one) => !history.some((other) => other.seen.has(one) && takes(other.update, one.update)));

const doing = (history: History, ...names: string[]): History =>
  history.filter(({ update }) => names.includes(update.do));
const same = (a: Plain | undefined, b: Plain | undefined): boolean => textOf(a ?? null) === textOf(b ?? null);
const clearing: Takes = (taker) => taker.do === 'clear';
const removing: Takes = (taker, taken) =>
  taker.do === 'clear' || (taker.do === 'remove' && same(taker.value, taken.value));
const subjects = (history: History): readonly Plain[] => distinct(history.map(({ update }) => update.value!));
const sum = (history: History): number =>
  history.reduce(
    (total, { update }) => total + (update.value as number) * (update.do === 'decrement' ? -1 : 1),
    0,
  );
const latest = (history: History): Happened | undefined =>
  [...history].sort((a, b) => b.by.timeUs - a.by.timeUs || (a.by.replica < b.by.replica ? 1 : -1))[0];

const meanings: { readonly [T in CrdtType]: (history: History) => Plain } = {
  gCounter: sum,
  pnCounter: (history) => sum(doing(standing(history, clearing), 'increment', 'decrement')),
  gSet: subjects,
  twoPhaseSet: (history) =>
    subjects(
      doing(history, 'add').filter(
        ({ update }) => !doing(history, 'remove').some((other) => same(other.update.value, update.value)),
      ),
    ),
  orSet: (history) => subjects(doing(standing(history, removing), 'add')),
  lwwRegister: (history) => latest(history)?.update.value ?? null,
  mvRegister: (history) =>
    subjects(
      doing(
        standing(history, () => true),
        'write',
      ),
    ),
  map: mapMeaning,
  graph(history) {
    const vertices = doing(standing(history, removing), 'add');
    const drawn = doing(
      standing(history, (taker, { value, to }) => {
        if (taker.do === 'remove') return same(taker.value, value) || same(taker.value, to);
        return (
          taker.do === 'clear' ||
          (taker.do === 'disconnect' && same(taker.value, value) && same(taker.to, to))
        );
      }),
      'connect',
    ).filter(({ update, seen }) =>
      [update.value, update.to].every((end) =>
        vertices.some((vertex) => seen.has(vertex) && same(vertex.update.value, end)),
      ),
    );
    return {
      vertices: subjects(vertices),
      edges: distinct(drawn.map(({ update }) => [update.value!, update.to!])),
    };
  },
};

function mapMeaning(history: History): Plain {
  const fields = new Set(history.flatMap(({ update }) => update.field ?? []));
  const shown: [string, Plain][] = [];
  for (const field of fields) {
    const here = history.filter(
      ({ update }) => update.field === field || (update.do === 'clear' && update.field === undefined),
    );
    const types: [string, Plain][] = [];
    const counted = doing(standing(here, clearing), 'increment', 'decrement');
    if (counted.length > 0) types.push(['pnCounter', sum(counted)]);
    const added = doing(standing(here, removing), 'add');
    if (added.length > 0) types.push(['orSet', subjects(added)]);
    const written = latestInField(here);
    if (written !== null) types.push(['lwwRegister', written]);
    for (const [type, value] of types) shown.push([types.length === 1 ? field : `${field} (${type})`, value]);
  }
  return Object.fromEntries(shown);
}

/** To clear is to write nothing, where something was written. */
function latestInField(here: History): Plain {
  const writes = here.filter(({ update, seen }) => {
    if (update.do !== 'clear') return update.do === 'write';
    return latestInField(here.filter((other) => seen.has(other))) !== null;
  });
  return latest(writes)?.update.value ?? null;
}

describe.each(crdtTypes)('%s', (type) => {
  it('shows what its history means', () => {
    fc.assert(
      fc.property(commandsFor(updates[type], false), (script) => {
        for (const { state, seen } of replay(type, script).replicas)
          expect(valueOf(type, state)).toEqual(meanings[type]([...seen]));
      }),
      { numRuns: 150 },
    );
  });
});
