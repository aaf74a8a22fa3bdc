import { childPath } from '#lib/schema/problem.ts';

/** The way from the root of a document to a value: `['nodes', 'orders', 'handlers', 0, 'steps', 1]`. */
export type Way = readonly (string | number)[];

/** As the reader of documents writes paths: `nodes.orders.handlers[0].steps[1]`. */
export const pathOf = (way: Way): string => way.reduce<string>(childPath, '');

export const sameWay = (a: Way, b: Way): boolean =>
  a.length === b.length && a.every((key, i) => key === b[i]);

/** `way` leads to `outer` or to something inside it. */
export const isWithin = (way: Way, outer: Way): boolean =>
  way.length >= outer.length && outer.every((key, i) => key === way[i]);

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands there; undefined when there is nothing. */
export function valueAt(root: unknown, way: Way): unknown {
  let value = root;
  for (const key of way) {
    if (Array.isArray(value)) value = (value as unknown[])[key as number];
    else if (isFields(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/**
 * The root with one value set, or taken out when it is undefined (an item of a list: the others move up). Everything
 * beside the way is shared with the old root; the same root when nothing changed. Objects on the way that are missing
 * are made.
 */
export function withValueAt<T>(root: T, way: Way, value: unknown): T {
  const [key, ...rest] = way;
  if (key === undefined) return (sameValue(root, value) ? root : value) as T;
  if (Array.isArray(root)) {
    const list: readonly unknown[] = root;
    const index = Number(key);
    const next = withValueAt(list[index], rest, value);
    if (next === list[index]) return root;
    if (next === undefined) return list.toSpliced(index, 1) as T;
    return (index >= list.length ? [...list, next] : list.with(index, next)) as T;
  }
  if (value === undefined && !isFields(root)) return root;
  const fields: Fields = isFields(root) ? root : {};
  const next = withValueAt(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, value);
  if (next === fields[key]) return root;
  if (next !== undefined) return { ...fields, [key]: next } as T;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key)) as T;
}

/** The same key of a record under another name, in the same place; the record itself when that name is taken. */
export function withKeyRenamed(record: Fields, from: string, to: string): Fields {
  if (from === to || Object.hasOwn(record, to)) return record;
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

/** Equal as JSON, whatever the order of keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}
