import type { Plain } from '#lib/plain.ts';
import { isList, type History, type Operation, type Outcome } from '#check/history.ts';
import { keyName, microOperation, operationName, pairEvents, payload, type ClientEvent } from './events.ts';
import { clientEvent } from './jepsen.ts';
import type { Dialect, Parsed, ParsedHistory, Problem } from './parsed.ts';

type Fields = { readonly [field: string]: Plain };

interface Row {
  readonly fields: Fields;
  readonly line: number;
}

/**
 * JSON Lines, in any of these forms, told apart line by line:
 * - `{"ops":[…],"id"?,"initial"?}`: one history a line, of events or of calls as below;
 * - `{"sessions":[[["w",key,value],["r",key,value|null]]],"id"?}`: one history a line, no times; a step that is a
 *   list of such triples is a transaction;
 * - `{"process","type":"invoke|ok|fail|info","f","key"?,"value"}`: one event a line, all lines one history;
 * - `{"client","f","key"?,"value"|"from","to","ok","call","ret"|null}`: one call a line, all lines one history;
 *   `ok` false: it did not happen; `ret` null: outcome unknown.
 * One JSON value over several lines (an object or a list of any of these) is read as well.
 */
export function parseJsonLines(text: string): Parsed {
  const problems: Problem[] = [];
  const histories: ParsedHistory[] = [];
  const loose: Row[] = [];
  for (const row of rowsOf(text, problems)) {
    const { fields, line } = row;
    const listed = fields['ops'] ?? fields['operations'] ?? fields['history'];
    const { sessions } = fields;
    if (sessions !== undefined) {
      const operations = fromSessions(sessions, line, problems);
      if (operations !== null) histories.push(parsed(operations, 'sessions', fields));
    } else if (listed !== undefined) {
      const members = isList(listed) ? listed : [];
      if (!isList(listed)) problems.push({ line, message: 'ops must be a list' });
      const rows = members.flatMap((member): Row[] => {
        if (isObject(member)) return [{ fields: member, line }];
        problems.push({ line, message: 'each of ops must be an object' });
        return [];
      });
      const found = fromRows(rows, problems);
      if (found !== null) histories.push(parsed(found.operations, found.dialect, fields));
    } else {
      loose.push(row);
    }
  }
  if (loose.length > 0) {
    const found = fromRows(loose, problems);
    if (found !== null) histories.push({ dialect: found.dialect, history: { operations: found.operations } });
  }
  return { histories, problems };
}

function parsed(operations: Operation[], dialect: Dialect, fields: Fields): ParsedHistory {
  const { id, initial } = fields;
  const history: History = initial === undefined ? { operations } : { operations, initial };
  return typeof id === 'string' || typeof id === 'number' ? { id, dialect, history } : { dialect, history };
}

function isObject(value: Plain): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** The objects of a text: one a line, or, where the text is one JSON value, those in it. */
function rowsOf(text: string, problems: Problem[]): Row[] {
  const lines = text.split('\n').map((row, index) => ({ row: row.trim(), line: index + 1 }));
  const filled = lines.filter(({ row }) => row !== '' && row !== '\uFEFF');
  const first = filled[0];
  const whole = first !== undefined && parseJson(first.row) === undefined ? parseJson(text) : undefined;
  const values =
    whole === undefined
      ? filled.map(({ row, line }) => ({ value: parseJson(row), line }))
      : [{ value: whole, line: 1 }];
  return values.flatMap(({ value, line }): Row[] => {
    if (value === undefined) {
      problems.push({ line, message: 'not JSON' });
      return [];
    }
    const members = isList(value) ? value : [value];
    return members.flatMap((member): Row[] => {
      if (isObject(member)) return [{ fields: member, line }];
      problems.push({ line, message: 'expected an object' });
      return [];
    });
  });
}

function parseJson(text: string): Plain | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Plain;
  } catch {
    return undefined;
  }
}

/** Rows of one history: all events, or all calls. Null if anything in them is wrong. */
function fromRows(
  rows: readonly Row[],
  problems: Problem[],
): { operations: Operation[]; dialect: Dialect } | null {
  const before = problems.length;
  const events: ClientEvent[] = [];
  const operations: Operation[] = [];
  let typed = false;
  for (const { fields, line } of rows) {
    if (fields['type'] !== undefined) {
      typed = true;
      const event = clientEvent(fields, line);
      if (typeof event === 'string') problems.push({ line, message: event });
      else if (event !== null) events.push(event);
      continue;
    }
    const operation = fromCall(fields, operations.length);
    if (typeof operation === 'string') problems.push({ line, message: operation });
    else operations.push(operation);
  }
  if (typed && operations.length > 0) {
    problems.push({
      line: rows[0]?.line ?? 1,
      message: 'events (with a type) and calls (with call and ret) are mixed',
    });
  }
  if (typed) {
    const paired = pairEvents(events);
    for (const problem of paired.problems) problems.push(problem);
    for (const operation of paired.operations) operations.push(operation);
  }
  return problems.length > before ? null : { operations, dialect: typed ? 'jepsen' : 'calls' };
}

/** A call with its answer in one object, or what is wrong with it. */
function fromCall(fields: Fields, id: number): Operation | string {
  const { key, value, from, to } = fields;
  const call = position(fields['call']);
  const ret = position(fields['ret']);
  const client = fields['client'] ?? fields['process'] ?? fields['session'];
  if (typeof fields['f'] !== 'string') return 'a call needs f, the name of the operation';
  const f = operationName(fields['f']);
  if (client === undefined || client === null) return 'a call needs a client';
  if (typeof call !== 'number' || !Number.isFinite(call))
    return 'a call needs call, the position at which it began';
  if (ret !== undefined && ret !== null && typeof ret !== 'number') return 'ret must be a position or null';
  if (typeof ret === 'number' && ret < call) return 'ret must not be before call';
  if (f === 'cas' && (from === undefined || to === undefined) && !isList(value))
    return 'cas needs from and to';
  const outcome = outcomeOf(fields);
  const told = outcome === 'ok' ? value : undefined;
  const carried = from !== undefined && to !== undefined ? { from, to } : payload(f, value, told);
  const place = key === undefined || key === null ? {} : { key: keyName(key) };
  return {
    id,
    process: keyName(client),
    f,
    ...place,
    ...carried,
    outcome,
    call,
    ret: outcome === 'info' ? null : (ret ?? null),
  };
}

/** Positions are numbers; some writers quote them. */
const position = (value: Plain | undefined): Plain | undefined =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

function outcomeOf({ outcome, ok, ret }: Fields): Outcome {
  if (outcome === 'ok' || outcome === 'fail' || outcome === 'info') return outcome;
  if (ok === false && ret !== null) return 'fail';
  return ret === null || ret === undefined || ok === null ? 'info' : 'ok';
}

/** Sessions side by side: each step after the one before it in its session, at the same time as those of the others. */
function fromSessions(sessions: Plain, line: number, problems: Problem[]): Operation[] | null {
  if (!isList(sessions) || !sessions.every((session) => isList(session))) {
    problems.push({ line, message: 'sessions must be a list of lists of steps' });
    return null;
  }
  const operations: Operation[] = [];
  for (const [index, session] of sessions.entries()) {
    if (!isList(session)) continue;
    for (const [position, step] of session.entries()) {
      const base = {
        id: operations.length,
        process: String(index),
        outcome: 'ok',
        call: 2 * position,
        ret: 2 * position + 1,
      } as const;
      const steps = isList(step) && isList(step[0]) ? step : [step];
      const micro = steps.flatMap((one) => microOperation(one, true));
      const single = micro[0];
      if (
        micro.length !== steps.length ||
        single === undefined ||
        micro.some(({ value }) => value === undefined)
      ) {
        problems.push({
          line,
          message: `session ${index}, step ${position}: expected ["w", key, value] or ["r", key, value]`,
        });
        return null;
      }
      if (steps === step) operations.push({ ...base, f: 'txn', txn: micro });
      else
        operations.push({
          ...base,
          f: single.f === 'r' ? 'read' : single.f === 'w' ? 'write' : single.f,
          key: single.key,
          value: single.value!,
        });
    }
  }
  return operations;
}
