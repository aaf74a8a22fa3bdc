import * as z from 'zod/mini';
import { delayJsonSchema } from '#lib/schema/delay.ts';
import { idMisfit } from '#lib/schema/leaves.ts';
import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { documentSchema, FORMAT_VERSION } from './schema.ts';

type JsonSchema = Record<string, unknown>;

const ID_PATTERN = '^[a-z][A-Za-z0-9]{0,39}$';

/**
 * The document as JSON Schema (draft 2020-12), for editors and for other programs. It says everything about shapes,
 * ranges and words, and nothing about what must exist elsewhere in the document.
 */
export const documentJsonSchema = (): JsonSchema => {
  const generated = z.toJSONSchema(documentSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => describe(zodSchema, jsonSchema as JsonSchema),
  });
  // The one recursive part is the step; zod numbers such parts.
  const schema = JSON.parse(JSON.stringify(generated).replaceAll('__schema0', 'step')) as JsonSchema;
  const { $schema, $defs, ...rest } = schema;
  return {
    $schema,
    $id: `urn:halfopen:format:${FORMAT_VERSION}`,
    ...rest,
    $defs: {
      ...($defs as JsonSchema | undefined),
      delay: delayJsonSchema,
      side: {
        anyOf: [
          { type: 'string', pattern: ID_PATTERN },
          { type: 'array', items: { type: 'string', pattern: ID_PATTERN }, minItems: 1, maxItems: 500 },
        ],
      },
    },
  };
};

/** Adds what the builders wrote down to what zod knows. */
const describe = (schema: AnySchema, json: JsonSchema): void => {
  if (schema._zod.def.type === 'lazy' || json['$ref'] !== undefined) return;
  let meta;
  try {
    meta = metaOf(schema);
  } catch {
    // The key of a record: a plain string of zod's that no builder has described.
    return;
  }
  json['title'] = meta.title;
  json['description'] = meta.sentence;
  Object.assign(json, meta.jsonSchema);
  if (meta.control === 'object') json['additionalProperties'] = false;
  if (meta.control === 'list' || meta.control === 'steps') {
    if (meta.min !== undefined) json['minItems'] = meta.min;
    if (meta.max !== undefined) json['maxItems'] = meta.max;
  }
  if (meta.control === 'record') {
    if (meta.max !== undefined) json['maxProperties'] = meta.max;
    json['propertyNames'] = {
      type: 'string',
      ...(meta.keyMisfit === idMisfit ? { pattern: ID_PATTERN } : { maxLength: 200 }),
      ...(meta.refusedKeys?.length ? { pattern: `^(?!(${meta.refusedKeys.join('|')})$)` } : {}),
    };
  }
};
