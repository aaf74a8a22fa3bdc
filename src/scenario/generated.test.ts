import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { describeField, type FieldDescription } from '#lib/schema/describe.ts';
import { formatDocs } from './format-docs.ts';
import { documentJsonSchema } from './json-schema.ts';
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
