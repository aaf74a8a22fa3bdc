import { describe, expect, it } from 'vitest';
import { newRaftWatch, watchRaft } from './raft-invariants.ts';
import type { RaftMember, RaftViolation } from './raft-invariants.ts';

/** A log in a few letters: `1a 1b 2c` are entries of terms 1, 1 and 2 with these commands. */
function member(role: string, term: number, log: string, commit = 0, applied = commit, base = 0): RaftMember {
  const words = log === '' ? [] : log.split(' ');
  return {
    role,
    term,
    commit,
    applied,
    log: {
      base: { index: base, term: base > 0 ? 2 : 0 },
      entries: words.map((word, i) => ({
        index: base + i + 1,
        term: Number(word[0]),
        command: word.slice(1),
      })),
    },
  };
}
type Look = readonly [id: string, member: RaftMember];
function firstBroken(...looks: Look[]): RaftViolation | null {
  const watch = newRaftWatch();
  for (const [id, each] of looks) {
    const violation = watchRaft(watch, id, each);
    if (violation !== null) return violation;
  }
  return null;
}

describe('the five properties of Raft', () => {
  it('hold for an election, a replacement of what was not committed, and a snapshot', () => {
    expect(
      firstBroken(
        ['a', member('leader', 1, '1a')],
        ['b', member('follower', 1, '1a')],
        ['a', member('leader', 1, '1a 1b', 1)],
        ['b', member('follower', 1, '1a', 1)],
        ['b', member('leader', 2, '1a 2c', 1)],
        ['a', member('follower', 2, '1a 2c', 2)],
        ['c', member('follower', 2, '2d', 3, 3, 2)],
        ['b', member('leader', 2, '1a 2c 2d', 3)],
        ['b', member('leader', 2, '2d', 3, 3, 2)],
      ),
    ).toBeNull();
  });

  const broken: readonly (readonly [string, Look[], Partial<RaftViolation>])[] = [
    [
      'two leaders in one term',
      [
        ['a', member('leader', 3, '')],
        ['b', member('leader', 3, '')],
      ],
      { property: 'election safety', member: 'b', term: 3 },
    ],
    [
      'a leader that shortens its log',
      [
        ['a', member('leader', 1, '1a 1b')],
        ['a', member('leader', 1, '1a')],
      ],
      { property: 'leader append-only', member: 'a' },
    ],
    [
      'a leader that replaces its last entry',
      [
        ['a', member('leader', 2, '1a 1b')],
        ['a', member('leader', 2, '1a 2b')],
      ],
      { property: 'leader append-only', member: 'a', index: 2 },
    ],
    [
      'one entry with two commands',
      [
        ['a', member('follower', 1, '1a 1b')],
        ['b', member('follower', 1, '1a 1c')],
      ],
      { property: 'log matching', member: 'b', index: 2 },
    ],
    [
      'one entry after two others',
      [
        ['a', member('follower', 3, '1a 3b')],
        ['b', member('follower', 3, '2a 3b')],
      ],
      { property: 'log matching', member: 'b', index: 2 },
    ],
    [
      'a leader without a committed entry',
      [
        ['a', member('leader', 1, '1a', 1)],
        ['b', member('leader', 2, '2b')],
      ],
      { property: 'leader completeness', member: 'b', index: 1 },
    ],
    [
      'two members that commit different entries',
      [
        ['a', member('leader', 1, '1a', 1, 0)],
        ['b', member('follower', 2, '2b', 1, 0)],
      ],
      { property: 'leader completeness', member: 'b', index: 1 },
    ],
    [
      'two members that apply different entries',
      [
        ['a', member('follower', 1, '1a', 0, 1)],
        ['b', member('follower', 2, '2b', 0, 1)],
      ],
      { property: 'state machine safety', member: 'b', index: 1 },
    ],
  ];
  it.each(broken)('are broken by %s', (_, looks, violation) => {
    expect(firstBroken(...looks)).toMatchObject(violation);
  });
});
