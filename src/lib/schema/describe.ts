import { bare, metaOf, type AnySchema, type Control, type Refers } from './meta.ts';

/** A field as an inspector or a page of documentation sees it: no zod in it. */
export interface FieldDescription {
  /** The key in the document; the word or key of the alternative for `alternatives`. */
  readonly name: string;
  readonly title: string;
  readonly sentence: string;
  readonly control: Control;
  readonly unit?: string;
  /** As written. */
  readonly default?: unknown;
  readonly optional: boolean;
  /** For numbers in their unit, for durations in µs, for lists in items. */
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly refers?: Refers;
  /** How an alternative is chosen, for `oneOf`: by the word in this field, or by which key is there. */
  readonly tag?: string;
  /** The fields of an object. */
  readonly fields: () => readonly FieldDescription[];
  /** What a list or record holds. */
  readonly item: () => FieldDescription | undefined;
  /** The alternatives of `oneOf`, each an object. */
  readonly alternatives: () => readonly FieldDescription[];
}

/** A plain description that can be walked; what lies below is worked out when it is asked for, so recursion is fine. */
export const describeField = (schema: AnySchema, name = ''): FieldDescription => {
  const meta = metaOf(schema);
  const def = bare(schema)._zod.def as {
    shape?: Record<string, AnySchema>;
    element?: AnySchema;
    valueType?: AnySchema;
  };
  const item = def.element ?? def.valueType;
  return {
    name,
    title: meta.title,
    sentence: meta.sentence,
    control: meta.control,
    optional: meta.optional === true,
    ...(meta.unit === undefined ? {} : { unit: meta.unit }),
    ...(meta.default === undefined ? {} : { default: meta.default }),
    ...(meta.min === undefined ? {} : { min: meta.min }),
    ...(meta.max === undefined ? {} : { max: meta.max }),
    ...(meta.choices === undefined ? {} : { choices: meta.choices }),
    ...(meta.refers === undefined ? {} : { refers: meta.refers }),
    ...(meta.choose?.by === 'tag' ? { tag: meta.choose.tag } : {}),
    fields: () => Object.entries(def.shape ?? {}).map(([key, field]) => describeField(field, key)),
    item: () => (item === undefined ? undefined : describeField(item)),
    alternatives: () => [...(meta.choose?.table ?? [])].map(([word, field]) => describeField(field, word)),
  };
};

/** The fields of an object schema. */
export const describeFields = (schema: AnySchema): readonly FieldDescription[] =>
  describeField(schema).fields();

/**
 * The schema of a field below an object schema: `retry.attempts`, `topics.orders.partitions`; `undefined` when there
 * is none. Does not look into lists and alternatives.
 */
export const schemaAt = (schema: AnySchema, path: string): AnySchema | undefined => {
  let current: AnySchema | undefined = schema;
  for (const key of path.split('.')) {
    if (current === undefined) return undefined;
    const def = bare(current)._zod.def as { shape?: Record<string, AnySchema>; valueType?: AnySchema };
    if (def.shape !== undefined) current = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    else current = key === '' ? undefined : def.valueType;
  }
  return current;
};
