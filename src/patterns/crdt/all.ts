import type { CrdtType } from '#patterns/row-types.ts';
import type { Crdt } from './crdt.ts';
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
