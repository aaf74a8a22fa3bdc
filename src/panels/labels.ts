import type { Plain } from '#lib/plain.ts';
import { isBack } from '#run/view/columns.ts';
import { field } from '#run/view/payload.ts';
import type { RunView } from '#run/view/run-view.ts';
import { reasons } from '#words/reasons.ts';
import type { Names } from './names.ts';

/** The words for a reason; what is not on the closed list is said as it is. */
export const reasonWords = (reason: string): string => reasons[reason] ?? reason;

/** What a message is called: its own label, or the operation that it answers. */
export function labelOf(view: RunView, event: number): string {
  const send = view.messages.sendOf(view.store.message[event] ?? -1);
  const label = send < 0 ? '' : view.store.textOf(send);
  return label === '' ? view.messageKind(event) : label;
}

/** Who sent the message of an event, and who is to get it. */
export function waysOf(view: RunView, names: Names, event: number): readonly [from: string, to: string] {
  const [tail, head] = names.ends(view.store.link[event] ?? -1);
  return isBack(view.store.b[event] ?? 0) ? [head, tail] : [tail, head];
}

/** A value in a few characters: its status if it has one, else its fields. */
export function brief(value: Plain | undefined): string {
  const status = field(value, 'status');
  if (typeof status === 'string') return status;
  if (value === undefined || value === null) return '';
  const text = JSON.stringify(value).replaceAll('"', '').replaceAll('`', "'");
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}
