import type { RunView } from '#run/view/run-view.ts';
import { CATEGORIES, categoryOf, type Category } from './categories.ts';
import { sentenceOf } from './narrate.ts';
import type { Names } from './names.ts';
import { spoken } from './rich-text.tsx';

export interface LogFilter {
  readonly categories: ReadonlySet<Category>;
  /** Index of a node, -1 for any: the node's own events and the messages on its links. */
  readonly node: number;
  /** Found anywhere in the sentence; '' finds all. */
  readonly text: string;
}

export interface LogRows {
  /** Events that pass, in their order. */
  readonly events: Int32Array;
  readonly counts: Readonly<Record<Category, number>>;
}

/** The events that pass the filter, and how many there are of each category whatever the filter says. */
export function logRows(view: RunView, names: Names, filter: LogFilter): LogRows {
  const { store } = view;
  const counts = Object.fromEntries(CATEGORIES.map((category) => [category, 0])) as Record<Category, number>;
  const events = new Int32Array(store.length);
  const wanted = filter.text.trim().toLowerCase();
  let found = 0;
  for (let event = 0; event < store.length; event++) {
    const category = categoryOf(view, event);
    counts[category]++;
    if (!filter.categories.has(category)) continue;
    if (filter.node >= 0 && !concerns(view, event, filter.node)) continue;
    if (
      wanted !== '' &&
      !spoken(sentenceOf(view, names, event))
        .toLowerCase()
        .includes(wanted)
    )
      continue;
    events[found++] = event;
  }
  return { events: events.slice(0, found), counts };
}

function concerns(view: RunView, event: number, node: number): boolean {
  if (view.store.node[event] === node) return true;
  if ((view.store.message[event] ?? -1) < 0) return false;
  const link = view.topology.links[view.store.link[event] ?? -1];
  return link !== undefined && (link.from === node || link.to === node);
}

/** Place of the last of these events at or before `event`; -1 when all come later. */
export function rowAt(events: Int32Array, event: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] ?? 0) <= event) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
