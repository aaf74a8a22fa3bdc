import { describe, expect, it } from 'vitest';
import { describeField, describeFields, schemaAt } from './describe.ts';
import { integer } from './leaves.ts';
import { metaOf, type Schema } from './meta.ts';
import { inSchemaOrder } from './order.ts';
import { keyed, list, object, record, tagged } from './shapes.ts';

const about = { title: 'T', sentence: 'S.' };
const slots = integer({ title: 'Slots', sentence: 'At once.', unit: 'requests', min: 1, max: 9, default: 8 });
const schema = object(
  {
    slots,
    deep: object({ inner: integer(about) }, { ...about, optional: true }),
    names: record(object({ a: slots, b: integer({ ...about, optional: true }) }, about), {
      ...about,
      default: {},
    }),
    list: list(keyed({ x: object({ x: slots, y: slots }, about), z: object({ z: slots }, about) }, about), {
      ...about,
      max: 3,
      default: [],
    }),
    kind: tagged('mode', {}, { one: object({ n: slots, m: slots }, about) }, { ...about, optional: true }),
  },
  about,
);

describe('a description', () => {
  it('says of each field what was written down once', () => {
    const [first, deep] = describeFields(schema);
    expect(first).toMatchObject({
      name: 'slots',
      title: 'Slots',
      sentence: 'At once.',
      control: 'integer',
      unit: 'requests',
      min: 1,
      max: 9,
      default: 8,
      optional: false,
    });
    expect(deep).toMatchObject({ control: 'object', optional: true });
    expect(deep?.fields().map((field) => field.name)).toEqual(['inner']);
  });

  it('walks into lists, records and alternatives', () => {
    const [, , names, items, kind] = describeFields(schema);
    expect(
      names
        ?.item()
        ?.fields()
        .map((field) => field.name),
    ).toEqual(['a', 'b']);
    expect(items).toMatchObject({ control: 'list', max: 3 });
    expect(
      items
        ?.item()
        ?.alternatives()
        .map((one) => one.name),
    ).toEqual(['x', 'z']);
    expect(kind?.tag).toBe('mode');
    expect(
      kind
        ?.alternatives()[0]
        ?.fields()
        .map((field) => field.name),
    ).toEqual(['mode', 'n', 'm']);
  });

  it('of a schema that recurs ends, because it is walked only as far as asked', () => {
    const tree: Schema<unknown> = object({ inner: list(slots, about) }, about);
    expect(describeField(tree, 'root').fields()[0]?.item()?.control).toBe('integer');
  });

  it('a field is found by its path, and nothing else is', () => {
    expect(metaOf(schemaAt(schema, 'deep.inner')!).control).toBe('integer');
    expect(metaOf(schemaAt(schema, 'names.any thing.b')!).optional).toBe(true);
    for (const path of ['', 'slot', 'slots.x', 'deep.', 'names.x.c', 'toString', '__proto__', 'list.0']) {
      expect(schemaAt(schema, path)).toBeUndefined();
    }
  });
});

describe('the order of fields', () => {
  it('is that of the schema, at every depth; what it does not know comes last', () => {
    const value = {
      odd: 1,
      kind: { m: 1, n: 2, mode: 'one' },
      list: [{ y: 1, x: 2 }],
      names: { z: { b: 1, a: 2 }, a: {} },
      slots: 3,
    };
    expect(JSON.stringify(inSchemaOrder(schema, value))).toBe(
      '{"slots":3,"names":{"z":{"a":2,"b":1},"a":{}},"list":[{"x":2,"y":1}],"kind":{"mode":"one","n":2,"m":1},"odd":1}',
    );
  });
});
