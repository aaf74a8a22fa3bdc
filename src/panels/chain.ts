import { EventKind } from '#run/view/columns.ts';
import type { RunView } from '#run/view/run-view.ts';
import { staleCauses } from './stale.ts';

/** A longer chain is cut in its middle: its beginning and its end say most. */
const MOST = 24;

/**
 * The chain of causes of an event, newest first, without what says nothing new: that a message was sent is left out
 * where its arrival or its loss tells it, and so are bookkeeping and steps between.
 */
export function chainOf(view: RunView, event: number): number[] {
  const caused = view.causesOf(event);
  const whole = [...new Set([...caused, ...staleCauses(view, caused)])].sort((x, y) => y - x);
  const told = whole.filter(
    (cause, index) => index === 0 || index === whole.length - 1 || tells(view, cause, whole),
  );
  return told.length <= MOST ? told : [...told.slice(0, MOST / 2), ...told.slice(-MOST / 2)];
}

function tells(view: RunView, cause: number, chain: readonly number[]): boolean {
  switch (view.store.kind[cause] ?? -1) {
    case EventKind.arrive: {
      const send = view.messages.sendOf(view.store.message[cause] ?? -1);
      return !chain.includes(send);
    }
    case EventKind.fact:
      return !QUIET.has(view.store.textOf(cause));
    case EventKind.flow:
      return false;
    default:
      return true;
  }
}

const QUIET = new Set(['busy', 'queue', 'durable', 'served']);
