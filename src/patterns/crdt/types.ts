import { equalPlain, freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { canDo } from '#patterns/row-types.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import { UpdateError } from './crdt.ts';
import type { Crdt, Stamp, Update } from './crdt.ts';
import { gCounter } from './g-counter.ts';
import { gSet } from './g-set.ts';
import { graph } from './graph.ts';
import { lwwRegister } from './lww-register.ts';
import { map } from './map.ts';
import { mvRegister } from './mv-register.ts';
import { orSet } from './or-set.ts';
import { pnCounter } from './pn-counter.ts';
import { twoPhaseSet } from './two-phase-set.ts';

/** The roster of types, by the word in a database's `types`. */
const roster = {
  gCounter,
  pnCounter,
  gSet,
  twoPhaseSet,
  orSet,
  lwwRegister,
  mvRegister,
  map,
  graph,
} satisfies { readonly [T in CrdtType]: unknown };

/** States of different types look alike to the compiler from here on: a row's key says which type it has. */
export const crdts = roster as unknown as { readonly [T in CrdtType]: Crdt };

/** The delta of an update, or null when its precondition does not hold. Throws UpdateError when the type has no such operation. */
export function deltaOf(type: CrdtType, state: Plain, update: Update, by: Stamp): Plain {
  if (!canDo(type, update.do)) throw new UpdateError(`no ${update.do} on a ${type}`);
  return freezeDeep(crdts[type].delta(state, update, by));
}

export const merged = (type: CrdtType, a: Plain, b: Plain): Plain => freezeDeep(crdts[type].merge(a, b));

export const valueOf = (type: CrdtType, state: Plain): Plain => freezeDeep(crdts[type].value(state));

/** The order of the semilattice: b knows all that a knows. */
export const isAtMost = (type: CrdtType, a: Plain, b: Plain): boolean => equalPlain(merged(type, a, b), b);
