import { bare, metaOf, type AnySchema, type Refers } from '#lib/schema/meta.ts';
import { documentSchema, link, node } from '#scenario/schema.ts';
import type { Sheet } from './document.ts';

/** The new id of each renamed thing; ids that are not in it stay. */
export type Renamed = ReadonlyMap<string, string>;

/** A node may be meant where a node, zone or cluster can stand: they share one space of ids. */
const NAMED: ReadonlySet<Refers> = new Set<Refers>(['node', 'zone', 'cluster']);

interface Def {
  readonly type: string;
  readonly shape?: Readonly<Record<string, AnySchema>>;
  readonly element?: AnySchema;
  readonly valueType?: AnySchema;
}

/**
 * A value of the document with every mention of a renamed id replaced: wherever the schema says that a field refers
 * to a node, a zone or a cluster, and, in the expressions of checks, wherever the id stands as a name of its own.
 * What did not change is the same object as before; what does not fit the schema is left as it is.
 */
function renameIn(schema: AnySchema, value: unknown, renamed: Renamed): unknown {
  const plain = bare(schema);
  const meta = metaOf(schema);
  const def = plain._zod.def as unknown as Def;
  if (meta.refers !== undefined && NAMED.has(meta.refers)) return renameId(value, renamed);
  if (meta.control === 'sides') return renameParties(value, renamed);
  if (meta.control === 'expression') return renameNames(value, renamed);
  if (meta.choose !== undefined) {
    const { choose } = meta;
    if (!isRecord(value)) return value;
    const word =
      choose.by === 'tag'
        ? value[choose.tag]
        : [...choose.table.keys()].find((key) => Object.hasOwn(value, key));
    const chosen = typeof word === 'string' ? choose.table.get(word) : undefined;
    return chosen === undefined ? value : renameIn(chosen, value, renamed);
  }
  if (def.shape !== undefined && isRecord(value)) {
    const { shape } = def;
    return mapRecord(value, (item, key) => {
      const field = shape[key];
      return field === undefined ? item : renameIn(field, item, renamed);
    });
  }
  if (def.element !== undefined && Array.isArray(value)) {
    const { element } = def;
    return mapList(value, (item) => renameIn(element, item, renamed));
  }
  if (def.valueType !== undefined && isRecord(value)) {
    const { valueType } = def;
    return mapRecord(value, (item) => renameIn(valueType, item, renamed));
  }
  return value;
}

export const renameInNode = <T>(value: T, renamed: Renamed): T => renameIn(node, value, renamed) as T;
export const renameInLink = <T>(value: T, renamed: Renamed): T => renameIn(link, value, renamed) as T;

/** Another id for a node, zone or cluster, everywhere it is mentioned. The sheet itself when the id is not free. */
export function changeId(sheet: Sheet, from: string, to: string): Sheet {
  if (from === to || !ID.test(to)) return sheet;
  const groups = ['nodes', 'zones', 'clusters'] as const;
  const owns = (id: string): boolean => groups.some((group) => Object.hasOwn(sheet[group] ?? {}, id));
  if (!owns(from) || owns(to)) return sheet;
  const renamed = renameIn(documentSchema, sheet, new Map([[from, to]])) as Sheet;
  const rekeyed = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(record).map(([id, thing]) => [id === from ? to : id, thing]));
  return groups.reduce<Sheet>(
    (changed, group) =>
      Object.hasOwn(changed[group] ?? {}, from)
        ? { ...changed, [group]: rekeyed(changed[group] ?? {}) }
        : changed,
    renamed,
  );
}

const ID = /^[a-z][A-Za-z0-9]{0,39}$/;

/** `payments` and `payments#1` alike. */
function renameId(value: unknown, renamed: Renamed): unknown {
  if (typeof value !== 'string') return value;
  const hash = value.indexOf('#');
  const id = hash < 0 ? value : value.slice(0, hash);
  const to = renamed.get(id);
  return to === undefined ? value : to + value.slice(id.length);
}

function renameParties(value: unknown, renamed: Renamed): unknown {
  return Array.isArray(value)
    ? mapList(value, (item) => renameParties(item, renamed))
    : renameId(value, renamed);
}

/** Texts in quotes, fields after a dot and names of fields before a colon are not names of their own. */
const WORDS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\.\s*[A-Za-z_]\w*|[A-Za-z_]\w*/g;

function renameNames(value: unknown, renamed: Renamed): unknown {
  return typeof value === 'string' ? value.replace(WORDS, (word) => renamed.get(word) ?? word) : value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mapList(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change);
  return changed.every((item, i) => item === list[i]) ? list : changed;
}

function mapRecord(
  record: Readonly<Record<string, unknown>>,
  change: (item: unknown, key: string) => unknown,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(record).map(([key, item]) => [key, change(item, key)] as const);
  return entries.every(([key, item]) => item === record[key]) ? record : Object.fromEntries(entries);
}
