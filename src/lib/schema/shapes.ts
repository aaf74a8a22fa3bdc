import * as z from 'zod/mini';
import { expect } from '#words/problems.ts';
import { field, type AnySchema, type FieldOptions, type Fielded, metaOf, type Misfit } from './meta.ts';
import { fixed, idMisfit } from './leaves.ts';

/** Field builders for values that hold other values. */

type Shape = Readonly<Record<string, z.core.$ZodType>>;
export type ObjectOf<S extends Shape> = z.ZodMiniObject<z.core.util.Writeable<S>, z.core.$strip>;

/** An object with exactly these fields; the reader reports any other. */
export const object = <const S extends Shape, const O extends FieldOptions>(
  shape: S,
  options: O,
): Fielded<ObjectOf<S>, O> => field(z.object(shape) as ObjectOf<S>, options, { control: 'object' });

interface ListOptions extends FieldOptions {
  readonly min?: number;
  /** Most items; those beyond are left out with a problem. 500 when left out. */
  readonly max?: number;
}

/** A list of one kind of value. Bad items are left out. */
export const list = <S extends z.core.$ZodType, const O extends ListOptions>(
  item: S,
  options: O,
): Fielded<z.ZodMiniArray<S>, O> => field(z.array(item), { max: 500, ...options }, { control: 'list' });

type RecordOf<S extends z.core.$ZodType> = z.ZodMiniRecord<z.ZodMiniString, S>;

interface RecordOptions extends FieldOptions {
  /** Most entries; 500 when left out. */
  readonly max?: number;
  /** Keys that stand for something else already. */
  readonly refusedKeys?: readonly string[];
}

/** An object whose keys are chosen by the writer: any text of at most 200 characters, but for the refused. */
export const record = <S extends z.core.$ZodType, const O extends RecordOptions>(
  item: S,
  options: O,
): Fielded<RecordOf<S>, O> => {
  const { refusedKeys = [] } = options;
  return recordWith(item, options, (key) =>
    refusedKeys.includes(key) ? expect.freeName(refusedKeys) : undefined,
  );
};

const recordWith = <S extends z.core.$ZodType, const O extends RecordOptions>(
  item: S,
  options: O,
  keyMisfit: (key: string) => Misfit,
): Fielded<RecordOf<S>, O> =>
  field(
    z.record(z.string(), item) as RecordOf<S>,
    { max: 500, ...options },
    { control: 'record', keyMisfit },
  );

/** A record by id: nodes, zones, clusters. */
export const recordById = <S extends z.core.$ZodType, const O extends RecordOptions>(
  item: S,
  options: O,
): Fielded<RecordOf<S>, O> => recordWith(item, options, idMisfit);

type ParamsObject = z.ZodMiniObject<z.core.$ZodShape, z.core.$strip>;
type Table = Readonly<Record<string, ParamsObject>>;
type TaggedObject<Tag extends string, Word, Common extends Shape, S extends ParamsObject> = ObjectOf<
  { readonly [T in Tag]: z.ZodMiniLiteral<Word & string> } & Common & S['shape']
>;
export type TaggedUnion<Tag extends string, Common extends Shape, T extends Table> = z.ZodMiniUnion<
  readonly { [K in keyof T]: TaggedObject<Tag, K, Common, T[K]> }[keyof T][]
>;

/**
 * One of several objects, told apart by the word in the field `tag`; each also has the `common` fields.
 * The order of the table is the order in menus and docs.
 */
export const tagged = <
  const Tag extends string,
  const Common extends Shape,
  const T extends Table,
  const O extends FieldOptions,
>(
  tag: Tag,
  common: Common,
  table: T,
  options: O,
): Fielded<TaggedUnion<Tag, Common, T>, O> => {
  const alternatives = new Map<string, AnySchema>();
  for (const [word, params] of Object.entries(table)) {
    const { title, sentence } = metaOf(params);
    const shape = { [tag]: fixed(word, { title: tag, sentence }), ...common, ...params.shape };
    alternatives.set(word, object(shape, { title, sentence }));
  }
  const union = z.union([...alternatives.values()] as z.ZodMiniType[]);
  return field(union, options, {
    control: 'oneOf',
    choices: [...alternatives.keys()],
    choose: { by: 'tag', tag, table: alternatives },
  }) as unknown as Fielded<TaggedUnion<Tag, Common, T>, O>;
};

type KeyedTable = Readonly<Record<string, z.core.$ZodType>>;
export type KeyedUnion<T extends KeyedTable> = z.ZodMiniUnion<readonly T[keyof T][]>;

/**
 * One of several objects, told apart by which of the table's keys it has. When it has two of them the
 * earlier in the table decides, so a field name that is also another alternative's key belongs last.
 */
export const keyed = <const T extends KeyedTable, const O extends FieldOptions>(
  table: T,
  options: O,
): Fielded<KeyedUnion<T>, O> => {
  const alternatives = new Map(Object.entries(table) as [string, AnySchema][]);
  const union = z.union([...alternatives.values()] as z.ZodMiniType[]);
  return field(union, options, {
    control: 'oneOf',
    choices: [...alternatives.keys()],
    choose: { by: 'key', table: alternatives },
  }) as unknown as Fielded<KeyedUnion<T>, O>;
};
