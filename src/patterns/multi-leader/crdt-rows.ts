import type { Plain } from '#lib/plain.ts';
import { vectorText } from '#lib/vector-clock.ts';
import { merged } from '#patterns/crdt/types.ts';
import { crdtTypes } from '#patterns/row-types.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import type { Conflicts } from './conflicts.ts';

/** Rows of a CRDT type: the data is their state, and what is heard of them may be a delta of it. */
const ruleOf = (type: CrdtType): Conflicts<Plain> => ({
  write: (_mine, { value }) => value,
  merge: (mine, theirs) => merged(type, mine.data, theirs.data),
  value: (state) => state,
  versions: () => 1,
  label: ({ writes }) => `v ${vectorText(writes)}`,
});

export const crdtRows = Object.fromEntries(crdtTypes.map((type) => [type, ruleOf(type)])) as {
  readonly [T in CrdtType]: Conflicts<Plain>;
};
