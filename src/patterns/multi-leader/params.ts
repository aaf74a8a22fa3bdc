import type { Complete } from '#lib/schema/meta.ts';
import { choice, duration } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { session } from '#patterns/replication-fields.ts';

/** Every member takes writes; they hear of each other's later. */
export const multiLeaderParams = object(
  {
    conflicts: choice(['lastWriteWins', 'siblings'], {
      title: 'Conflicts',
      sentence:
        'What becomes of writes of one row that did not know of each other: the latest stays, or all do.',
      default: 'lastWriteWins',
    }),
    clock: choice(['wall', 'lamport', 'hybrid'], {
      title: 'Clock',
      sentence: 'What dates a write, where the last one wins.',
      default: 'wall',
    }),
    delivery: choice(['any', 'causal'], {
      title: 'Delivery',
      sentence: 'Causal: a write is held back until all that its writer could know of has been applied.',
      default: 'any',
    }),
    exchangeEvery: duration({
      title: 'Exchange every',
      sentence: 'How often members send each other new writes; 0 sends each at once.',
      default: '0ms',
    }),
    session,
  },
  {
    title: 'Several leaders',
    sentence:
      'Every member takes writes at once and tells the others later; what conflicts is settled by rule.',
  },
);

export type MultiLeaderParams = Complete<typeof multiLeaderParams>;
