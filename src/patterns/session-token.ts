import type { Plain } from '#lib/plain.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Marks, Message } from '#sim/message.ts';

/** A request of a session that has seen more than this member has. */
export interface Held {
  readonly request: Message;
  readonly timer: number;
}

/** A member that has not caught up by then refuses: another may have what the session has seen. */
const WAIT_US = 500_000;

export const tokenOf = (request: Message): Marks => (request.body as { token?: Marks }).token ?? NONE;
const NONE: Marks = Object.freeze({});

export function hold(held: Held[], request: Message, io: Io): void {
  held.push({ request, timer: io.timer(WAIT_US, { t: 'held', request: request.id } satisfies Plain) });
}

/** Takes out those that need wait no longer. */
export function release(held: Held[], caughtUp: (request: Message) => boolean, io: Io): Message[] {
  const ready = held.filter(({ request }) => caughtUp(request));
  for (const each of ready) {
    held.splice(held.indexOf(each), 1);
    io.cancel(each.timer);
  }
  return ready.map(({ request }) => request);
}

/** The time of one is up. `other`: who should have what it waits for, or ''. */
export function refuseHeld(held: Held[], request: number, other: string, io: Io): void {
  const at = held.findIndex((each) => each.request.id === request);
  if (at >= 0) io.reply(held.splice(at, 1)[0]!.request, { ok: false, reason: 'behind', text: other });
}
