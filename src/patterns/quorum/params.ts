import type { Complete } from '#lib/schema/meta.ts';
import { boolean, choice, duration, durationOr, integer } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

const most = { min: 1, max: 9, optional: true } as const;

/** Each row lives on N members; R of them answer a read, W confirm a write. */
export const quorumParams = object(
  {
    n: integer({ title: 'N', sentence: 'How many members hold each row; left out, all.', ...most }),
    r: integer({ title: 'R', sentence: 'How many must answer a read; left out, a majority of N.', ...most }),
    w: integer({
      title: 'W',
      sentence: 'How many must confirm a write; left out, a majority of N.',
      ...most,
    }),
    contact: choice(['all', 'quorum'], {
      title: 'Contact',
      sentence: 'Whom a coordinator asks: all that hold the row, or at random only as many as it needs.',
      default: 'all',
    }),
    readRepair: boolean({
      title: 'Read repair',
      sentence: 'Whether a read sends the newest version to those that answered with an older one.',
      default: true,
    }),
    hintedHandoff: boolean({
      title: 'Hinted handoff',
      sentence:
        'Whether a write for a member that is away is kept as a hint, and handed over when it is back.',
      default: true,
    }),
    sloppy: boolean({
      title: 'Sloppy quorum',
      sentence: 'Whether the next members on the list answer in place of those that are away.',
      default: false,
    }),
    antiEntropy: durationOr(['off'], {
      title: 'Anti-entropy',
      sentence: 'How often a member compares its rows with another one; off: never.',
      min: 10_000,
      default: '2s',
    }),
    conflicts: choice(['lastWriteWins', 'siblings'], {
      title: 'Conflicts',
      sentence: 'Of concurrent writes the one with the later clock stays, or all stay as siblings.',
      default: 'lastWriteWins',
    }),
    timeout: duration({
      title: 'Timeout',
      sentence: 'How long a coordinator waits for enough members.',
      min: 1_000,
      default: '1s',
    }),
  },
  { title: 'Quorum', sentence: 'Any member coordinates; R answers make a read, W confirmations a write.' },
);

export type QuorumParams = Complete<typeof quorumParams>;
