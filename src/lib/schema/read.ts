import { expect, got, use } from '#words/problems.ts';
import { bare, metaOf, type AnySchema, type Choose, type FieldMeta, type Written } from './meta.ts';
import { childPath, showValue, type Problem } from './problem.ts';
import { Problems } from './problems.ts';
import { sanitize } from './sanitize.ts';

export interface ReadOptions {
  /** Why a bare expression cannot be parsed; nothing when it can. */
  readonly checkExpression?: (source: string) => string | null | undefined;
  /** The same for a text with `${…}` in it. */
  readonly checkTemplate?: (source: string) => string | null | undefined;
}

export interface ReadResult<T> {
  /** What could be read, in its written form; `undefined` when the whole could not. */
  readonly value: T | undefined;
  readonly problems: Problem[];
  /** Where an item of a list that was read stood in the input; the two differ after bad items. */
  readonly placeOf: (list: readonly unknown[], index: number) => number;
}

/**
 * Reads anything as a value of the schema. Never throws. Unknown fields and bad items are left out, bad fields
 * fall back to their default; an object that lacks what it needs is left out as a whole. Every repair is a problem.
 * Expressions with a syntax error are kept as written: the person will want to mend them.
 */
export const readValue = <S extends AnySchema>(
  schema: S,
  input: unknown,
  path = '',
  options: ReadOptions = {},
): ReadResult<Written<S>> => {
  const problems = new Problems();
  const clean = sanitize(input, path, problems);
  const reader = new Reader(problems, options);
  const value = reader.field(schema, clean, path);
  return {
    value: value === BAD || value === ABSENT ? undefined : (value as Written<S>),
    problems: problems.list,
    placeOf: (list, index) => reader.places.get(list)?.[index] ?? index,
  };
};

/** Could not be read, and has no default. */
const BAD = Symbol('bad');
/** Not written, and need not be. */
const ABSENT = Symbol('absent');

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Reader {
  /** Lists that lost items, with the places that the others had. */
  readonly places = new WeakMap<readonly unknown[], readonly number[]>();
  readonly #problems: Problems;
  readonly #options: ReadOptions;

  constructor(problems: Problems, options: ReadOptions) {
    this.#problems = problems;
    this.#options = options;
  }

  field(schema: AnySchema, value: unknown, path: string): unknown {
    const meta = metaOf(schema);
    const mayBeAbsent = meta.default !== undefined || meta.optional === true;
    if (value === undefined) {
      if (mayBeAbsent) return ABSENT;
      this.#problems.add(path, this.#nounOf(meta), got.nothing());
      return BAD;
    }
    const mark = this.#problems.mark;
    const result = this.#value(bare(schema), meta, value, path);
    if (result !== BAD || !mayBeAbsent) return result;
    this.#problems.settle(mark, meta.default === undefined ? use.nothing : showValue(meta.default));
    return ABSENT;
  }

  #value(schema: AnySchema, meta: FieldMeta, value: unknown, path: string): unknown {
    if (meta.choose !== undefined) return this.#oneOf(meta.choose, value, path);
    const def = schema._zod.def as {
      shape?: Record<string, AnySchema>;
      element?: AnySchema;
      valueType?: AnySchema;
    };
    if (def.shape !== undefined) return this.#object(def.shape, value, path);
    if (def.element !== undefined) return this.#list(def.element, meta, value, path);
    if (def.valueType !== undefined) return this.#record(def.valueType, meta, value, path);
    return this.#leaf(meta, value, path);
  }

  #leaf(meta: FieldMeta, value: unknown, path: string): unknown {
    const expected = meta.misfit?.(value);
    if (expected !== undefined) {
      const near =
        typeof value === 'string' && meta.choices ? this.#problems.suggest(value, meta.choices) : undefined;
      const text = near === undefined ? expected : expect.choiceLike(meta.choices!, near);
      this.#problems.add(path, text, showValue(value));
      return BAD;
    }
    if (meta.control === 'expression') {
      const reason = this.#options.checkExpression?.(value as string);
      if (typeof reason === 'string') {
        this.#problems.add(path, expect.goodExpression(reason), showValue(value), use.asWritten);
      }
    } else if (meta.control === 'template' || meta.control === 'templateText') {
      this.#templates(value, path);
    }
    return value;
  }

  /** Checks every text in a JSON value that holds `${`. */
  #templates(value: unknown, path: string): void {
    if (typeof value === 'string') {
      const reason = value.includes('${') ? this.#options.checkTemplate?.(value) : undefined;
      if (typeof reason === 'string') {
        this.#problems.add(path, expect.goodTemplate(reason), showValue(value), use.asWritten);
      }
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => this.#templates(item, childPath(path, index)));
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) this.#templates(value[key], childPath(path, key));
    }
  }

  #object(shape: Record<string, AnySchema>, value: unknown, path: string): unknown {
    if (!isObject(value)) {
      this.#problems.add(path, expect.object(), showValue(value));
      return BAD;
    }
    const names = Object.keys(shape);
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(shape, key)) continue;
      const free = names.filter((name) => !Object.hasOwn(value, name));
      this.#problems.add(
        childPath(path, key),
        expect.fieldOf(this.#problems.suggest(key, free)),
        showValue(value[key]),
        use.nothing,
      );
    }
    const result: Record<string, unknown> = {};
    let bad = false;
    // In the order of the schema: what is read is already in the order in which it will be written.
    for (const key of names) {
      const child = this.field(shape[key]!, value[key], childPath(path, key));
      if (child === BAD) bad = true;
      else if (child !== ABSENT) result[key] = child;
    }
    return bad ? BAD : result;
  }

  #list(item: AnySchema, meta: FieldMeta, value: unknown, path: string): unknown {
    if (!Array.isArray(value)) {
      this.#problems.add(path, expect.list(), showValue(value));
      return BAD;
    }
    const { min = 0, max = Infinity } = meta;
    if (value.length > max) {
      this.#problems.add(path, expect.listLength(min, max), got.list(value.length), use.theFirst(max));
    }
    const result: unknown[] = [];
    const places: number[] = [];
    value.slice(0, max).forEach((one: unknown, index) => {
      const mark = this.#problems.mark;
      const child = this.field(item, one, childPath(path, index));
      if (child === BAD) this.#problems.settle(mark, use.restOfList);
      else {
        result.push(child);
        places.push(index);
      }
    });
    if (result.length < value.length) this.places.set(result, places);
    if (result.length >= min) return result;
    this.#problems.add(path, expect.listLength(min, max), got.list(result.length));
    return BAD;
  }

  #record(item: AnySchema, meta: FieldMeta, value: unknown, path: string): unknown {
    if (!isObject(value)) {
      this.#problems.add(path, expect.object(), showValue(value));
      return BAD;
    }
    const { max = Infinity } = meta;
    const keys = Object.keys(value);
    if (keys.length > max) {
      this.#problems.add(path, expect.atMost(max, 'entries'), got.count(keys.length), use.theFirst(max));
    }
    const result = Object.create(null) as Record<string, unknown>;
    for (const key of keys.slice(0, max)) {
      const keyPath = childPath(path, key);
      const misfit = meta.keyMisfit?.(key);
      if (misfit !== undefined) {
        this.#problems.add(keyPath, misfit, showValue(key), use.nothing);
        continue;
      }
      const mark = this.#problems.mark;
      const child = this.field(item, value[key], keyPath);
      if (child === BAD) this.#problems.settle(mark, use.nothing);
      else result[key] = child;
    }
    return result;
  }

  #oneOf(choose: Choose, value: unknown, path: string): unknown {
    const words = [...choose.table.keys()];
    if (!isObject(value)) {
      const expected = choose.by === 'tag' ? expect.object() : expect.keyOf(words);
      this.#problems.add(path, expected, showValue(value));
      return BAD;
    }
    if (choose.by === 'key') {
      const key = words.find((word) => Object.hasOwn(value, word));
      if (key !== undefined) return this.field(choose.table.get(key)!, value, path);
      const near = Object.keys(value).find((name) => this.#problems.suggest(name, words) !== undefined);
      const expected = expect.keyOf(words);
      this.#problems.add(
        path,
        near === undefined ? expected : expect.keyLike(this.#problems.suggest(near, words)!),
        showValue(value),
      );
      return BAD;
    }
    const word = value[choose.tag];
    const chosen = typeof word === 'string' ? choose.table.get(word) : undefined;
    if (chosen !== undefined) return this.field(chosen, value, path);
    const near = typeof word === 'string' ? this.#problems.suggest(word, words) : undefined;
    this.#problems.add(childPath(path, choose.tag), expect.choiceLike(words, near), showValue(word));
    return BAD;
  }

  /** What a missing field should have been. */
  #nounOf(meta: FieldMeta): string {
    if (meta.choose?.by === 'key') return expect.keyOf([...meta.choose.table.keys()]);
    if (meta.control === 'object' || meta.control === 'record' || meta.choose) return expect.object();
    if (meta.control === 'list' || meta.control === 'steps') return expect.list();
    return meta.misfit?.(undefined) ?? expect.plain();
  }
}
