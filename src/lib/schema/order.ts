import { bare, metaOf, type AnySchema } from './meta.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy whose objects have their fields in the order of the schema; fields that it does not know come last. */
export const inSchemaOrder = (schema: AnySchema, value: unknown): unknown => {
  const inner = bare(schema);
  const { choose } = metaOf(schema);
  if (choose !== undefined) {
    if (!isObject(value)) return value;
    const word =
      choose.by === 'tag'
        ? value[choose.tag]
        : [...choose.table.keys()].find((key) => Object.hasOwn(value, key));
    const chosen = typeof word === 'string' ? choose.table.get(word) : undefined;
    return chosen === undefined ? value : inSchemaOrder(chosen, value);
  }
  const def = inner._zod.def as {
    shape?: Record<string, AnySchema>;
    element?: AnySchema;
    valueType?: AnySchema;
  };
  const { shape, element, valueType } = def;
  if (element !== undefined && Array.isArray(value)) return value.map((item) => inSchemaOrder(element, item));
  if (!isObject(value) || (shape ?? valueType) === undefined) return value;
  const result = Object.create(null) as Record<string, unknown>;
  const known = Object.keys(shape ?? {});
  for (const key of [...known, ...Object.keys(value)]) {
    if (!Object.hasOwn(value, key) || key in result) continue;
    const field = shape === undefined ? valueType : Object.hasOwn(shape, key) ? shape[key] : undefined;
    result[key] = field === undefined ? value[key] : inSchemaOrder(field, value[key]);
  }
  return result;
};
