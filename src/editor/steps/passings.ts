import type { Plain } from '#lib/plain.ts';
import { compileTemplate } from '#flow/template.ts';
import type { RunView } from '#run/view/run-view.ts';
import { nodesOf, type Sheet } from '#editor/edit/document.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import type { Bearer } from './document.ts';
import { recordedIndex, type Drawing } from './machine.ts';
import { placeOf, verbIn } from './tree.ts';

/** One time that a list of steps was run: what its expressions saw. */
export interface Passing {
  /** What began it, in short: an event's key, a request's id. */
  readonly subject: string;
  /** The event of the record with which it began. */
  readonly begin: number;
  /** Every step that was entered, in order, with the names that were bound before it. */
  readonly visits: readonly Visit[];
  /** Everything that was bound by then. */
  readonly names: Values;
}

interface Visit {
  readonly way: Way;
  readonly event: number;
  /** The next event of the same flow, or the last one looked at. */
  readonly next: number;
  readonly names: Values;
}

export type Values = Readonly<Record<string, Plain>>;

/** Messages that are looked through for the one that set a flow off, so that a long run costs no more than a short one. */
const REACH = 20_000;
/** The last steps of one flow that are looked at. */
const STEPS_MAX = 1_000;

/**
 * What the record may call the running of a list of steps: its own title, or what sets it off. Lists that are set off
 * alike have the same name.
 */
export function recordedNames(bearer: Bearer): ReadonlySet<string> {
  const { title } = bearer.value;
  return new Set([...(typeof title === 'string' ? [title] : []), ownName(bearer)]);
}

function ownName({ word, value, index }: Bearer): string {
  if (word === 'every') return 'at intervals';
  if (word === '') return `flow ${index + 1}`;
  const said = value['request'] ?? value['op'] ?? value['event'];
  const channel = value['queue'] ?? value['topic'];
  return `on ${String(typeof said === 'string' && said !== '' ? said : channel)}`;
}

/** The last times that these steps were run and had begun at `t`, the oldest first. */
export function passingsOf(
  view: RunView,
  bearer: Bearer,
  drawing: Drawing,
  t: number,
  most: number,
): readonly Passing[] {
  const node = view.node(bearer.node);
  const names = recordedNames(bearer);
  const last = view.eventAt(t);
  const found: number[] = [];
  const { spans } = view.flows;
  for (let span = spans.begins.lastAtMost(last); span >= 0 && found.length < most; span--) {
    const begin = spans.beginOf(span);
    if (view.store.node[begin] === node && names.has(nameIn(view.store.dataOf(begin)))) found.push(span);
  }
  return found.reverse().map((span) => passing(view, bearer, drawing, span, last));
}

const nameIn = (data: Plain | undefined): string =>
  isFields(data) && typeof data['handler'] === 'string' ? data['handler'] : '';

function passing(view: RunView, bearer: Bearer, drawing: Drawing, span: number, last: number): Passing {
  const { store } = view;
  const begin = view.flows.spans.beginOf(span);
  const id = store.textOf(begin);
  const incoming = incomingOf(view, begin, id);
  const names: Record<string, Plain> = {
    node: bearer.node,
    n: ordinal(view, begin),
    now: (store.time[begin] ?? 0) / 1000,
    ...incoming?.names,
  };
  const visits: Visit[] = [];
  const events = eventsOf(view, span, last);
  events.forEach((event, i) => {
    const place = placeAt(drawing, bearer.word, store.b[event] ?? -1);
    const way = place === undefined ? undefined : drawing.wayOf.get(place);
    const next = events[i + 1] ?? view.flows.spans.endOf(span);
    if (way === undefined) return;
    visits.push({ way, event, next: next < 0 || next > last ? -1 : next, names: { ...names } });
    Object.assign(names, boundBy(view, stepOf(bearer, way), next, last, names));
  });
  return { subject: incoming?.subject ?? id, begin, visits, names };
}

const stepOf = (bearer: Bearer, way: Way): unknown =>
  way.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    bearer.steps,
  );

const placeAt = (drawing: Drawing, word: string, recorded: number): string | undefined =>
  drawing.program.steps.find(({ index }) => recordedIndex(word, index) === recorded)?.place;

/** The `step` events of one flow up to `last`, in order. */
function eventsOf(view: RunView, span: number, last: number): readonly number[] {
  const { spans } = view.flows;
  const events: number[] = [];
  let event = spans.stepAt(span, last);
  while (event >= 0 && events.length < STEPS_MAX) {
    events.push(event);
    event = spans.stepAt(span, event - 1);
  }
  return events.reverse();
}

/** Flows of one program count from 1. */
function ordinal(view: RunView, begin: number): number {
  const { spans } = view.flows;
  const { store } = view;
  const name = nameIn(store.dataOf(begin));
  let count = 1;
  for (let span = spans.begins.lastAtMost(begin) - 1; span >= 0; span--) {
    const other = spans.beginOf(span);
    if (store.node[other] === store.node[begin] && nameIn(store.dataOf(other)) === name) count++;
  }
  return count;
}

/** The message that set a flow off: what it is called, and what expressions see of it. */
function incomingOf(
  view: RunView,
  begin: number,
  id: string,
): { readonly subject: string; readonly names: Values } | null {
  const { store, messages } = view;
  const newest = messages.spans.begins.lastAtMost(begin);
  for (let message = newest; message >= Math.max(0, newest - REACH); message--) {
    const end = messages.endOf(message);
    if (end < 0 || end > begin || store.node[end] !== store.node[begin] || !hasArrived(view, message))
      continue;
    const data = store.dataOf(messages.sendOf(message));
    if (!isFields(data)) continue;
    const body: Values = data;
    if (body['id'] === id && typeof body['op'] === 'string') {
      const { op, attempt } = body;
      const req = {
        ...(isFields(body['body']) ? (body['body'] as Values) : {}),
        id,
        op,
        attempt: attempt ?? 1,
      };
      return { subject: id, names: { req } };
    }
    const inner = body['event'];
    if (isFields(inner) && inner['id'] === id && body['channel'] !== undefined) {
      const carried = inner as Values;
      const own = carried['body'];
      const key = carried['key'] ?? '';
      const seen: Values = {
        ...(isFields(own) ? own : {}),
        id,
        type: carried['type'] ?? '',
        source: carried['source'] ?? '',
        time: carried['time'] ?? 0,
        key,
        topic: body['channel'],
        partition: body['partition'] ?? 0,
        offset: body['offset'] ?? 0,
        delivery: body['delivery'] ?? 1,
      };
      return {
        subject: key === '' ? id : typeof key === 'string' ? key : JSON.stringify(key),
        names: { event: seen },
      };
    }
  }
  return null;
}

const hasArrived = ({ messages }: RunView, message: number): boolean => {
  const end = messages.endOf(message);
  return end >= 0 && messages.drops.valueAtMost(end) !== end;
};

/** The body of the message whose arrival an event is; undefined for an event that is none. */
function arrivedWith(view: RunView, event: number): Plain | undefined {
  const message = view.store.message[event] ?? -1;
  if (message < 0 || view.messages.endOf(message) !== event || !hasArrived(view, message)) return undefined;
  return view.store.dataOf(view.messages.sendOf(message));
}

/** What a step has bound: told by the reply that made the flow go on. */
function boundBy(view: RunView, step: unknown, next: number, last: number, names: Values): Values {
  if (!isFields(step)) return {};
  const verb = verbIn(step);
  if (verb === 'set' && isFields(step['set'])) return setBy(step['set'], names);
  const name = step['as'];
  if (typeof name !== 'string' || next < 0 || next > last) return {};
  const cause = view.store.cause[next] ?? -1;
  const reply = cause < 0 ? undefined : arrivedWith(view, cause);
  if (!isFields(reply)) return {};
  const fields = reply as Values;
  const value = fields['value'];
  if (fields['ok'] === true) return { [name]: verb === 'transaction' ? { ok: true } : (value ?? null) };
  return verb === 'transaction' && fields['reason'] === 'aborted' ? { [name]: { ok: false } } : {};
}

function setBy(set: Readonly<Record<string, unknown>>, names: Values): Values {
  const bound: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(set)) {
    try {
      bound[name] = compileTemplate(value as Plain).fill({ ...names, ...bound });
    } catch {
      // The step failed there: what it would have bound stays unknown.
      break;
    }
  }
  return bound;
}

/**
 * The row that a step on a store found, null when there was none; undefined when it cannot be known. A write that the
 * step caused is not counted.
 */
export function rowFound(
  view: RunView,
  sheet: Sheet,
  step: unknown,
  visit: Visit,
  t: number,
): Plain | undefined {
  if (!isFields(step)) return undefined;
  const verb = verbIn(step);
  const store = verb === undefined ? undefined : step[verb];
  if (typeof store !== 'string' || typeof step['key'] !== 'string') return undefined;
  let key: string;
  try {
    const filled = compileTemplate(step['key']).fill(visit.names);
    key = typeof filled === 'string' ? filled : JSON.stringify(filled);
  } catch {
    return undefined;
  }
  const members: unknown = sheet.clusters?.[store]?.members;
  const ids = Array.isArray(members) ? (members as unknown[]).map(String) : [store];
  const until = visit.next < 0 ? view.eventAt(t) : visit.next;
  let newest: Plain | undefined;
  for (const id of ids) {
    const node = view.node(id);
    if (node < 0 || nodesOf(sheet)[id] === undefined) continue;
    const [latest, before] = view.rows.versions(node, key, until, 2);
    // Written while the step was under way: by the step itself, which saw the version before.
    const own = latest !== undefined && latest.event > visit.event;
    const seen = own ? before : latest;
    newest ??= seen === undefined ? initialRow(sheet, id, key) : seen.value;
  }
  return newest;
}

const initialRow = (sheet: Sheet, id: string, key: string): Plain => {
  const rows = nodesOf(sheet)[id]?.['rows'];
  return isFields(rows) && Object.hasOwn(rows, key) ? (rows[key] as Plain) : null;
};

/** Where a step is found again among the visits: the last time that the flow came by. */
export const visitAt = ({ visits }: Passing, way: Way): Visit | undefined =>
  visits.findLast((visit) => placeOf(visit.way) === placeOf(way));
