import type { Plain } from '#lib/plain.ts';

/** A record with its keys in order: equal tables are the same bytes. */
export type Table<V> = { readonly [key: string]: V };

/** JSON with the keys of every record in order: equal values, and only those, have the same text. */
export function textOf(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(textOf).join()}]`;
  const fields = Object.entries(value as Table<Plain>).sort(byKey);
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${textOf(one)}`).join()}}`;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** `__proto__` is a key like any other here. */
export const tableOf = <V>(entries: Iterable<readonly [string, V]>): Table<V> =>
  Object.fromEntries([...entries].sort(byKey));

export const at = <V>(table: Table<V>, key: string): V | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** All keys of both; `both` decides where they share one. */
export function joinTables<V>(a: Table<V>, b: Table<V>, both: (mine: V, theirs: V) => V): Table<V> {
  const all = new Map(Object.entries(a));
  for (const [key, theirs] of Object.entries(b)) {
    const mine = all.get(key);
    all.set(key, mine === undefined ? theirs : both(mine, theirs));
  }
  return tableOf(all);
}

/** Each value once: numbers by size, anything else by its text. */
export function distinct(values: Iterable<Plain>): readonly Plain[] {
  const byText = new Map<string, Plain>();
  for (const value of values) byText.set(textOf(value), value);
  return [...byText]
    .sort((a, b) => (typeof a[1] === 'number' && typeof b[1] === 'number' ? a[1] - b[1] : byKey(a, b)))
    .map(([, value]) => value);
}
