import { EVENT_NAMES } from '#flow/body.ts';
import { REQUEST_NAMES } from '#flow/verbs/call/params.ts';
import { linksOf, nodesOf, type Sheet } from '#editor/edit/document.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import { allSteps, bearersOf, flat, type Bearer } from './document.ts';
import { branchesIn, verbIn, type Steps } from './tree.ts';

/** What is known about a value: its fields, and whether it may have others that nobody told. */
export interface Shape {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly open: boolean;
}
export type Scope = ReadonlyMap<string, Shape>;

export const ANYTHING: Shape = { fields: new Map(), open: true };
const shapeWith = (names: readonly string[], open = false): Shape => ({
  fields: new Map(names.map((name) => [name, ANYTHING])),
  open,
});
const OK: Shape = shapeWith(['ok']);
const ERROR: Shape = shapeWith(['reason', 'text']);

/** Every request and every event has this field, whatever its body says. */
export const isStandard = (name: string, field: string): boolean =>
  (name === 'req' && REQUEST_NAMES.some((one) => one === field)) ||
  (name === 'event' && EVENT_NAMES.some((one) => one === field));

type Fields = Readonly<Record<string, unknown>>;

/** Either of them: a field is known when one of them has it. */
const merge = (shapes: readonly Shape[]): Shape => ({
  fields: new Map(shapes.flatMap((shape) => [...shape.fields])),
  open: shapes.some(({ open }) => open),
});

/** What a value written as a template will look like. */
function shapeOfTemplate(value: unknown): Shape {
  if (!isFields(value)) return ANYTHING;
  return {
    fields: new Map(Object.entries(value).map(([name, one]) => [name, shapeOfTemplate(one)])),
    open: false,
  };
}

/**
 * The names that an expression can use: what came in, what steps before have bound, and the counters of the flow.
 * `way` is the way of the step from the list, null for a field of the handler itself; `field` the field of the step.
 * What may have been bound by a branch that was not taken is in scope too: it can be tested with `has`.
 */
export function scopeAt(sheet: Sheet, bearer: Bearer, way: Way | null, field: string): Scope {
  const scope = new Map<string, Shape>();
  const subject = subjectOf(sheet, bearer);
  if (subject !== null) scope.set(subject.name, subject.shape);
  if (way !== null) {
    bindBefore(sheet, bearer.steps, way, scope);
    const step = stepIn(bearer.steps, way);
    if (isFields(step)) {
      const row = rowOf(sheet, step);
      if (row !== null && (field === 'if' || field === 'value')) scope.set('old', row);
      if (field === 'where' && verbIn(step) === 'await') scope.set('event', awaited(sheet, step));
    }
  }
  // A client's flow knows its user, a handler that runs at intervals when it was to begin.
  const more = subject !== null ? [] : bearer.word === '' ? ['user'] : [bearer.word];
  for (const name of ['n', 'now', 'node', ...more]) if (!scope.has(name)) scope.set(name, ANYTHING);
  return scope;
}

/** What came in: `req` or `event`; null for what begins by itself. */
export function subjectOf(
  sheet: Sheet,
  { node, word, value }: Bearer,
): { readonly name: 'req' | 'event'; readonly shape: Shape } | null {
  const { from, topic, queue, event } = value;
  if (typeof from === 'string') {
    const isQueue = word === 'queue';
    return {
      name: 'event',
      shape: eventOf(sheet, from, isQueue ? 'queue' : 'topic', isQueue ? queue : topic, event),
    };
  }
  const operation = operationOf(value);
  return operation === null ? null : { name: 'req', shape: requestOf(sheet, node, operation) };
}

/** The operation that a handler or a route answers; null for what is set off by something else. */
const operationOf = (value: Fields): string | null => {
  const said = value['request'] ?? value['op'];
  return typeof said === 'string' ? said : null;
};

const stepIn = (steps: Steps, way: Way): unknown => {
  let value: unknown = steps;
  for (const key of way) value = (value as Record<string | number, unknown> | undefined)?.[key];
  return value;
};

function bindBefore(sheet: Sheet, steps: Steps, way: Way, scope: Map<string, Shape>): void {
  const index = Number(way[0]);
  for (const step of steps.slice(0, index)) bindAll(sheet, step, scope);
  const step = steps[index];
  const rest = way.slice(1);
  if (rest.length === 0 || !isFields(step)) return;
  const verb = verbIn(step);
  // Branches of these run one after another, those of the others instead of each other or side by side.
  const inOrder = verb === 'try' || verb === 'saga';
  for (const branch of branchesIn(step)) {
    const inside = branch.way.every((key, i) => key === rest[i]);
    if (!inside) {
      if (inOrder) for (const one of branch.steps) bindAll(sheet, one, scope);
      continue;
    }
    if (verb === 'forEach' && typeof step['as'] === 'string') scope.set(step['as'], ANYTHING);
    if (branch.way[0] === 'catch') scope.set('error', ERROR);
    bindBefore(sheet, branch.steps, rest.slice(branch.way.length), scope);
    return;
  }
}

/** What a step binds, with all that is inside it. */
function bindAll(sheet: Sheet, step: unknown, scope: Map<string, Shape>): void {
  if (!isFields(step)) return;
  for (const branch of branchesIn(step)) for (const one of branch.steps) bindAll(sheet, one, scope);
  const verb = verbIn(step);
  if (verb === 'set' && isFields(step['set'])) {
    for (const [name, value] of Object.entries(step['set'])) scope.set(name, shapeOfTemplate(value));
  }
  const name = step['as'];
  if (typeof name !== 'string' || name === '') return;
  scope.set(name, boundBy(sheet, step));
}

function boundBy(sheet: Sheet, step: Fields): Shape {
  const verb = verbIn(step);
  if (verb === 'put' || verb === 'delete' || verb === 'update' || verb === 'transaction') return OK;
  if (verb === 'get') return rowOf(sheet, step) ?? ANYTHING;
  if (verb === 'call') return replyOf(sheet, step);
  return verb === 'await' ? awaited(sheet, step) : ANYTHING;
}

const awaited = (sheet: Sheet, step: Fields): Shape =>
  eventOf(sheet, step['from'], 'topic', step['topic'], step['await']);

/** An event as its publishers make it. With no publisher at all, it may look like anything. */
function eventOf(
  sheet: Sheet,
  from: unknown,
  channel: 'topic' | 'queue',
  name: unknown,
  type: unknown,
): Shape {
  const verb = channel === 'topic' ? 'publish' : 'send';
  const bodies = allSteps(sheet).flatMap(({ step }) => {
    const fits = verbIn(step) === verb && step[verb] === from && step[channel] === name;
    return fits && (typeof type !== 'string' || (step['event'] ?? name) === type) ? [step['body'] ?? {}] : [];
  });
  return withStandard(bodies, EVENT_NAMES);
}

const withStandard = (bodies: readonly unknown[], standard: readonly string[]): Shape => {
  const body = merge(bodies.map(shapeOfTemplate));
  const names = standard.map((name) => [name, ANYTHING] as const);
  return { fields: new Map([...body.fields, ...names]), open: body.open || bodies.length === 0 };
};

/** How many nodes may hand a request on before it arrives. */
const HOPS_MAX = 3;

/** A request as its callers make it, those included that call a node which hands it on. */
function requestOf(sheet: Sheet, node: string, operation: string): Shape {
  const bodies: unknown[] = [];
  const seen = new Set<string>();
  let targets = [node];
  for (let hop = 0; hop < HOPS_MAX && targets.length > 0; hop++) {
    for (const target of targets) seen.add(target);
    const calls = allSteps(sheet).filter(
      ({ step }) => typeof step['call'] === 'string' && targets.includes(step['call']),
    );
    for (const { step } of calls) if (step['op'] === operation) bodies.push(step['body'] ?? {});
    const callers = new Set(calls.map((call) => call.node));
    targets = linksOf(sheet).flatMap(({ from, to }) =>
      targets.includes(to) && !callers.has(from) && !seen.has(from) ? [from] : [],
    );
  }
  return withStandard(bodies, REQUEST_NAMES);
}

/** A reply as the handlers of the called operation make it. */
function replyOf(sheet: Sheet, step: Fields): Shape {
  const target = String(step['call']);
  if (nodesOf(sheet)[target] === undefined) return ANYTHING;
  const replies = bearersOf(sheet, target)
    .filter(({ value }) => operationOf(value) === step['op'])
    .flatMap(({ steps }) =>
      [...flat(steps)].flatMap((one) => (verbIn(one) === 'reply' ? [shapeOfTemplate(one['reply'])] : [])),
    );
  return replies.length === 0 ? ANYTHING : merge(replies);
}

/** A row as those who write rows of such a key make it; null for a step that touches no row. */
function rowOf(sheet: Sheet, step: Fields): Shape | null {
  const verb = verbIn(step);
  if (verb !== 'get' && verb !== 'put' && verb !== 'delete') return null;
  const store = step[verb];
  const prefix = prefixOf(step['key']);
  const writers = allSteps(sheet).flatMap(({ step: one }) =>
    one['put'] === store && prefixOf(one['key']) === prefix ? [shapeOfTemplate(one['value'])] : [],
  );
  const shapes = [...writers, ...initialRows(sheet, String(store), prefix)];
  return shapes.length === 0 ? ANYTHING : merge(shapes);
}

const initialRows = (sheet: Sheet, store: string, prefix: string): readonly Shape[] => {
  const members: unknown = sheet.clusters?.[store]?.members;
  const ids = Array.isArray(members) ? (members as unknown[]).map(String) : [store];
  return ids.flatMap((id) => {
    const rows = nodesOf(sheet)[id]?.['rows'];
    return isFields(rows)
      ? Object.entries(rows).flatMap(([key, row]) => (key.startsWith(prefix) ? [shapeOfTemplate(row)] : []))
      : [];
  });
};

/** What stands before the first `${` of a key: `order/` for `order/${req.id}`. */
const prefixOf = (key: unknown): string => (typeof key === 'string' ? (key.split('${', 1)[0] ?? '') : '');
