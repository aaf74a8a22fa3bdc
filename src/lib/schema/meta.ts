import * as z from 'zod/mini';

// Without this, zod probes `new Function`, which a strict Content-Security-Policy reports as a violation.
z.config({ jitless: true });

export type Schema<Output = unknown, Input = Output> = z.ZodMiniType<Output, Input>;
export type AnySchema = z.core.$ZodType;

/** A value as it stands in a document: strings for durations, nothing filled in. */
export type Written<S extends AnySchema> = z.input<S>;
/** The same with every default filled in. */
export type Complete<S extends AnySchema> = z.output<S>;

/** What an inspector draws for a field. */
export type Control =
  | 'integer'
  | 'number'
  | 'ratio'
  | 'switch'
  | 'duration'
  | 'durationOr'
  | 'delay'
  | 'rate'
  | 'choice'
  | 'id'
  | 'instance'
  | 'name'
  | 'text'
  | 'template'
  | 'templateText'
  | 'expression'
  | 'point'
  | 'box'
  | 'sides'
  | 'value'
  | 'fixed'
  | 'object'
  | 'list'
  | 'steps'
  | 'record'
  | 'oneOf';

/** What an id names, so that an inspector can offer the right ones. */
export type Refers = 'node' | 'zone' | 'cluster' | 'topic' | 'queue' | 'operation';

/** The outcome of looking at a leaf: `undefined` when it fits, else what was expected. */
export type Misfit = string | undefined;

/** All that is known about a field; written once, read by the reader, the inspector and the docs. */
export interface FieldMeta {
  readonly title: string;
  readonly sentence: string;
  readonly control: Control;
  readonly unit?: string;
  /** As written; `undefined` when the field has none. */
  readonly default?: unknown;
  readonly optional?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly refers?: Refers;
  /** Leaves only: whether a JSON value fits. */
  readonly misfit?: (value: unknown) => Misfit;
  /** Leaves only: the JSON Schema of the written form. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>;
  /** Records only: keys that are refused, with what was expected instead. */
  readonly keyMisfit?: (key: string) => Misfit;
  /** Records only: keys that stand for something else already. */
  readonly refusedKeys?: readonly string[];
  /** Alternatives only: how one is chosen; see `tagged` and `keyed`. */
  readonly choose?: Choose;
}

export type Choose =
  | { readonly by: 'tag'; readonly tag: string; readonly table: ReadonlyMap<string, AnySchema> }
  | { readonly by: 'key'; readonly table: ReadonlyMap<string, AnySchema> };

const metas = new WeakMap<AnySchema, FieldMeta>();

/** What every builder takes. Give `default` or `optional: true`, or neither for a required field. */
export interface FieldOptions {
  readonly title: string;
  readonly sentence: string;
  readonly default?: unknown;
  readonly optional?: true;
}

export type Fielded<S extends z.core.$ZodType, O> = O extends { readonly default: unknown }
  ? z.ZodMiniPrefault<S>
  : O extends { readonly optional: true }
    ? z.ZodMiniExactOptional<S>
    : S;

/** Remembers `meta` for the schema and wraps it as its default or `optional` asks. */
export const field = <S extends z.core.$ZodType, O extends FieldOptions>(
  schema: S,
  options: O,
  extra: Omit<FieldMeta, keyof FieldOptions>,
): Fielded<S, O> => {
  const meta: FieldMeta = { ...options, ...extra };
  const wrapped =
    options.default !== undefined
      ? z.prefault(schema, options.default as z.core.input<S>)
      : options.optional === true
        ? z.exactOptional(schema)
        : schema;
  metas.set(schema, meta);
  metas.set(wrapped, meta);
  return wrapped as Fielded<S, O>;
};

/** The schema behind defaults, `optional` and late binding. */
export const bare = (schema: AnySchema): AnySchema => {
  const def = schema._zod.def as { type: string; innerType?: AnySchema; getter?: () => AnySchema };
  if (def.type === 'lazy' && def.getter !== undefined) return bare(def.getter());
  if ((def.type === 'prefault' || def.type === 'optional') && def.innerType !== undefined) {
    return bare(def.innerType);
  }
  return schema;
};

/** What the builders wrote down. Throws for a schema that no builder made: a bug. */
export const metaOf = (schema: AnySchema): FieldMeta => {
  const meta = metas.get(schema) ?? metas.get(bare(schema));
  if (meta === undefined) throw new Error(`a schema without a description: ${schema._zod.def.type}`);
  return meta;
};

/**
 * The value with every default filled in, all the way down; fields of other owners are dropped, so a
 * node can be completed with its kind's parameters alone. Throws when the value does not fit, which
 * cannot happen to a value that came out of `readValue`.
 */
export const complete = <S extends AnySchema>(schema: S, value: unknown): Complete<S> =>
  z.parse(schema, value);
