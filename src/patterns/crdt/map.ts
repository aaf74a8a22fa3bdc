import type { Plain } from '#lib/plain.ts';
import type { Operation } from '#patterns/row-types.ts';
import { at, joinTables, tableOf } from './canonical.ts';
import type { Table } from './canonical.ts';
import { impossible, UpdateError } from './crdt.ts';
import type { Clearable, Stamp, Update } from './crdt.ts';
import { lwwRegister } from './lww-register.ts';
import { orSet } from './or-set.ts';
import { pnCounter } from './pn-counter.ts';

/** What a field may hold. The operation that makes a field says which. */
const fieldTypes = { lwwRegister, orSet, pnCounter } as unknown as Table<Clearable>;
const typeFor: { readonly [O in Operation]?: string } = {
  increment: 'pnCounter',
  decrement: 'pnCounter',
  add: 'orSet',
  remove: 'orSet',
  write: 'lwwRegister',
};

/** By field, then by type: two replicas may make one field at the same time, each as it likes. */
type CrdtMap = Table<Table<Plain>>;

/**
 * Map from fields to counters, sets and registers (after the ORMap of Almeida et al. 2018 and the maps of Riak). To
 * clear a field takes away what was seen of it: an update made at the same time stays, and nothing but it. A field
 * that is clear is not there. A field has one type here; made with two types at once it is shown as `field (type)`.
 */
export const map: Clearable<CrdtMap> = {
  empty: {},
  delta(state, update, by) {
    if (update.do === 'clear') return cleared(state, update, by);
    const { field } = update;
    const type = typeFor[update.do];
    if (type === undefined) throw impossible(update);
    if (field === undefined) throw new UpdateError(`${update.do} needs a field of the map`);
    const held = typesAt(state, field);
    if (held.length > 0 && !held.includes(type)) return null;
    const crdt = fieldTypes[type]!;
    const delta = crdt.delta(at(at(state, field) ?? {}, type) ?? crdt.empty, update, by);
    return delta === null ? null : tableOf([[field, { [type]: delta }]]);
  },
  merge: (a, b) =>
    joinTables(a, b, (mine, theirs) =>
      tableOf(
        [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].map((type) => {
          const crdt = fieldTypes[type]!;
          return [type, crdt.merge(at(mine, type) ?? crdt.empty, at(theirs, type) ?? crdt.empty)] as const;
        }),
      ),
    ),
  value: (state) =>
    tableOf(
      Object.keys(state).flatMap((field) => {
        const types = typesAt(state, field);
        return types.map((type) => {
          const name = types.length === 1 ? field : `${field} (${type})`;
          return [name, fieldTypes[type]!.value(state[field]![type]!)] as const;
        });
      }),
    ),
  from(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return tableOf(
      Object.entries(value as Table<Plain>).map(([field, one]) => {
        const type = Array.isArray(one) ? 'orSet' : Number.isSafeInteger(one) ? 'pnCounter' : 'lwwRegister';
        return [field, { [type]: fieldTypes[type]!.from(one)! }] as const;
      }),
    );
  },
  isClear: (state) => Object.keys(state).every((field) => typesAt(state, field).length === 0),
};

/** As which types the field is there. */
const typesAt = (state: CrdtMap, field: string): string[] =>
  Object.entries(at(state, field) ?? {}).flatMap(([type, held]) =>
    fieldTypes[type]!.isClear(held) ? [] : [type],
  );

/** One field, or all of them. */
function cleared(state: CrdtMap, { field }: Update, by: Stamp): CrdtMap | null {
  const fields = field === undefined ? Object.keys(state) : [field];
  const there = fields.filter((each) => typesAt(state, each).length > 0);
  if (there.length === 0) return field === undefined ? {} : null;
  return tableOf(
    there.map((each) => {
      const deltas = typesAt(state, each).map(
        (type) => [type, fieldTypes[type]!.delta(state[each]![type]!, { do: 'clear' }, by)!] as const,
      );
      return [each, tableOf(deltas)] as const;
    }),
  );
}
