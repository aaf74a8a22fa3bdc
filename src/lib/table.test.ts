import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { clonePlain } from './plain.ts';
import { newTable, tableDelete, tableGet, tableSet, tableSize, tableValues } from './table.ts';

describe('a table', () => {
  it('is a Map from numbers to objects, whatever comes and goes', () => {
    const step = fc.tuple(fc.boolean(), fc.nat(12), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const table = newTable<{ value: number }>();
        const map = new Map<number, { value: number }>();
        for (const [isAdded, key, value] of steps) {
          if (isAdded) {
            tableSet(table, key, { value });
            map.set(key, { value });
          } else expect(tableDelete(table, key)).toBe(map.delete(key));
          expect(tableGet(table, key)).toEqual(map.get(key));
        }
        expect(tableSize(table)).toBe(map.size);
        expect(tableValues(table)).toEqual([...map.values()]);
      }),
    );
  });

  it('keeps nothing of what was deleted', () => {
    const table = newTable<{ value: number }>();
    for (let key = 0; key < 1_000; key++) {
      tableSet(table, key, { value: key });
      if (key >= 3) tableDelete(table, key - 3);
    }
    expect(table.items.filter((item) => item !== null)).toHaveLength(3);
    expect(table.items.length).toBeLessThan(8);
  });

  it('is plain data', () => {
    const table = newTable<{ value: number }>();
    tableSet(table, 7, { value: 1 });
    const copy = clonePlain(table);
    tableGet(copy, 7)!.value = 2;
    expect(tableGet(table, 7)).toEqual({ value: 1 });
  });
});
