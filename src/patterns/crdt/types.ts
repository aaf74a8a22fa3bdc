import { assert } from '#lib/assert.ts';
import { equalPlain, freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { canDo } from '#patterns/row-types.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import { UpdateError } from './crdt.ts';
import type { Crdt, Stamp, Update } from './crdt.ts';

type Roster = { readonly [T in CrdtType]: Crdt };
let provided: Roster | null = null;

/** Hands in the types. The page's worker fetches them with the protocols of clusters (`#run/all-parts.ts`). */
export function provideCrdts(roster: Roster): void {
  provided = roster;
}

/** Throws when the types were not handed in. */
export function crdtOf(type: CrdtType): Crdt {
  assert(provided !== null, 'nobody knows how to merge: import #run/all-parts.ts');
  return provided[type];
}

/** The delta of an update, or null when its precondition does not hold. Throws UpdateError when the type has no such operation. */
export function deltaOf(type: CrdtType, state: Plain, update: Update, by: Stamp): Plain {
  if (!canDo(type, update.do)) throw new UpdateError(`no ${update.do} on a ${type}`);
  return freezeDeep(crdtOf(type).delta(state, update, by));
}

export const merged = (type: CrdtType, a: Plain, b: Plain): Plain => freezeDeep(crdtOf(type).merge(a, b));

export const valueOf = (type: CrdtType, state: Plain): Plain => freezeDeep(crdtOf(type).value(state));

/** The order of the semilattice: b knows all that a knows. */
export const isAtMost = (type: CrdtType, a: Plain, b: Plain): boolean => equalPlain(merged(type, a, b), b);
