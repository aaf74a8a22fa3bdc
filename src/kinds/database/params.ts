import type { Complete } from '#lib/schema/meta.ts';
import { choice, delay, durationOr, integer, value } from '#lib/schema/leaves.ts';
import { object, record } from '#lib/schema/shapes.ts';
import { crdtTypes } from '#patterns/row-types.ts';

/** Parameters of a database. */
export const databaseParams = object(
  {
    rows: record(value({ title: 'Row', sentence: 'The row as it is at the start.' }), {
      title: 'Rows',
      sentence: 'What it holds at the start, by key.',
      max: 10_000,
      default: {},
    }),
    types: record(choice(crdtTypes, { title: 'Type', sentence: 'What rows of this prefix are.' }), {
      title: 'Types',
      sentence: 'Rows that copies can merge, by the beginning of their key: changed by update alone.',
      max: 50,
      default: {},
    }),
    read: delay({ title: 'Read', sentence: 'How long a read takes.', default: '1ms' }),
    write: delay({ title: 'Write', sentence: 'How long a write takes.', default: '2ms' }),
    sync: durationOr(['always', 'never'], {
      title: 'Sync',
      sentence: 'When a write survives a crash: before it is confirmed, at intervals, or never.',
      min: 1_000,
      default: 'always',
    }),
    slots: integer({
      title: 'Slots',
      sentence: 'Operations at once; left out, as many as come.',
      unit: 'operations',
      min: 1,
      max: 10_000,
      optional: true,
    }),
  },
  { title: 'Database', sentence: 'Rows by key, with conditional writes and transactions.' },
);

export type DatabaseParams = Complete<typeof databaseParams>;
