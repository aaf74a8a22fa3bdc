import { heapify, heapPop, heapPush } from '#lib/heap.ts';
import type { Timed } from '#lib/heap.ts';

/**
 * What is still to happen, in order of (time, seq); plain data. Only what happens before `horizon` lies in a heap. The
 * rest is a pile without order that is looked through when the heap is empty: most timeouts are cancelled long before
 * they are due, and so never reach the heap that every other event has to go through.
 */
export type Agenda<T extends Timed> = {
  near: T[];
  far: T[];
  horizon: number;
  /** Items that nobody waits for any more. */
  unwanted: number;
};

export const newAgenda = <T extends Timed>(): Agenda<T> => ({ near: [], far: [], horizon: 0, unwanted: 0 });

/** The horizon moves on by this share of how far the pile reaches, and by so many µs at least. */
const SHARE = 8;
const STEP_MIN_US = 1_000;
/** Fewer unwanted items than this are not worth a sweep. */
const UNWANTED_MIN = 1_000;

export function agendaAdd<T extends Timed>(agenda: Agenda<T>, item: T): void {
  if (item.time < agenda.horizon) heapPush(agenda.near, item);
  else agenda.far.push(item);
}

/** The first item, left where it is; undefined when there is none. Of the pile, what is not wanted is left out. */
export function agendaNext<T extends Timed>(
  agenda: Agenda<T>,
  isWanted: (item: T) => boolean,
): T | undefined {
  if (agenda.near.length === 0 && agenda.far.length > 0) advance(agenda, isWanted);
  return agenda.near[0];
}

/** Takes out the first item, after `agendaNext` has shown it. */
export function agendaTake<T extends Timed>(agenda: Agenda<T>): void {
  heapPop(agenda.near);
}

/** One item is no longer wanted. It stays where it is until it is come by, or until most are like it. */
export function agendaForget<T extends Timed>(agenda: Agenda<T>, isWanted: (item: T) => boolean): void {
  agenda.unwanted++;
  if (agenda.unwanted < UNWANTED_MIN) return;
  if (agenda.unwanted < (agenda.near.length + agenda.far.length) / 2) return;
  agenda.near = agenda.near.filter(isWanted);
  agenda.far = agenda.far.filter(isWanted);
  agenda.unwanted = 0;
  heapify(agenda.near);
}

/** Takes out all that are `chosen`; returns them, in no order. */
export function agendaRemove<T extends Timed, C extends T>(
  agenda: Agenda<T>,
  isChosen: (item: T) => item is C,
): C[] {
  const chosen = [...agenda.near.filter(isChosen), ...agenda.far.filter(isChosen)];
  if (chosen.length === 0) return chosen;
  agenda.near = agenda.near.filter((item) => !isChosen(item));
  agenda.far = agenda.far.filter((item) => !isChosen(item));
  heapify(agenda.near);
  return chosen;
}

/** All items, in no order. */
export const agendaItems = <T extends Timed>({ near, far }: Agenda<T>): T[] => [...near, ...far];

function advance<T extends Timed>(agenda: Agenda<T>, isWanted: (item: T) => boolean): void {
  const wanted = agenda.far.filter(isWanted);
  let first = Infinity;
  let last = 0;
  for (const { time } of wanted) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const horizon = first + Math.max(STEP_MIN_US, (last - first) / SHARE);
  agenda.far = [];
  agenda.unwanted = 0;
  if (wanted.length > 0) agenda.horizon = horizon;
  for (const item of wanted) agendaAdd(agenda, item);
}
