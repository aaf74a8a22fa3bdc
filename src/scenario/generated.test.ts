import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { format, resolveConfig } from 'prettier';
import { fromJSONSchema } from 'zod';
import { describe, expect, it } from 'vitest';
import { describeField, type FieldDescription } from '#lib/schema/describe.ts';
import { documentArbitrary } from './arbitrary.ts';
import { formatDocs } from './format-docs.ts';
import { documentJsonSchema } from './json-schema.ts';
import { readDocument } from './read.ts';
import { documentSchema } from './schema.ts';

const asPrettier = async (text: string, parser: string): Promise<string> =>
  format(text, { ...(await resolveConfig('docs/format.md')), parser });

describe('what is made from the schema', () => {
  it('docs/format.md is up to date; else run node scripts/docs.mjs', async () => {
    expect(readFileSync('docs/format.md', 'utf8')).toBe(await asPrettier(formatDocs(), 'markdown'));
  });

  it('docs/format.schema.json is up to date; else run node scripts/docs.mjs', async () => {
    const schema = await asPrettier(JSON.stringify(documentJsonSchema()), 'json');
    expect(readFileSync('docs/format.schema.json', 'utf8')).toBe(schema);
  });

  it('the JSON Schema takes every document that the reader takes, and refuses what the reader reports', () => {
    // Read back by zod: a second reader, which knows nothing of ours.
    const fromOutside = fromJSONSchema(documentJsonSchema());
    fc.assert(
      fc.property(documentArbitrary(), (document) => {
        expect(fromOutside.safeParse(document).error?.issues).toBeUndefined();
      }),
      { numRuns: 20 },
    );
    const bad: object[] = [
      { seeed: 1 },
      { seed: -1 },
      { runFor: 'long' },
      { nodes: { 'A b': { kind: 'service' } } },
      { nodes: { a: { kind: 'servise' } } },
      { nodes: { a: { kind: 'service', slots: 0 } } },
      { nodes: { a: { kind: 'service', handlers: [{ request: 'x', steps: [{ wrk: '1ms' }] }] } } },
      {
        nodes: {
          a: {
            kind: 'service',
            handlers: [{ request: 'x', steps: [{ call: 'b', op: 'x', body: { id: 1 } }] }],
          },
        },
      },
      { links: [{ from: 'a' }] },
      { links: [{ from: 'a', to: 'b', delay: { uniform: ['1ms'] } }] },
      { timeline: [{ do: 'partition', at: '1s', between: ['a'] }] },
    ];
    for (const one of bad) {
      expect(readDocument({ halfopen: 1, ...one }).problems).not.toEqual([]);
      expect([one, fromOutside.safeParse({ halfopen: 1, ...one }).success]).toEqual([one, false]);
    }
  });

  it('every field has a title and a sentence that ends with a full stop', () => {
    const bad: string[] = [];
    const visit = (field: FieldDescription, path: string): void => {
      if (field.title === '' || !/^[A-Z].*\.$/.test(field.sentence)) bad.push(`${path}: ${field.sentence}`);
      if (field.control === 'steps') return;
      const item = field.item();
      const inner = [...field.fields(), ...field.alternatives(), ...(item === undefined ? [] : [item])];
      for (const one of inner) visit(one, `${path}.${one.name}`);
    };
    visit(describeField(documentSchema), 'document');
    expect(bad).toEqual([]);
  });
});
