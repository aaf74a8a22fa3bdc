import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { crdtOperations } from '#patterns/row-types.ts';
import { rowTypesOf } from '#scenario/row-references.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import type { Verb } from '#flow/steps.ts';
import type { Sheet } from '#editor/edit/document.ts';
import { fieldsOf, freshOf, isRequired } from '#editor/inspector/shape.ts';
import { offersFor } from '#editor/inspector/offers.ts';
import type { BearerField } from './document.ts';
import { verbSchema } from './tree.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a new step says where nothing in the document suggests anything. `in` stands for `req` or `event`. */
const STARTERS: Partial<Readonly<Record<Verb, Fields>>> = {
  work: { work: '10ms' },
  get: { key: 'row/${in.id}', as: 'row' },
  put: { key: 'row/${in.id}', value: { status: 'NEW' } },
  delete: { key: 'row/${in.id}' },
  update: { key: 'count/${in.id}', do: 'increment' },
  scan: { prefix: 'row/', as: 'rows' },
  publish: { event: 'Happened', key: '${in.id}', body: { subject: '${in.id}' } },
  send: { body: { from: '${in.id}' } },
  set: { set: { value: '${in.id}' } },
  forEach: { forEach: '${[1, 2, 3]}', as: 'item' },
  all: { all: [[], []] },
  any: { any: [[], []] },
  saga: { saga: [{ name: 'first', do: [], undo: [] }] },
  await: { await: 'Happened', timeout: '2s', as: 'answer' },
  reply: { reply: { ok: true } },
  fail: { fail: 'refused' },
  if: { if: 'true' },
};

/** Names of things that the document has none of yet. */
const NAMES: Readonly<Record<string, string>> = { operation: 'request', topic: 'events', queue: 'work' };

/** A new step of a verb, with the likeliest names filled in. `subject` is `req`, `event` or '' where neither is in scope. */
export function freshStep(sheet: Sheet, node: string, verb: Verb, subject: string): Fields {
  const starter = STARTERS[verb] ?? {};
  const step = completed(sheet, node, verbSchema(verb), withSubject(starter, subject));
  return verb === 'update' ? withSubject(typed(sheet, step), subject) : step;
}

/** An update that the first type of the store takes. */
function typed(sheet: Sheet, step: Fields): Fields {
  const types = rowTypesOf(sheet as ScenarioDocument, String(step['update']));
  const [prefix, type] = Object.entries(types)[0] ?? [];
  if (prefix === undefined || type === undefined || !Object.hasOwn(crdtOperations, type)) return step;
  const [operation] = crdtOperations[type];
  return {
    ...step,
    key: prefix.endsWith('/') ? `${prefix}\${in.id}` : prefix,
    do: operation,
    ...(operation !== 'increment' && { value: '${in.id}' }),
    ...(type === 'map' && { field: 'count' }),
  };
}

/** A new handler, flow or route. */
export function freshBearer(sheet: Sheet, node: string, field: BearerField, word: string): Fields {
  const alternative = field.words.find((one) => one.word === word) ?? field.words[0];
  if (alternative === undefined) throw new Error(`nothing to add to ${field.name}`);
  const starter = word === 'request' ? { request: freeName(sheet, node, field) } : {};
  return completed(sheet, node, alternative.schema, starter);
}

/** `request`, `request2`, … that no other handler of the node answers. */
function freeName(sheet: Sheet, node: string, field: BearerField): string {
  const list: unknown = sheet.nodes?.[node]?.[field.name];
  const taken = new Set(
    Array.isArray(list) ? (list as readonly Fields[]).map((one) => one?.['request']) : [],
  );
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'request' : `request${n}`;
    if (!taken.has(name)) return name;
  }
}

/** Every required field, in the order of the schema: names are taken from what is there to be named. */
function completed(sheet: Sheet, node: string, schema: AnySchema, starter: Fields): Fields {
  const result: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(schema)) {
    const meta = metaOf(field);
    if (Object.hasOwn(starter, name)) result[name] = starter[name];
    else if (isRequired(meta)) {
      const offer =
        meta.refers === undefined ? undefined : offersFor({ sheet, node }, meta.refers, name, result)[0];
      result[name] = offer ?? NAMES[meta.refers ?? ''] ?? freshOf(field);
    }
  }
  // A queue stands before the node that has it: once that is known, its queues are too.
  for (const [name, field] of fieldsOf(schema)) {
    const { refers } = metaOf(field);
    if (refers !== undefined && !Object.hasOwn(starter, name) && result[name] === NAMES[refers]) {
      result[name] = offersFor({ sheet, node }, refers, name, result)[0] ?? result[name];
    }
  }
  return result;
}

/** `${in.id}` with the name of what came in; without one, the counter that every flow has. */
function withSubject<T>(value: T, subject: string): T {
  const text = JSON.stringify(value).replaceAll('in.id', subject === '' ? 'n' : `${subject}.id`);
  return JSON.parse(text) as T;
}
