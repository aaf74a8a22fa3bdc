import { id, integer } from '#lib/schema/leaves.ts';

/** Fields that all verbs on a store share. */

export const store = id({
  title: 'Store',
  sentence: 'A database, a cluster, or local for a store of the instance itself.',
  refers: 'node',
});

export const place = id({
  title: 'At',
  sentence: 'Where in a cluster: leader, nearest, any, or a member; the leader when left out.',
  optional: true,
});

export const quorumOf = (letter: 'r' | 'w', sentence: string) =>
  integer({ title: letter, sentence, min: 1, max: 9, optional: true });
