import { formatDuration, parseDuration } from '#lib/duration.ts';
import { bare, metaOf, type AnySchema, type FieldMeta } from '#lib/schema/meta.ts';
import { showValue, type Problem } from '#lib/schema/problem.ts';
import { readValue } from '#lib/schema/read.ts';
import { compileExpression } from '#flow/expression.ts';
import { templateProblem } from '#flow/template.ts';
import { isFields, sameValue } from './way.ts';

interface Def {
  readonly shape?: Readonly<Record<string, AnySchema>>;
  readonly element?: AnySchema;
  readonly valueType?: AnySchema;
}
const defOf = (schema: AnySchema): Def => bare(schema)._zod.def as Def;

/** The fields of an object, in the order of the schema. */
export const fieldsOf = (schema: AnySchema): readonly (readonly [name: string, field: AnySchema])[] =>
  Object.entries(defOf(schema).shape ?? {});

/** What a list or a record holds. */
export function itemOf(schema: AnySchema): AnySchema {
  const { element, valueType } = defOf(schema);
  const item = element ?? valueType;
  if (item === undefined) throw new Error(`no list and no record: ${metaOf(schema).title}`);
  return item;
}

/** The alternative that a value has chosen, by its word; undefined when it has chosen none that exists. */
export function chosenOf(
  schema: AnySchema,
  value: unknown,
): { readonly word: string; readonly schema: AnySchema } | undefined {
  const { choose } = metaOf(schema);
  if (choose === undefined || !isFields(value)) return undefined;
  const word =
    choose.by === 'tag'
      ? String(value[choose.tag])
      : [...choose.table.keys()].find((key) => Object.hasOwn(value, key));
  const chosen = word === undefined ? undefined : choose.table.get(word);
  return word === undefined || chosen === undefined ? undefined : { word, schema: chosen };
}

/** The schema of the object that a value is, with alternatives decided. */
export const objectOf = (schema: AnySchema, value: unknown): AnySchema | undefined =>
  metaOf(schema).choose === undefined ? schema : chosenOf(schema, value)?.schema;

/** The shortest value that a reader would take: what a new item starts as. Leaves start as their default. */
export function freshOf(schema: AnySchema): unknown {
  const meta = metaOf(schema);
  if (meta.default !== undefined) return structuredClone(meta.default);
  if (meta.choose !== undefined) {
    const [first] = meta.choose.table;
    if (first === undefined) return {};
    const [word, alternative] = first;
    const fields = freshOf(alternative) as Record<string, unknown>;
    return meta.choose.by === 'tag' ? { ...fields, [meta.choose.tag]: word } : fields;
  }
  switch (meta.control) {
    case 'object':
      return Object.fromEntries(
        fieldsOf(schema).flatMap(([name, field]) =>
          isRequired(metaOf(field)) ? [[name, freshOf(field)]] : [],
        ),
      );
    case 'list': {
      const item = itemOf(schema);
      return Array.from({ length: meta.min ?? 0 }, () => freshOf(item));
    }
    case 'steps':
      return [];
    case 'record':
      return {};
    case 'integer':
    case 'number':
      return meta.min ?? 0;
    case 'ratio':
      return 0.99;
    case 'switch':
      return false;
    case 'duration':
    case 'durationOr':
    case 'delay':
      return '100ms';
    case 'rate':
      return '1/s';
    case 'choice':
      return meta.choices?.[0];
    case 'expression':
      return 'true';
    case 'value':
      return {};
    case 'fixed':
    case 'id':
    case 'instance':
    case 'name':
    case 'text':
    case 'template':
    case 'templateText':
    case 'point':
    case 'box':
    case 'sides':
    case 'oneOf':
      return '';
  }
}

export const isRequired = (meta: FieldMeta): boolean => meta.default === undefined && meta.optional !== true;

/** The range of a field in words: "1 to 10000", "one of 4", "" when there is none to tell. */
export function rangeOf(meta: FieldMeta): string {
  const show = (bound: number): string => (meta.unit === 'duration' ? formatDuration(bound) : String(bound));
  if (meta.control === 'choice') return `one of ${meta.choices?.length ?? 0}`;
  if (meta.control === 'list' || meta.control === 'record') return '';
  const { min, max } = meta;
  if (min !== undefined && max !== undefined) return `${show(min)} to ${show(max)}`;
  if (min !== undefined) return min <= 1 ? 'more than 0' : `${show(min)} or more`;
  return max === undefined ? '' : `at most ${show(max)}`;
}

/** Whether what is written says something else than leaving it out would. */
export const isChanged = (meta: FieldMeta, value: unknown): boolean =>
  value !== undefined && !sameWritten(value, meta.default);

const sameWritten = (value: unknown, other: unknown): boolean => {
  if (typeof value === 'string' && typeof other === 'string' && value !== other) {
    const us = parseDuration(value);
    return us !== null && us === parseDuration(other);
  }
  return sameValue(value, other);
};

export const defaultText = (meta: FieldMeta): string =>
  typeof meta.default === 'string' ? meta.default : showValue(meta.default);

const readOptions = {
  checkExpression: (source: string): string | undefined => {
    try {
      compileExpression(source);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
  checkTemplate: (source: string): string | undefined => templateProblem(source) ?? undefined,
};

/** What a reader would object to in a value of this field, and what it would use instead. */
export const problemsOf = (schema: AnySchema, value: unknown, path = ''): readonly Problem[] =>
  value === undefined && !isRequired(metaOf(schema))
    ? []
    : readValue(schema, value, path, readOptions).problems;
