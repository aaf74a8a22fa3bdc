import type { Written } from '#lib/schema/meta.ts';
import { templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Give up with a text. */
export const failStep = object(
  { fail: templateText({ title: 'Text', sentence: 'Why; the caller sees it as the text of the error.' }) },
  { title: 'Fail', sentence: 'Fails the flow with a text of its own.' },
);

export type FailStep = Written<typeof failStep>;
