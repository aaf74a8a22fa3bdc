/**
 * A map from whole numbers to objects for what comes and goes all the time; plain data, in the order in which keys came.
 *
 * Not a `Map` of the objects themselves: an engine may link the storage that a map outgrew to what replaced it (V8
 * does, for iterators), and once one of them is old, garbage collection of the young keeps all that its successors held.
 * A simulation spent a quarter of its time on that. Here outgrown storage holds nothing but numbers.
 */
export type Table<T> = {
  /** Where in `items` the object of a key is. */
  places: Map<number, number>;
  items: (T | null)[];
  /** Places that hold nothing. */
  free: number[];
};

export const newTable = <T>(): Table<T> => ({ places: new Map(), items: [], free: [] });

export function tableGet<T>({ places, items }: Table<T>, key: number): T | undefined {
  const place = places.get(key);
  return place === undefined ? undefined : (items[place] as T);
}

/** Adds or replaces; a key that is there keeps its turn. */
export function tableSet<T>({ places, items, free }: Table<T>, key: number, item: T): void {
  const place = places.get(key) ?? free.pop() ?? items.length;
  places.set(key, place);
  items[place] = item;
}

/** True when there was one. */
export function tableDelete<T>({ places, items, free }: Table<T>, key: number): boolean {
  const place = places.get(key);
  if (place === undefined) return false;
  places.delete(key);
  items[place] = null;
  free.push(place);
  return true;
}

/** In the order in which their keys came. */
export const tableValues = <T>({ places, items }: Table<T>): T[] =>
  Array.from(places.values(), (place) => items[place] as T);

export const tableSize = ({ places }: Table<unknown>): number => places.size;
