import { EventKind } from '#run/view/columns.ts';
import type { RunView } from '#run/view/run-view.ts';

/** What the log is filtered by. */
export const CATEGORIES = ['calls', 'events', 'data', 'faults', 'inside'] as const;
export type Category = (typeof CATEGORIES)[number];

/** How an event is marked in the log: the mark of its message, or one of its category. */
export type LogMark =
  'request' | 'reply' | 'event' | 'compensation' | 'replication' | 'data' | 'fault' | 'inside';

const DATA = new Set(['row', 'append', 'trim', 'enqueue', 'deliver', 'ack', 'requeue']);
const FAULTS = new Set(['status', 'rejected', 'dead']);

export function categoryOf(view: RunView, event: number): Category {
  const { store } = view;
  switch (store.kind[event] ?? -1) {
    case EventKind.send: {
      const kind = view.messageKind(event);
      if (kind === 'event') return 'events';
      return kind === 'replication' ? 'data' : kind === 'control' ? 'inside' : 'calls';
    }
    case EventKind.begin:
    case EventKind.end:
      return 'calls';
    case EventKind.drop:
    case EventKind.fault:
      return 'faults';
    case EventKind.fact: {
      const name = store.textOf(event);
      return DATA.has(name) ? 'data' : FAULTS.has(name) ? 'faults' : 'inside';
    }
    case EventKind.state:
      return store.textOf(event) === 'breaker' ? 'faults' : 'inside';
    default:
      return 'inside';
  }
}

export function markOf(view: RunView, event: number): LogMark {
  if (view.store.kind[event] === EventKind.send) {
    const kind = view.messageKind(event);
    return kind === 'control' ? 'inside' : kind;
  }
  const category = categoryOf(view, event);
  if (category === 'calls') return view.store.kind[event] === EventKind.end ? 'reply' : 'request';
  return category === 'data'
    ? 'data'
    : category === 'faults'
      ? 'fault'
      : category === 'events'
        ? 'event'
        : 'inside';
}
