import type { Plain } from '#lib/plain.ts';
import { isList, type MicroOperation, type Operation } from '#check/history.ts';
import type { Problem } from './parsed.ts';

/** One event of a client: it called, or it was answered. */
export interface ClientEvent {
  readonly process: string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly f: string;
  readonly key?: string;
  readonly value?: Plain;
  readonly line: number;
}

const READS = new Set(['read', 'get', 'dequeue', 'contains']);

/**
 * Pairs calls with answers, as Jepsen's histories have them. Positions of events are the times.
 *
 * What was asked comes from the call, what was read from the ok answer; a call whose answer is `info`, or that
 * stays open to the end, or whose process calls again first, has an unknown outcome. An answer without a call is a
 * problem, except `info`, which Jepsen also uses for remarks.
 */
export function pairEvents(events: readonly ClientEvent[]): { operations: Operation[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const calls: { event: ClientEvent; position: number; answer?: ClientEvent; ret: number | null }[] = [];
  const open = new Map<string, number>();
  const keyed = isKeyed(events);
  events.forEach((event, position) => {
    if (event.type === 'invoke') {
      open.set(event.process, calls.length);
      calls.push({ event, position, ret: null });
      return;
    }
    const index = open.get(event.process);
    const call = index === undefined ? undefined : calls[index];
    if (call === undefined) {
      if (event.type !== 'info')
        problems.push({ line: event.line, message: `an answer to ${event.process}, which called nothing` });
      return;
    }
    open.delete(event.process);
    if (call.event.f !== event.f) {
      problems.push({
        line: event.line,
        message: `${event.process} called ${call.event.f} and was answered ${event.f}`,
      });
    }
    call.answer = event;
    call.ret = event.type === 'info' ? null : position;
  });
  const operations = calls.map(({ event, position, answer, ret }, id): Operation => {
    const outcome = answer === undefined || answer.type === 'invoke' ? 'info' : answer.type;
    const asked = split(event, keyed);
    const told = outcome === 'ok' && answer !== undefined ? split(answer, keyed) : undefined;
    const base = { id, process: event.process, f: event.f, outcome, call: position, ret };
    const key = asked.key ?? told?.key;
    const place = key === undefined ? base : { ...base, key };
    return { ...place, ...payload(event.f, asked.value, told?.value) };
  });
  return { operations, problems };
}

/** What an operation carries, given what was asked and, if it answered ok, what was told. */
export function payload(
  f: string,
  asked: Plain | undefined,
  told: Plain | undefined,
): Pick<Operation, 'value' | 'from' | 'to' | 'txn'> {
  const value = asked ?? told;
  if (f === 'cas') return isList(value) && value.length === 2 ? { from: value[0]!, to: value[1]! } : {};
  if (isTransaction(f, value)) {
    const steps = isList(told) ? told : value;
    return { txn: steps.flatMap((step) => microOperation(step, told !== undefined)) };
  }
  if (READS.has(f)) return told === undefined ? {} : { value: told };
  return value === undefined ? {} : { value };
}

function isTransaction(f: string, value: Plain | undefined): value is readonly Plain[] {
  return f === 'txn' && isList(value);
}

const MICRO_NAMES: Readonly<Record<string, MicroOperation['f']>> = {
  r: 'r',
  read: 'r',
  w: 'w',
  write: 'w',
  append: 'append',
};

/** `[f key value]`; reads of a transaction that never answered are not known. */
export function microOperation(step: Plain, answered: boolean): MicroOperation[] {
  if (!isList(step)) return [];
  const [name, key, value] = step;
  const f = typeof name === 'string' ? MICRO_NAMES[name] : undefined;
  if (f === undefined || key === undefined) return [];
  const place = { f, key: keyName(key) };
  return [value === undefined || (f === 'r' && !answered) ? place : { ...place, value }];
}

export function keyName(key: Plain): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

/** Jepsen's independent keys wrap every value as `[key value]`; a call to read shows it, as `[key nil]`. */
function isKeyed(events: readonly ClientEvent[]): boolean {
  const reads = events.filter(
    ({ type, f, value }) => type === 'invoke' && f === 'read' && value !== null && value !== undefined,
  );
  return (
    reads.length > 0 && reads.every(({ value }) => isList(value) && value.length === 2 && value[1] === null)
  );
}

function split(event: ClientEvent, keyed: boolean): { key?: string; value?: Plain } {
  const { key, value } = event;
  if (keyed && isList(value) && value.length === 2) return { key: keyName(value[0]!), value: value[1]! };
  return { ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) };
}

const LONG_NAMES: Readonly<Record<string, string>> = { r: 'read', w: 'write' };

/** The name of an operation as the models know it: `:w` and `w` are `write`. */
export function operationName(f: string): string {
  const bare = f.startsWith(':') ? f.slice(1) : f;
  return Object.hasOwn(LONG_NAMES, bare) ? LONG_NAMES[bare]! : bare;
}
