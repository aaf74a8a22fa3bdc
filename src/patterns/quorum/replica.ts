import type { Plain } from '#lib/plain.ts';
import { areSiblings, isSame, isTombstone, joinedCopy, mergeCopies, valueOf, versionOf } from './copy.ts';
import type { Copy } from './copy.ts';
import type { Member, QuorumState, Timer } from './state.ts';
import type { Row } from './wire.ts';

/** What one member holds: rows of its own, and hints for others. */

/** Rows with a CRDT type are joined; of others the mode decides. */
export function merge({ params, store }: Member, key: string, a: Copy | null, b: Copy | null): Copy | null {
  if (a === null || b === null || a === b) return a ?? b;
  const joined = store.join(key, valueOf(a), valueOf(b));
  return joined === undefined ? mergeCopies(params.conflicts, a, b) : joinedCopy(a, b, joined);
}
export const isTyped = ({ store }: Member, key: string): boolean => store.join(key, null, null) !== undefined;

/** Takes in what it is told of rows that it owns. */
export function take(member: Member, rows: readonly Row[]): void {
  const { state, params, store } = member;
  for (const [key, copy] of rows) {
    const own = state.copies.get(key) ?? null;
    const merged = merge(member, key, own, copy)!;
    if (isSame(own, merged)) continue;
    if (!state.before.copies.has(key)) state.before.copies.set(key, own);
    put(state, key, merged);
    const version = versionOf(params.conflicts, merged);
    store.apply([{ key, value: valueOf(merged), version }]);
  }
}

function put(state: QuorumState, key: string, copy: Copy | null): void {
  const own = state.copies.get(key) ?? null;
  state.siblings += Number(areSiblings(copy)) - Number(areSiblings(own));
  state.tombstones += Number(isTombstone(copy)) - Number(isTombstone(own));
  if (copy === null) state.copies.delete(key);
  else state.copies.set(key, copy);
}

/** What it can say of a row to a reader: also what it only keeps for another. */
export function known(member: Member, key: string): Copy | null {
  const { copies, hints } = member.state;
  let copy = copies.get(key) ?? null;
  for (const own of hints.values()) copy = merge(member, key, copy, own.get(key) ?? null);
  return copy;
}

/** The same of all rows whose key begins so. */
export function knownRows(member: Member, prefix: string): Row[] {
  const { copies, hints } = member.state;
  const keys = new Set(copies.keys());
  for (const own of hints.values()) for (const key of own.keys()) keys.add(key);
  return [...keys]
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => [key, known(member, key)!] as const);
}

export function takeHint(member: Member, owner: string, key: string, copy: Copy): void {
  const own = member.state.hints.get(owner)?.get(key) ?? null;
  putHint(member.state, owner, key, merge(member, key, own, copy));
}

/** The member has these: hints that say nothing more are dropped. */
export function dropHints({ state }: Member, member: string, rows: readonly Row[]): void {
  for (const [key, copy] of rows) {
    const own = state.hints.get(member)?.get(key);
    if (own !== undefined && isSame(own, copy)) putHint(state, member, key, null);
  }
}

function putHint(state: QuorumState, member: string, key: string, copy: Copy | null): void {
  const place = `${member} ${key}`;
  const hints = state.hints.get(member);
  if (!state.before.hints.has(place))
    state.before.hints.set(place, { member, row: key, copy: hints?.get(key) ?? null });
  setHint(state, member, key, copy);
}
function setHint(state: QuorumState, member: string, key: string, copy: Copy | null): void {
  let hints = state.hints.get(member);
  if (hints === undefined) state.hints.set(member, (hints = new Map<string, Copy>()));
  if (copy === null) hints.delete(key);
  else hints.set(key, copy);
  if (hints.size === 0) state.hints.delete(member);
}

export const hintsHeld = ({ hints }: QuorumState): number =>
  [...hints.values()].reduce((sum, { size }) => sum + size, 0);

/** The disk has everything now. */
export function keep(state: QuorumState): void {
  state.before = { copies: new Map(), hints: new Map() };
}

/** The disk has lost what came after the last `keep`. The store has put its rows back already. */
export function putBack(state: QuorumState): void {
  for (const [key, copy] of state.before.copies) put(state, key, copy);
  for (const { member, row, copy } of state.before.hints.values()) setHint(state, member, row, copy);
  // The store takes another name for its updates from now on.
  state.updated = new Map();
  keep(state);
}

/** Something for the disk to do; the timer then tells. */
export const disk = ({ store }: Member, operation: 'read' | 'write', timer: Timer): void =>
  store.disk(operation, timer as unknown as Plain);
