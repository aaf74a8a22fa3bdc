/** What a heap orders by: time first, then sequence, so that two at the same time come out in the order they went in. */
export type Timed = { time: number; seq: number };

/*
 * A heap with four children to a node, in a plain array: half as deep as a binary one, and the children lie side by
 * side. Items are moved into a hole instead of being swapped.
 */

/** Adds an item. */
export function heapPush<T extends Timed>(heap: T[], item: T): void {
  const { time, seq } = item;
  let hole = heap.length;
  heap.push(item);
  while (hole > 0) {
    const parent = (hole - 1) >> 2;
    const above = heap[parent] as T;
    if (above.time < time || (above.time === time && above.seq <= seq)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = item;
}

/** Takes out the least item; undefined when there is none. */
export function heapPop<T extends Timed>(heap: T[]): T | undefined {
  const least = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return least;
  sink(heap, 0, last);
  return least;
}

/** Makes a heap of items in any order. */
export function heapify<T extends Timed>(items: T[]): void {
  // Each item is put below the heaps that already stand under it, from the last that has any.
  for (let root = (items.length - 2) >> 2; root >= 0; root--) sink(items, root, items[root] as T);
}

/** The least item, left where it is; undefined when there is none. */
export function heapPeek<T extends Timed>(heap: readonly T[]): T | undefined {
  return heap[0];
}

/** Moves a hole down from `hole` to where `item` belongs, and puts it there. */
function sink<T extends Timed>(heap: T[], hole: number, item: T): void {
  const { time, seq } = item;
  const length = heap.length;
  for (;;) {
    let child = hole * 4 + 1;
    if (child >= length) break;
    const end = child + 4 < length ? child + 4 : length;
    let smallest = heap[child] as T;
    for (let next = child + 1; next < end; next++) {
      const other = heap[next] as T;
      if (other.time < smallest.time || (other.time === smallest.time && other.seq < smallest.seq)) {
        smallest = other;
        child = next;
      }
    }
    if (time < smallest.time || (time === smallest.time && seq <= smallest.seq)) break;
    heap[hole] = smallest;
    hole = child;
  }
  heap[hole] = item;
}
