import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  choice,
  delay,
  duration,
  expression,
  id,
  integer,
  ratio,
  template,
  text,
} from './leaves.ts';
import { complete } from './meta.ts';
import { printProblem } from './problem.ts';
import { PROBLEMS_MAX } from './problems.ts';
import { readValue } from './read.ts';
import { list, object, recordById, tagged, keyed } from './shapes.ts';

const about = { title: 'T', sentence: 'S.' };
const inner = object(
  { need: integer({ ...about, min: 0, max: 9 }), ok: boolean({ ...about, default: false }) },
  about,
);
const schema = object(
  {
    slots: integer({ ...about, min: 1, max: 10_000, default: 8 }),
    share: ratio({ ...about, optional: true }),
    wait: duration({ ...about, min: 1_000, max: 1_000_000, default: '5ms' }),
    delay: delay({ ...about, optional: true }),
    mode: choice(['fast', 'slow'], { ...about, default: 'fast' }),
    items: list(inner, { ...about, max: 3, default: [] }),
    byId: recordById(inner, { ...about, default: {} }),
    shape: tagged(
      'kind',
      { title: text({ ...about, optional: true }) },
      {
        circle: object({ r: integer(about) }, about),
        box: object({ w: integer({ ...about, default: 1 }) }, about),
      },
      { ...about, optional: true },
    ),
    when: keyed(
      { at: object({ at: duration(about) }, about), if: object({ if: expression(about) }, about) },
      { ...about, optional: true },
    ),
    data: template({ ...about, optional: true }),
    next: object(
      { a: object({ name: id(about) }, { ...about, default: { name: 'x' } }) },
      { ...about, optional: true },
    ),
  },
  about,
);

const lines = (input: unknown, options = {}) =>
  readValue(schema, input, '', options).problems.map(printProblem);
const value = (input: unknown) => readValue(schema, input).value;

describe('reading a value', () => {
  it('what is written stays as it is written, and nothing is filled in', () => {
    const input = { slots: 3, wait: '7ms', items: [{ need: 1 }], shape: { kind: 'circle', r: 2 } };
    expect(readValue(schema, input)).toMatchObject({ value: input, problems: [] });
    expect(value({})).toEqual({});
  });

  it('a bad field falls back to its default, and the problem says to what', () => {
    expect(lines({ slots: -5 })).toEqual(['slots: expected 1 to 10000, got -5; using 8']);
    expect(value({ slots: -5 })).toEqual({});
    expect(lines({ slots: 1.5 })).toEqual(['slots: expected a whole number, 1 to 10000, got 1.5; using 8']);
    expect(lines({ wait: '2s' })).toEqual(['wait: expected 1ms to 1s, got "2s"; using "5ms"']);
    expect(lines({ share: null })).toEqual(['share: expected a number, 0 to 1, got null; left out']);
  });

  it('an unknown field is a problem and names the field that was meant', () => {
    expect(lines({ slost: 3 })).toEqual([
      'slost: expected a field of the format (did you mean slots?), got 3; left out',
    ]);
    expect(lines({ zebra: [1] })).toEqual(['zebra: expected a field of the format, got [1]; left out']);
    expect(lines({ mode: 'fsat' })).toEqual([
      'mode: expected one of fast, slow (did you mean fast?), got "fsat"; using "fast"',
    ]);
  });

  it('bad items are left out, and items keep the places that they had', () => {
    const read = readValue(schema, { items: [7, { need: 1 }, { need: 99 }] });
    expect(read.value).toEqual({ items: [{ need: 1 }] });
    expect(read.problems.map(printProblem)).toEqual([
      'items[0]: expected an object, got 7; using the rest of the list',
      'items[2].need: expected 0 to 9, got 99; using the rest of the list',
    ]);
    expect(read.placeOf(read.value!.items!, 0)).toBe(1);
    expect(value({ items: [1, 2, 3, 4].map((need) => ({ need })) })?.items).toHaveLength(3);
  });

  it('an object that lacks what it needs is left out as a whole', () => {
    expect(lines({ byId: { a: {} } })).toEqual([
      'byId.a.need: expected a whole number, 0 to 9, got nothing; left out',
    ]);
    expect(value({ byId: { a: {}, b: { need: 1 } } })).toEqual({ byId: { b: { need: 1 } } });
    expect(lines({ next: { a: { name: 'Bad Name' } } })[0]).toContain('using {"name":"x"}');
  });

  it('alternatives are told apart by their word or by their key', () => {
    expect(lines({ shape: { kind: 'cirle', r: 1 } })).toEqual([
      'shape.kind: expected one of circle, box (did you mean circle?), got "cirle"; left out',
    ]);
    expect(lines({ shape: { r: 1 } })[0]).toContain('got nothing');
    expect(lines({ when: { att: '1s' } })).toEqual([
      'when: expected an object with at, got {"att":"1s"}; left out',
    ]);
    expect(value({ when: { if: 'x', at: '1s' } })).toEqual({ when: { at: '1s' } });
  });

  it('ids that every object has, and words of the expression language, are refused', () => {
    for (const key of ['toString', 'valueOf', 'hasOwnProperty', 'in', 'true', 'null', 'Upper', '1a', '']) {
      expect(Object.keys(value({ byId: { [key]: { need: 1 } } })?.byId ?? {})).toEqual([]);
    }
  });

  it('expressions with an error are kept, and every template in a value is looked at', () => {
    const options = {
      checkExpression: (source: string) => (source.includes('!!') ? 'odd' : undefined),
      checkTemplate: (source: string) => (source.includes('${}') ? 'empty' : undefined),
    };
    expect(lines({ when: { if: '!!' } }, options)).toEqual([
      'when.if: expected an expression that can be read (odd), got "!!"; kept as written',
    ]);
    expect(lines({ data: { a: ['ok ${1}', 'x${}'] } }, options)).toEqual([
      'data.a[1]: expected a template that can be read (empty), got "x${}"; kept as written',
    ]);
  });

  it('no input changes the prototype of anything', () => {
    const evil = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"byId":{"__proto__":{"need":1},"constructor":{"need":1}},"data":{"__proto__":{"polluted":1},"a":{"prototype":1}}}',
    ) as unknown;
    const read = readValue(schema, evil);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(JSON.stringify(read.value)).toBe('{"byId":{},"data":{"a":{}}}');
    expect(read.problems.map((problem) => problem.expected)).toEqual(
      Array.from({ length: 6 }, () => 'a name that is no part of the platform'),
    );
  });

  it('deep, wide, cyclic, odd and throwing inputs end with problems', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(lines({ data: deep })[0]).toContain('expected at most 64 levels');
    const cyclic: unknown[] = [];
    cyclic.push(cyclic, cyclic);
    expect(lines({ data: cyclic }).length).toBeGreaterThan(0);
    expect(lines({ data: Array.from({ length: 300_000 }, () => 1) })[0]).toContain('at most 200000 values');
    const trap = new Proxy({}, { ownKeys: () => { throw new Error('no'); } }); // prettier-ignore
    expect(lines(trap)[0]).toContain('cannot be read');
    for (const odd of [undefined, () => 1, Symbol('s'), 1n, NaN, Infinity]) {
      expect(lines(odd).length).toBeGreaterThan(0);
      expect(lines({ slots: odd }).length).toBe(odd === undefined ? 0 : 1);
    }
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, 1]));
    expect(lines(many)).toHaveLength(PROBLEMS_MAX + 1);
    expect(lines(many).at(-1)).toContain('800 more');
  });

  it('anything at all is read without a throw, and reading what was read again finds nothing', () => {
    const near = fc.record(
      {
        slots: fc.anything(),
        wait: fc.oneof(fc.constantFrom('1ms', '1s', '0.0000001s', 'x'), fc.anything()),
        delay: fc.oneof(
          fc.anything(),
          fc.dictionary(fc.constantFrom('uniform', 'mix', 'pareto'), fc.anything()),
        ),
        items: fc.array(fc.oneof(fc.anything(), fc.record({ need: fc.anything(), ok: fc.anything() }))),
        byId: fc.dictionary(fc.string(), fc.oneof(fc.anything(), fc.record({ need: fc.nat(9) }))),
        shape: fc.oneof(
          fc.anything(),
          fc.record({ kind: fc.constantFrom('circle', 'box', 'x'), r: fc.anything() }),
        ),
        when: fc.oneof(fc.anything(), fc.record({ at: fc.anything() })),
        data: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.anything()), (input) => {
        const read = readValue(schema, input);
        for (const problem of read.problems) {
          expect(problem.path).not.toBe('');
          expect(problem.expected).not.toBe('');
          expect(problem.used).not.toBe('');
        }
        if (read.value === undefined) return;
        const again = readValue(schema, read.value);
        expect(again.problems).toEqual([]);
        expect(again.value).toEqual(read.value);
        complete(schema, read.value);
      }),
      { numRuns: 400 },
    );
  });
});

describe('completing a value', () => {
  it('fills every default, all the way down', () => {
    expect(complete(schema, { items: [{ need: 1 }], next: {} })).toEqual({
      slots: 8,
      wait: '5ms',
      mode: 'fast',
      items: [{ need: 1, ok: false }],
      byId: {},
      next: { a: { name: 'x' } },
    });
  });

  it('leaves out the fields of others', () => {
    expect(complete(inner, { need: 1, kind: 'service' })).toEqual({ need: 1, ok: false });
  });
});
