import { DURATION_MAX_US } from '#lib/distribution.ts';
import { formatDuration, parseDuration } from '#lib/duration.ts';
import { endsOf, timelineOf, withField, type Sheet, type SheetFault } from './document.ts';

/**
 * What a person does to the system while it runs. `at` and `for` are µs of virtual time; without `for` it stays
 * until it is undone. A target is a node (`payments`) or one instance of it (`payments#1`).
 */
export interface When {
  readonly at: number;
  readonly for?: number | undefined;
}

export const crash = (target: string) => ({ do: 'crash', node: target });
export const restart = (target: string) => ({ do: 'restart', node: target });
export const pause = (target: string) => ({ do: 'pause', node: target });
/** All its work takes `factor` times as long. */
export const slow = (target: string, factor: number) => ({ do: 'slow', node: target, factor });
/** A client sends `factor` times as much. */
export const load = (client: string, factor: number) => ({ do: 'load', node: client, factor });

/** A zone, a node, or several of them. */
export type Party = string | readonly string[];
export const partition = (one: Party, other: Party, oneWay = false) => ({
  do: 'partition',
  between: [one, other],
  ...(oneWay ? { oneWay } : {}),
});

/** What can be done to a link (`from>to`) while it lasts; shares are 0 to 1. */
export interface LinkTrouble {
  readonly cut?: true;
  /** Added to the delay of every message; a duration as text. */
  readonly delay?: string;
  readonly loss?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
}
/** With `oneWay`, only what goes along the arrow is treated. */
export const trouble = (link: string, what: LinkTrouble, oneWay = false) => ({
  do: 'link',
  ...endsOf(link),
  ...what,
  ...(oneWay ? { oneWay } : {}),
});

/** One message on its way: the `nth` that was sent on `link` in that direction, from 1. */
export interface OneMessage {
  readonly link: string;
  readonly direction: 'forward' | 'back';
  readonly nth: number;
}
export const message = (which: OneMessage, action: 'drop' | 'duplicate' | 'delay', byUs?: number) => ({
  do: 'message',
  ...endsOf(which.link),
  nth: which.nth,
  ...(which.direction === 'back' ? { direction: 'back' } : {}),
  action,
  ...(byUs === undefined ? {} : { by: duration(byUs) }),
});

/** A number of µs as the document writes it; whole, and within what a duration can be. */
const duration = (us: number): string =>
  formatDuration(Math.min(DURATION_MAX_US, Math.max(0, Math.round(us))));

/** The entry at the end of the timeline; the order of the list says only who wins at the same instant. */
export function addFault(sheet: Sheet, action: { readonly do: string }, when: When): Sheet {
  const entry: SheetFault = {
    at: duration(when.at),
    ...(when.for === undefined ? {} : { for: duration(when.for) }),
    ...action,
  };
  return { ...sheet, timeline: [...timelineOf(sheet), entry] };
}

/** One entry changed; the sheet itself when there is no such entry or nothing changed. */
function changeFault(sheet: Sheet, index: number, change: (entry: SheetFault) => SheetFault): Sheet {
  const timeline = timelineOf(sheet);
  const entry = timeline[index];
  if (entry === undefined) return sheet;
  const changed = change(entry);
  return changed === entry ? sheet : { ...sheet, timeline: timeline.with(index, changed) };
}

/** Moved to begin at another moment; how long it lasts stays. */
export const moveFault = (sheet: Sheet, index: number, at: number): Sheet =>
  changeFault(sheet, index, (entry) => (entry.at === duration(at) ? entry : { ...entry, at: duration(at) }));

/** Made to last this long (at least 1 ms), or until it is undone. */
export const stretchFault = (sheet: Sheet, index: number, lasts: number | undefined): Sheet =>
  changeFault(sheet, index, (entry) => {
    const text = lasts === undefined ? undefined : duration(Math.max(1_000, lasts));
    return entry.for === text ? entry : withField(entry, 'for', text);
  });

export const removeFault = (sheet: Sheet, index: number): Sheet =>
  timelineOf(sheet)[index] === undefined
    ? sheet
    : { ...sheet, timeline: timelineOf(sheet).toSpliced(index, 1) };

/**
 * Ends an entry at a moment: it lasts from its beginning to then. One that begins later than that is taken out.
 */
export function endFault(sheet: Sheet, index: number, at: number): Sheet {
  const entry = timelineOf(sheet)[index];
  if (entry === undefined) return sheet;
  const begins = parseDuration(entry.at) ?? 0;
  return at - begins < 1
    ? removeFault(sheet, index)
    : changeFault(sheet, index, (one) => withField(one, 'for', duration(at - begins)));
}

/** Entries that begin at or before `at` and last beyond it, by their place in the timeline. */
export function activeFaults(
  sheet: Sheet,
  at: number,
): readonly { readonly index: number; readonly entry: SheetFault }[] {
  return timelineOf(sheet).flatMap((entry, index) => {
    const begins = parseDuration(entry.at);
    if (begins === null || begins > at) return [];
    const lasts = entry.for === undefined ? Infinity : (parseDuration(entry.for) ?? Infinity);
    return begins + lasts > at ? [{ index, entry }] : [];
  });
}
