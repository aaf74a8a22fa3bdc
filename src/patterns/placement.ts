import { hashString } from '#lib/hash.ts';

/**
 * The preference list of a row: all members, ranked by a hash of row and member (rendezvous hashing, Thaler and
 * Ravishankar, 1998). The first N hold it, the next ones stand in for them. A member that is added or taken away moves
 * only the rows that it gains or loses.
 */
export function preferenceOf(key: string, members: readonly string[]): string[] {
  return members
    .map((member) => ({ member, rank: hashString(`${member} ${key}`) }))
    .sort((a, b) => b.rank - a.rank || (a.member < b.member ? -1 : 1))
    .map(({ member }) => member);
}

export const ownersOf = (key: string, members: readonly string[], n: number): string[] =>
  n >= members.length ? [...members] : preferenceOf(key, members).slice(0, n);
