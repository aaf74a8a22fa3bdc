import { hashPlain } from '#lib/hash.ts';
import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { compareDots, joinSeen, NOTHING_SEEN, seenOnly, seenText, sees } from './seen.ts';
import type { Dot, Seen } from './seen.ts';

export type Conflicts = 'lastWriteWins' | 'siblings';

/** One version of a row. */
export interface Version extends Dot {
  /** null: a tombstone, the row was deleted. */
  readonly value: Plain;
  /** µs on the clock of the coordinator that made it. */
  readonly at: number;
  /** Of a row with a CRDT type, whose versions are joined: tells its states apart. */
  readonly joined?: number;
}

/**
 * What one member, or one message, knows of a row. The last write wins: one version, and `seen` is empty. Siblings:
 * versions of which none supersedes another, and `seen` names all that were ever superseded, and these (dotted version
 * vectors, Preguiça et al., 2012). Frozen, and so shared between messages and checkpoints.
 */
export interface Copy {
  readonly versions: readonly Version[];
  readonly seen: Seen;
}

/** Older than all that is ever written, whatever the clocks say. */
const BEFORE_ALL = Number.MIN_SAFE_INTEGER;

/** What stands in the document. */
export function firstCopy(conflicts: Conflicts, value: Plain, typed: boolean): Copy {
  const version = { value, at: BEFORE_ALL, by: '', n: 1 };
  return typed ? typedCopy(version) : newCopy(conflicts, version, NOTHING_SEEN);
}

/** A new version, made by somebody who had seen `past`. */
export function newCopy(conflicts: Conflicts, version: Version, past: Seen): Copy {
  const seen = conflicts === 'siblings' ? joinSeen(past, seenOnly(version)) : NOTHING_SEEN;
  return freezeDeep({ versions: [version], seen });
}

/** The state of a row with a CRDT type: one version, and `seen` is empty, for the state itself says what it has seen. */
export const typedCopy = (version: Version): Copy =>
  freezeDeep({ versions: [{ ...version, joined: hashPlain(version.value) }], seen: NOTHING_SEEN });

/** Two of those come to this state. */
export function joinedCopy(a: Copy, b: Copy, state: Plain): Copy {
  const later = isLater(a.versions[0]!, b.versions[0]!) ? a : b;
  const joined = typedCopy({ ...later.versions[0]!, value: state });
  return isSame(joined, a) ? a : joined;
}

/** The later by the clock; of two at one instant, the one of the coordinator whose name comes last. */
const isLater = (a: Version, b: Version): boolean => (a.at === b.at ? compareDots(a, b) > 0 : a.at > b.at);

const inOrder = (a: Version, b: Version): number => (a.at === b.at ? compareDots(a, b) : a.at - b.at);

/** What somebody knows who is told of both. Commutative, associative, idempotent. */
export function mergeCopies(conflicts: Conflicts, a: Copy | null, b: Copy | null): Copy | null {
  if (a === null || b === null) return a ?? b;
  if (a === b) return a;
  if (conflicts === 'lastWriteWins') return isLater(b.versions[0]!, a.versions[0]!) ? b : a;
  const has = (copy: Copy, dot: Dot): boolean => copy.versions.some((own) => compareDots(own, dot) === 0);
  const versions = [
    ...a.versions.filter((version) => has(b, version) || !sees(b.seen, version)),
    ...b.versions.filter((version) => !has(a, version) && !sees(a.seen, version)),
  ].sort(inOrder);
  return freezeDeep({ versions, seen: joinSeen(a.seen, b.seen) });
}

/** Equal texts, equal copies. */
export function stampOf(copy: Copy | null): string {
  if (copy === null) return '';
  const dots = copy.versions.map(({ at, by, n, joined }) => `${at} ${by} ${n} ${joined ?? ''}`).join(' ');
  return `${dots}|${seenText(copy.seen)}`;
}
export const isSame = (a: Copy | null, b: Copy | null): boolean => a === b || stampOf(a) === stampOf(b);

/** What a reader gets: the row, null, or `{siblings: […]}`, oldest first. A write stands against a concurrent delete. */
export function valueOf(copy: Copy | null): Plain {
  const values = (copy?.versions ?? []).map(({ value }) => value).filter((value) => value !== null);
  return values.length > 1 ? freezeDeep({ siblings: values }) : (values[0] ?? null);
}

/**
 * The number that a person sees. The last write wins: the milliseconds of its clock, at least 1. Siblings: how many
 * writes of the row are known here.
 */
export function versionOf(conflicts: Conflicts, { versions, seen }: Copy): number {
  if (conflicts === 'lastWriteWins' || versions[0]!.joined !== undefined)
    return Math.max(1, Math.floor(versions[0]!.at / 1_000));
  return Object.values(seen.upTo).reduce((sum, n) => sum + n, seen.apart.length);
}

export const areSiblings = (copy: Copy | null): boolean => (copy?.versions.length ?? 0) > 1;
export const isTombstone = (copy: Copy | null): boolean => copy !== null && valueOf(copy) === null;
