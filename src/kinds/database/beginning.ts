import { shownAs } from '#flow/store.ts';
import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { crdtOf } from '#patterns/crdt/types.ts';
import type { CrdtType } from '#patterns/row-types.ts';

interface Beginning {
  readonly key: string;
  readonly value: Plain;
  /** Of a row with a CRDT type, whose value is that of its state. */
  readonly type?: CrdtType;
  readonly state?: Plain;
}

/** A row that is there from the start; none where its type has no state of such a value. */
export function beginning(key: string, value: Plain, type: CrdtType | undefined): Beginning[] {
  if (type === undefined) return [{ key, value }];
  const state = freezeDeep(crdtOf(type).from(value));
  return state === null ? [] : [{ key, value: shownAs(type, state), type, state }];
}
