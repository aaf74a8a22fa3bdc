import type { FieldOptions } from '#lib/schema/meta.ts';
import { template } from '#lib/schema/leaves.ts';
import { record } from '#lib/schema/shapes.ts';

/** Names that an event has beside the fields of its body (the first four after CloudEvents). */
export const EVENT_NAMES = [
  'id',
  'type',
  'source',
  'time',
  'key',
  'topic',
  'partition',
  'offset',
  'delivery',
] as const;

/** The fields of a message; the names that the message itself has are refused. */
export const body = <const O extends FieldOptions>(reserved: readonly string[], options: O) =>
  record(template({ title: 'Field', sentence: 'One field of the body.' }), {
    ...options,
    max: 100,
    refusedKeys: reserved,
  });
