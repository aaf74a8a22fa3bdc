import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clonePlain, equalPlain, freezeDeep } from './plain.ts';

const state = fc.anything({ withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true });
const payload = fc.jsonValue();

test('a clone says the same and shares nothing that can change', () => {
  fc.assert(
    fc.property(state, (value) => {
      const copy = clonePlain(value);
      expect(copy).toStrictEqual(value);
      expect(sharedObjects(value, copy)).toEqual([]);
    }),
  );
});

function sharedObjects(a: unknown, b: unknown): unknown[] {
  const seen = new Set<unknown>(objectsIn(a));
  return objectsIn(b).filter((object) => seen.has(object));
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return [value, value.buffer];
  const children = value instanceof Map || value instanceof Set ? [...value].flat() : Object.values(value);
  return [value, ...children.flatMap(objectsIn)];
}

test('frozen parts are shared with the clone, the rest is copied', () => {
  const payload = freezeDeep({ items: [{ id: 1 }] });
  const original = { queue: [payload], sent: 0 };
  const copy = clonePlain(original);
  expect(copy.queue[0]).toBe(payload);
  expect(copy.queue).not.toBe(original.queue);
  expect(clonePlain(payload)).toBe(payload);
  expect(clonePlain(payload.items)).toBe(payload.items);
});

test('a frozen Map does not protect its entries, so it is copied', () => {
  const map = Object.freeze(new Map([['a', [1]]]));
  const copy = clonePlain(map);
  map.get('a')?.push(2);
  expect(copy).toEqual(new Map([['a', [1]]]));
});

test('a clone keeps null prototypes, the key "__proto__" and keys that hold undefined', () => {
  const bare = clonePlain(Object.assign(Object.create(null) as object, { a: { b: 1 } }));
  expect(Object.getPrototypeOf(bare)).toBe(null);

  const odd = clonePlain(JSON.parse('{"__proto__":{"a":[1]}}') as object);
  expect(Object.keys(odd)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(odd)).toBe(Object.prototype);

  expect(Object.keys(clonePlain({ gone: undefined }))).toEqual(['gone']);
});

test('a clone of part of a buffer holds that part only', () => {
  const part = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
  const copy = clonePlain(part);
  expect(copy).toEqual(new Uint16Array([2, 3]));
  expect(copy.buffer.byteLength).toBe(4);
});

test('what is no data is refused, however deep it hides', () => {
  class Breaker {
    open = true;
  }
  for (const alien of [() => 1, Symbol('s'), new Date(0), new Breaker(), Promise.resolve(), /x/]) {
    expect(() => clonePlain({ list: [alien] })).toThrow('not plain data');
    expect(() => clonePlain(new Map([['k', { alien }]]))).toThrow('not plain data');
    expect(() => freezeDeep({ list: [alien] })).toThrow('not plain data');
  }
});

test('freezeDeep freezes all the way down and gives back the same object', () => {
  fc.assert(
    fc.property(payload, (value) => {
      const before = JSON.stringify(value);
      expect(freezeDeep(value)).toBe(value);
      expect(objectsIn(value).every((object) => Object.isFrozen(object))).toBe(true);
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});

test('freezeDeep stops at what is frozen already', () => {
  const inner = { open: true };
  freezeDeep({ shell: Object.freeze({ inner }) });
  expect(Object.isFrozen(inner)).toBe(false);
});

test('freezeDeep refuses what freezing would not protect', () => {
  for (const container of [new Map(), new Set(), new Uint8Array(1)]) {
    expect(() => freezeDeep({ container })).toThrow('not plain data');
  }
});

test('equalPlain agrees with a comparison by key-sorted JSON', () => {
  const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(equalPlain(a, b)).toBe(canonical(a) === canonical(b));
      expect(equalPlain(a, clonePlain(a))).toBe(true);
    }),
  );
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
}

test.each<[unknown, unknown, boolean]>([
  [NaN, NaN, true],
  [0, -0, true],
  [1, '1', false],
  [null, undefined, false],
  [[], {}, false],
  [{}, [], false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: undefined }, {}, false],
  [{ a: undefined }, { b: undefined }, false],
  [{}, new Map(), false],
  [new Map(), {}, false],
  [new Set(), new Map(), false],
  [new Map([['a', { n: 1 }]]), new Map([['a', { n: 1 }]]), true],
  [new Map([['a', 1]]), new Map([['a', 2]]), false],
  [new Map(Object.entries({ a: 1, b: 2 })), new Map(Object.entries({ b: 2, a: 1 })), false],
  [new Set([1, 2]), new Set([1, 2]), true],
  [new Set([1, 2]), new Set([2, 1]), false],
  [new Uint8Array([1]), new Uint8Array([1]), true],
  [new Uint8Array([1]), new Int8Array([1]), false],
  [new Uint8Array([1]), [1], false],
  [Object.create(null), {}, true],
])('equalPlain(%o, %o) is %o', (a, b, equal) => {
  expect(equalPlain(a, b)).toBe(equal);
});
