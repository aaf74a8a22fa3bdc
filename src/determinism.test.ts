import { readFileSync, readdirSync } from 'node:fs';
import { Visitor, parseSync, type ESTree } from 'vite';
import { describe, expect, it } from 'vitest';

/** A run is made of these; the same run must come out of every engine, in every place, at every hour. */
const layers = ['lib', 'sim', 'check', 'flow', 'patterns', 'kinds', 'scenario', 'library'];

/**
 * What `Math` computes exactly, by IEEE 754 or because it is whole. The rest is left to the engine, and engines differ:
 * `Math.exp(1.7)` is 5.473947391727199 in V8 and 5.4739473917272 in JavaScriptCore.
 */
const exact = new Set(
  'PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2 abs ceil clz32 floor fround imul max min round sign sqrt trunc'.split(
    ' ',
  ),
);

/** Clocks, and what depends on the language or the time zone of the machine. */
const globals = new Set(['Date', 'Intl', 'performance', 'crypto', 'Temporal']);
const methods = /^(toLocale\w*|localeCompare)$/;

describe('determinism', () => {
  it('nothing in a run depends on the engine, the place or the hour', () => {
    const files = layers
      .flatMap((layer) => listing(`src/${layer}`))
      .filter((file) => file.endsWith('.ts') && !/\.test(-helper)?\.ts$/.test(file));
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => hazards(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it.each([
    'Math.random()',
    'Math.pow(x, 2)',
    "Math['exp'](x)",
    'const { log } = Math',
    'x ** 0.5',
    'x **= 2',
    '2 ** n',
    'Date.now()',
    'performance.now()',
    'globalThis.Date',
    'x.toLocaleString()',
    'names.sort((a, b) => a.localeCompare(b))',
  ])('%s is found', (source) => {
    expect(hazards('x.ts', source)).toHaveLength(1);
  });

  it.each([
    'Math.sqrt(x)',
    '1 - 2 ** -50',
    '10n ** digits',
    'interface A { Date: string }',
    'a.Date',
    'Math.PI',
  ])('%s passes', (source) => {
    expect(hazards('x.ts', source)).toEqual([]);
  });
});

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);
}

/** One sentence for each place in the source that may give another result elsewhere. */
function hazards(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  const found: string[] = [];
  const add = (start: number, what: string) => {
    found.push(`${file}:${source.slice(0, start).split('\n').length} ${what}`);
  };

  const harmless = new Set<number>(); // where an identifier only names a property
  new Visitor({
    MemberExpression({ object, property, computed, start }) {
      const name = nameOf(property, computed);
      if (object.type === 'Identifier' && object.name === 'Math') {
        harmless.add(object.start);
        if (name === undefined || !exact.has(name)) add(start, `Math.${name ?? '[…]'}`);
      } else if (name !== undefined && methods.test(name)) {
        add(start, name);
      } else if (object.type === 'Identifier' && object.name === 'globalThis') {
        if (name === undefined || globals.has(name)) add(start, `globalThis.${name ?? '[…]'}`);
      }
      if (!computed) harmless.add(property.start);
    },
    TSPropertySignature({ key, computed }) {
      if (!computed) harmless.add(key.start);
    },
    Property({ key, computed, shorthand }) {
      if (!computed && !shorthand) harmless.add(key.start);
    },
    Identifier({ name, start }) {
      if (harmless.has(start)) return;
      if (name === 'Math' || globals.has(name)) add(start, name);
    },
    BinaryExpression({ operator, left, right, start }) {
      if (operator !== '**') return;
      const literal = source.slice(left.start, right.end);
      const isExact = /^2 \*\* -?\d+$/.test(literal) || /^\d+n /.test(literal);
      if (!isExact) add(start, literal);
    },
    AssignmentExpression({ operator, start }) {
      if (operator === '**=') add(start, operator);
    },
  }).visit(program);
  return found;
}

/** The name in `object.name` or `object['name']`, nothing when it is computed. */
function nameOf(property: ESTree.MemberExpression['property'], computed: boolean): string | undefined {
  if (property.type === 'Literal') return typeof property.value === 'string' ? property.value : undefined;
  return !computed && property.type === 'Identifier' ? property.name : undefined;
}
