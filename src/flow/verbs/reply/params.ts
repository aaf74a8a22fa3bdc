import type { Written } from '#lib/schema/meta.ts';
import { template } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Answer the request. */
export const replyStep = object(
  { reply: template({ title: 'Reply', sentence: 'What the caller gets.' }) },
  { title: 'Reply', sentence: 'Answers the request; steps after it still run.' },
);

export type ReplyStep = Written<typeof replyStep>;
