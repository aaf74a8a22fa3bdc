import type { Complete } from '#lib/schema/meta.ts';
import { boolean, choice, duration, integer } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** A majority decides, by an elected leader and its log. */
export const raftParams = object(
  {
    electionTimeout: duration({
      title: 'Election timeout',
      sentence:
        'How long a member hears no leader before it stands for election: drawn from this to twice this.',
      min: 1_000,
      default: '500ms',
    }),
    heartbeat: duration({
      title: 'Heartbeat',
      sentence: 'How often the leader shows that it leads; well below the election timeout.',
      min: 1_000,
      default: '100ms',
    }),
    preVote: boolean({
      title: 'Pre-vote',
      sentence: 'Whether a member asks if it would win before it begins a new term.',
      default: true,
    }),
    reads: choice(['quorum', 'lease', 'unsafe'], {
      title: 'Reads',
      sentence:
        'What a read waits for: a majority that still follows, a lease that trusts the clock, or nothing: any member answers from what it has.',
      default: 'quorum',
    }),
    snapshotAfter: integer({
      title: 'Snapshot after',
      sentence: 'Entries that are applied before the log is cut to a snapshot.',
      unit: 'entries',
      min: 1,
      max: 100_000,
      default: 1_000,
    }),
  },
  {
    title: 'Raft',
    sentence: 'A majority decides: a leader is elected, and a write counts when most have it.',
  },
);

export type RaftWritten = Complete<typeof raftParams>;
