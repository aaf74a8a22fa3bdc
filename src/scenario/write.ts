import { inSchemaOrder } from '#lib/schema/order.ts';
import { documentSchema, type ScenarioDocument } from './schema.ts';

/** Lines are broken beyond this many characters. */
const WIDTH = 110;

/**
 * A document as text: fields in the order of the schema, what fits on one line on one line. Equal documents give
 * equal texts; reading the text gives the document.
 */
export const writeDocument = (document: ScenarioDocument): string =>
  `${print(inSchemaOrder(documentSchema, document), '', 0)}\n`;

/** `lead` is what stands before the value on its line, in characters. */
const print = (value: unknown, indent: string, lead: number): string => {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || flat.length + indent.length + lead <= WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return flat;
    const items = value.map((item) => inner + print(item, inner, 1));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => {
      const name = `${JSON.stringify(key)}: `;
      return inner + name + print(field, inner, name.length + 1);
    });
  return fields.length === 0 ? flat : `{\n${fields.join(',\n')}\n${indent}}`;
};
