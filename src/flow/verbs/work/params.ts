import type { Written } from '#lib/schema/meta.ts';
import { delay } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Keep a slot busy. */
export const workStep = object(
  { work: delay({ title: 'For', sentence: 'How long the work takes.' }) },
  { title: 'Work', sentence: 'Works for a while; the slot stays taken.' },
);

export type WorkStep = Written<typeof workStep>;
