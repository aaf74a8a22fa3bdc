import { expect, use } from '#words/problems.ts';
import { childPath, showValue } from './problem.ts';
import type { Problems } from './problems.ts';

/** Bounds of any input, whatever it should be. */
const INPUT_LIMITS = { depth: 64, values: 200_000, stringLength: 10_000, keyLength: 200 } as const;

/** Keys by which an object could be made to change what other objects are. */
const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A copy of anything as plain JSON: objects without prototype, own enumerable fields only, bounded in depth
 * and size, unsafe keys left out. What is no JSON is `undefined`. Never throws, whatever traps the input has.
 */
export const sanitize = (input: unknown, path: string, problems: Problems): unknown => {
  let left: number = INPUT_LIMITS.values;

  const copyOf = (value: unknown, at: string, depth: number): unknown => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') {
      if (value.length <= INPUT_LIMITS.stringLength) return value;
      problems.add(at, expect.text(0, INPUT_LIMITS.stringLength), showValue(value), use.nothing);
      return undefined;
    }
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value !== 'object') {
      problems.add(at, expect.plain(), typeof value === 'number' ? String(value) : typeof value, use.nothing);
      return undefined;
    }
    if (depth >= INPUT_LIMITS.depth) {
      problems.add(at, expect.depth(INPUT_LIMITS.depth), 'more', use.nothing);
      return undefined;
    }
    return Array.isArray(value) ? listOf(value, at, depth) : objectOf(value, at, depth);
  };

  const spent = (at: string): boolean => {
    if (left > 0) {
      left--;
      return false;
    }
    // Said once: `left` goes below zero and stays there.
    if (left === 0) problems.add(at, expect.atMost(INPUT_LIMITS.values, 'values'), 'more', use.rest);
    left = -1;
    return true;
  };

  const listOf = (value: readonly unknown[], at: string, depth: number): unknown[] => {
    const copy: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      if (spent(at)) break;
      copy.push(copyOf(value[i] ?? null, childPath(at, i), depth + 1) ?? null);
    }
    return copy;
  };

  const objectOf = (value: object, at: string, depth: number): unknown => {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value)) {
      if (spent(at)) break;
      if (UNSAFE_KEYS.has(key) || key.length > INPUT_LIMITS.keyLength) {
        problems.add(childPath(at, key), expect.safeKey(), showValue(key), use.nothing);
        continue;
      }
      const field = (value as Record<string, unknown>)[key];
      if (field === undefined) continue;
      const child = copyOf(field, childPath(at, key), depth + 1);
      if (child !== undefined) copy[key] = child;
    }
    return copy;
  };

  try {
    return copyOf(input, path, 0);
  } catch {
    problems.add(path, expect.plain(), 'an object that cannot be read', use.nothing);
    return undefined;
  }
};
