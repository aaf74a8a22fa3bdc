import type { Written } from '#lib/schema/meta.ts';
import { template } from '#lib/schema/leaves.ts';
import { object, recordById } from '#lib/schema/shapes.ts';

/** Bind names. */
export const setStep = object(
  {
    set: recordById(template({ title: 'Value', sentence: 'The value that the name gets.' }), {
      title: 'Names',
      sentence: 'Names for later steps, and their values.',
      max: 50,
    }),
  },
  { title: 'Set', sentence: 'Gives names to values for the steps that follow.' },
);

export type SetStep = Written<typeof setStep>;
