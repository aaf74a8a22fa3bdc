import * as fc from 'fast-check';
import { expect, describe, it } from 'vitest';
import { complete } from '#lib/schema/meta.ts';
import { printProblem } from '#lib/schema/problem.ts';
import { expressionProblem } from '#flow/expression.ts';
import { templateProblem } from '#flow/template.ts';
import { document as saga } from '#library/order-saga.ts';
import { documentArbitrary } from './arbitrary.ts';
import { migrate, migrations } from './migrate.ts';
import { readDocument, readText } from './read.ts';
import { documentSchema, FORMAT_VERSION, LIMITS, type ScenarioDocument } from './schema.ts';
import { writeDocument } from './write.ts';

const lines = (input: unknown) => readDocument(input).problems.map(printProblem);

describe('a document', () => {
  it('the order saga reads without a problem and comes back from its text', () => {
    expect(lines(saga)).toEqual([]);
    expect(readText(writeDocument(saga))).toEqual({ document: saga, problems: [] });
    expect(writeDocument(readText(writeDocument(saga)).document!)).toBe(writeDocument(saga));
  });

  it('random documents read without a problem, come back from their text, and can be completed', () => {
    fc.assert(
      fc.property(documentArbitrary(), (document) => {
        const checks = { checkExpression: expressionProblem, checkTemplate: templateProblem };
        expect(readDocument(document, checks).problems.map(printProblem)).toEqual([]);
        const text = writeDocument(document);
        expect(readText(text)).toEqual({ document, problems: [] });
        const whole = complete(documentSchema, document);
        expect(Object.keys(whole.nodes)).toEqual(Object.keys(document.nodes!));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('with one value replaced by anything, it is still read, and every problem says where', () => {
    fc.assert(
      fc.property(documentArbitrary(), fc.nat(), fc.anything(), (document, where, junk) => {
        const broken = JSON.parse(JSON.stringify(document)) as unknown;
        replaceAt(broken, where, junk);
        expectCleanReading(broken);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('with one field renamed, moved or dropped, it is still read', () => {
    fc.assert(
      fc.property(
        documentArbitrary(),
        fc.nat(),
        fc.constantFrom('drop', 'rename', 'double'),
        (document, where, how) => {
          const broken = JSON.parse(JSON.stringify(document)) as unknown;
          damageAt(broken, where, how);
          expectCleanReading(broken);
        },
      ),
      { numRuns: 80 },
    );
  }, 60_000);

  it('an empty object is a document, and anything but an object is none', () => {
    expect(readDocument({ halfopen: 1 })).toEqual({ document: { halfopen: 1 }, problems: [] });
    expect(lines({})).toEqual(['halfopen: expected format 1 or older, got nothing; using 1']);
    for (const odd of [null, 1, 'x', [], undefined, () => 1]) {
      expect(readDocument(odd).document).toBeUndefined();
      expect(lines(odd)[0]).toMatch(/^document: expected a scenario document, got .*; left out$/);
    }
    const trap = new Proxy({}, { ownKeys: () => { throw new Error('no'); } }); // prettier-ignore
    expect(readDocument(trap).document).toBeUndefined();
  });

  it('bounds hold', () => {
    const nodes = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`n${i}`, { kind: 'client' }]));
    const read = readDocument({ halfopen: 1, nodes });
    expect(Object.keys(read.document!.nodes!)).toHaveLength(500);
    expect(read.problems.map(printProblem)).toEqual([
      'nodes: expected at most 500 entries, got 501; using the first 500',
    ]);
    const steps = Array.from({ length: 26 }, () => ({ forEach: '${[1]}', as: 'i', do: Array.from({ length: 19 }, () => ({ work: '1ms' })) })); // prettier-ignore
    const service = {
      kind: 'service',
      handlers: [
        { request: 'x', steps },
        { request: 'y', steps: steps.slice(1) },
      ],
    };
    expect(lines({ halfopen: 1, nodes: { a: service } })).toEqual([
      'nodes.a.handlers[0].steps: expected at most 500 steps, got 520; using the rest of the list',
    ]);
  });

  it('a megabyte of anything is read', () => {
    const unknown = Array.from({ length: 45_000 }, (_, i) => [`unknown${i}`, 1]);
    const link = { from: 'nodeNumber17', to: 'nodeNumber4711' };
    const nodes = Array.from({ length: 500 }, (_, i) => [`nodeNumbered${i}`, { kind: 'service' }]);
    const hostile = [
      Object.fromEntries(unknown),
      { nodes: { a: { kind: 'service', handlers: unknown } } },
      { nodes: Object.fromEntries(nodes) as unknown, links: Array.from({ length: 15_000 }, () => link) },
      { checks: Array.from({ length: 40_000 }, () => ({ alwayss: 'x' })) },
    ];
    for (const input of hostile) {
      const text = JSON.stringify({ halfopen: 1, ...input });
      expect(text.length).toBeGreaterThan(500_000);
      expect(text.length).toBeLessThan(LIMITS.characters);
      expect(readText(text).problems.length).toBeGreaterThan(1);
    }
  });

  it('names that a message already has are refused in bodies, by path', () => {
    const steps = [
      { call: 'b', op: 'x', body: { id: 1, fine: 2, attempt: 1 } },
      { publish: 'log', topic: 't', event: 'E', body: { offset: 1, op: 2 } },
    ];
    const document = {
      halfopen: 1,
      nodes: {
        a: { kind: 'service', handlers: [{ request: 'r', steps }] },
        b: { kind: 'service' },
        log: { kind: 'log' },
      },
      links: [{ from: 'a', to: 'b' }, { from: 'a', to: 'log' }], // prettier-ignore
    };
    expect(lines(document).map((line) => line.split(',')[0])).toEqual([
      'nodes.a.handlers[0].steps[0].body.id: expected a field name other than id',
      'nodes.a.handlers[0].steps[0].body.attempt: expected a field name other than id',
      'nodes.a.handlers[0].steps[1].body.offset: expected a field name other than id',
    ]);
  });
});

describe('formats', () => {
  it('a newer one is refused with a sentence', () => {
    expect(lines({ halfopen: 2 })).toEqual([
      'halfopen: expected a document that this Halfopen can read (format 1 or older); reload to get the newest, got 2; left out',
    ]);
    expect(readDocument({ halfopen: 2 }).document).toBeUndefined();
  });

  it('migrations rise by one up to the format of today', () => {
    expect(migrations.map((step) => step.to)).toEqual(
      Array.from({ length: FORMAT_VERSION - 1 }, (_, i) => i + 2),
    );
  });

  it('an older one goes through every migration after its own, in order', () => {
    const steps = [2, 3, 4].map((to) => ({
      to,
      up: (old: Readonly<Record<string, unknown>>) => ({
        ...old,
        trail: [...((old['trail'] as number[]) ?? []), to],
      }),
    }));
    expect(migrate({ halfopen: 2 }, steps, 4)).toEqual({
      input: { halfopen: 4, trail: [3, 4] },
      problems: [],
    });
    expect(migrate({ halfopen: 4 }, steps, 4).input).toEqual({ halfopen: 4 });
    expect(migrate({ halfopen: 5 }, steps, 4).input).toBeUndefined();
  });
});

describe('the text of a document', () => {
  it.each([
    ['', 'the end of the text', 1, 1],
    ['{"a":1,\n  b: 2}', '"b"', 2, 3],
    ['{"a": [1, 2,]}', '"]"', 1, 13],
    ['{"a": 1}\n}', '"}"', 2, 1],
    ['{"a": "x\ny"}', '"\\n"', 1, 9],
    ['{"a" 1}', '"1"', 1, 6],
    ['{"a": tru}', '"t"', 1, 7],
    ['[[[', 'the end of the text', 1, 4],
    ['{"a": 01}', '"1"', 1, 8],
  ])('%j is told to fail at the right place', (text, found, line, column) => {
    expect(readText(text).problems.map(printProblem)).toEqual([
      `document: expected JSON, got ${found} at line ${line}, column ${column}; left out`,
    ]);
  });

  it('any damage to a text is told with a place inside it, and never throws', () => {
    const text = writeDocument(saga);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(5), (at, insert, drop) => {
        const { problems, document } = readText(text.slice(0, at) + insert + text.slice(at + drop));
        if (document === undefined) expect(problems).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('a text that is too large is not parsed', () => {
    expect(readText(`[${' '.repeat(1_000_001)}]`).problems.map(printProblem)).toEqual([
      'document: expected text of 2 to 1000000 characters, got 1000003; left out',
    ]);
    expect(readText('['.repeat(1_000_000)).document).toBeUndefined();
  });

  it('fields stand in one order, whatever order they were set in', () => {
    const a: ScenarioDocument = {
      halfopen: 1,
      seed: 1,
      nodes: { a: { kind: 'service', slots: 2, title: 'A' } },
    };
    const b = {
      nodes: { a: { title: 'A', slots: 2, kind: 'service' } },
      seed: 1,
      halfopen: 1,
    } as ScenarioDocument;
    expect(writeDocument(a)).toBe(writeDocument(b));
    expect(writeDocument(a)).toBe(
      '{"halfopen":1,"seed":1,"nodes":{"a":{"kind":"service","title":"A","slots":2}}}\n',
    );
  });
});

/** Whatever went in: no throw, a path everywhere, and what came out reads again without a problem. */
const expectCleanReading = (input: unknown): void => {
  const { document, problems } = readDocument(input);
  for (const problem of problems) {
    expect(problem.path).not.toBe('');
    expect(printProblem(problem)).not.toContain('undefined');
  }
  if (document === undefined) {
    expect(problems).not.toEqual([]);
    return;
  }
  complete(documentSchema, document);
  const again = readDocument(document);
  expect(again.problems.filter((problem) => problem.used !== 'as written')).toEqual([]);
  expect(again.document).toEqual(document);
};

type Holder = Record<string, unknown>;

/** Every (holder, key) in a JSON value. */
const placesIn = (value: unknown): [Holder, string][] =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap(
        (key) => [[value as Holder, key], ...placesIn((value as Holder)[key])] as [Holder, string][],
      )
    : [];

const replaceAt = (root: unknown, where: number, junk: unknown): void => {
  const places = placesIn(root);
  const [holder, key] = places[where % places.length]!;
  holder[key] = junk;
};

const damageAt = (root: unknown, where: number, how: string): void => {
  const places = placesIn(root);
  const [holder, key] = places[where % places.length]!;
  if (how === 'double') holder[`${key}x`] = holder[key];
  else {
    const value = holder[key];
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    if (how === 'rename') holder[`z${key}`] = value;
  }
};
