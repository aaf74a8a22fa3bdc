/** Data that can be written as JSON. State may also hold `Map`, `Set` and typed arrays; payloads may not. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

type Keyed = Record<string, unknown>;

/**
 * A deep copy of plain data: primitives, arrays, records (with or without prototype), `Map`, `Set`, typed arrays.
 *
 * Frozen arrays and records are shared with the copy, so freeze only what is frozen all the way down (`freezeDeep`).
 * A value reached by two ways is copied twice; a cycle overflows the stack. Throws on functions, symbols and
 * instances of other classes: they have no business in state.
 */
export function clonePlain<T>(value: T): T {
  return (typeof value === 'object' && value !== null ? cloneObject(value) : primitive(value)) as T;
}

function cloneObject(value: object): object {
  if (Array.isArray(value)) {
    const list: unknown[] = value;
    if (Object.isFrozen(list)) return list;
    const copy = list.slice();
    for (let i = 0; i < copy.length; i++) {
      const child = copy[i];
      if (typeof child === 'object' && child !== null) copy[i] = cloneObject(child);
      else primitive(child);
    }
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return cloneRecord(value as Keyed, prototype);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, child] of value) copy.set(clonePlain(key), clonePlain(child));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    for (const child of value) copy.add(clonePlain(child));
    return copy;
  }
  if (isTypedArray(value)) return value.slice();
  throw notPlain(value);
}

function cloneRecord(value: Keyed, prototype: object | null): Keyed {
  if (Object.isFrozen(value)) return value;
  // Spread first: it copies a whole hidden class at once, and an own key "__proto__" stays an ordinary key.
  const copy: Keyed = prototype === null ? { __proto__: null, ...value } : { ...value };
  for (const key in copy) {
    const child = copy[key];
    if (typeof child === 'object' && child !== null) copy[key] = cloneObject(child);
    else primitive(child);
  }
  return copy;
}

/**
 * Freezes a value and all it holds, and returns it. Stops at what is frozen already. Throws on `Map`, `Set` and typed
 * arrays: `Object.freeze` does not protect what is in them, and `clonePlain` would share them with the copy.
 */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return primitive(value);
  if (Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    for (const child of value as unknown[]) freezeDeep(child);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) throw notPlain(value);
    for (const key in value) freezeDeep(value[key]);
  }
  return Object.freeze(value);
}

/**
 * Whether two plain values say the same. `NaN` equals itself, `-0` equals `0`; the order of a record's keys and its
 * prototype do not count, the order of a `Map` or `Set` does (whoever iterates sees it). A key that holds `undefined`
 * is not the same as no key.
 */
export function equalPlain(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a !== a && b !== b;
  if (Array.isArray(a)) return Array.isArray(b) && equalSequence(a, b);
  if (a instanceof Map) return b instanceof Map && a.size === b.size && equalSequence([...a], [...b]);
  if (a instanceof Set) return b instanceof Set && a.size === b.size && equalSequence([...a], [...b]);
  if (isTypedArray(a)) return isTypedArray(b) && a.constructor === b.constructor && equalSequence(a, b);
  if (Array.isArray(b) || b instanceof Map || b instanceof Set || isTypedArray(b)) return false;
  return equalRecord(a as Keyed, b as Keyed);
}

function equalRecord(a: Keyed, b: Keyed): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !equalPlain(a[key], b[key])) return false;
  }
  return true;
}

function equalSequence(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equalPlain(a[i], b[i])) return false;
  return true;
}

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

export function isTypedArray(value: object): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

function primitive<T>(value: T): T {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(value);
  return value;
}

function notPlain(value: unknown): Error {
  return new Error(`not plain data: ${Object.prototype.toString.call(value)}`);
}
