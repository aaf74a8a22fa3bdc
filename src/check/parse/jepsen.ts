import type { Plain } from '#lib/plain.ts';
import { isList } from '#check/history.ts';
import { readEdn, type EdnForm } from './edn.ts';
import { keyName, operationName, pairEvents, type ClientEvent } from './events.ts';
import type { Parsed, Problem } from './parsed.ts';

const TYPES = new Set<unknown>(['invoke', 'ok', 'fail', 'info']);

function isType(type: unknown): type is ClientEvent['type'] {
  return TYPES.has(type);
}

/**
 * A history of Jepsen in EDN: maps of `:process :type :f :value` and perhaps `:key`, in one list or one after the
 * other (so also the text logs with a map per line). Processes that are not numbers (the nemesis) are left out.
 */
export function parseJepsenEdn(text: string): Parsed {
  const { forms, problems } = readEdn(text);
  const events: ClientEvent[] = [];
  for (const { value, line } of forms.flatMap(elements)) {
    const event = clientEvent(value, line);
    if (typeof event === 'string') problems.push({ line, message: event });
    else if (event !== null && /^\d+$/.test(event.process)) events.push(event);
  }
  const paired = pairEvents(events);
  for (const problem of paired.problems) problems.push(problem);
  return {
    histories: problems.length > 0 ? [] : [{ dialect: 'jepsen', history: { operations: paired.operations } }],
    problems,
  };
}

function elements({ value, line }: EdnForm): EdnForm[] {
  return isList(value) ? value.map((element) => ({ value: element, line })) : [{ value, line }];
}

/** An event, null if it is none of a client, or what is wrong with it. Also reads events that came as JSON. */
export function clientEvent(value: Plain, line: number): ClientEvent | null | string {
  if (typeof value !== 'object' || value === null || isList(value)) return 'an event must be a map';
  const type = bare(value['type']);
  const f = value['f'];
  const process = value['process'] ?? value['client'];
  if (!isType(type)) return 'an event needs a type: invoke, ok, fail or info';
  if (process === undefined) return 'an event needs a process';
  if (typeof process !== 'number' && (typeof process !== 'string' || /^:?nemesis/.test(process))) return null;
  if (typeof f !== 'string') return 'an event needs f, the name of the operation';
  const key = value['key'];
  const held = value['value'];
  return {
    process: String(process),
    type,
    f: operationName(f),
    line,
    ...(key === undefined || key === null ? {} : { key: keyName(key) }),
    ...(held === undefined ? {} : { value: held }),
  };
}

function bare(word: Plain | undefined): Plain | undefined {
  return typeof word === 'string' && word.startsWith(':') ? word.slice(1) : word;
}

const LOG_LINE = /\bjepsen\.util\b[^-]*-\s+(\S+)\s+:(invoke|ok|fail|info)\s+:?(\S+)\s*(.*)$/;

/** The lines Jepsen logs: `INFO jepsen.util - 3 :invoke :cas [1 2]`; other lines, and the nemesis's, are left out. */
export function parseJepsenLog(text: string): Parsed {
  const problems: Problem[] = [];
  const events: ClientEvent[] = [];
  text.split('\n').forEach((row, index) => {
    const match = LOG_LINE.exec(row.trimEnd());
    if (match === null) return;
    const [, process = '', type, f = '', rest = ''] = match;
    if (!/^\d+$/.test(process) || !isType(type)) return;
    const line = index + 1;
    const read = readEdn(rest);
    // What follows a failure or an unknown outcome is a remark (`:timed-out`), often not a value at all.
    const told = type === 'invoke' || type === 'ok';
    if (told) for (const { message } of read.problems) problems.push({ line, message });
    const value = read.forms[0]?.value;
    events.push({ process, type, f, line, ...(told && value !== undefined ? { value } : {}) });
  });
  const paired = pairEvents(events);
  for (const problem of paired.problems) problems.push(problem);
  return {
    histories: problems.length > 0 ? [] : [{ dialect: 'log', history: { operations: paired.operations } }],
    problems,
  };
}
