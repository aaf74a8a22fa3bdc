import { describe, expect, it } from 'vitest';
import { RaftWorld } from './raft-world.test-helper.ts';
import type { WorldOptions } from './raft-world.test-helper.ts';

/** More of them where time is no matter: RAFT_WORLDS=20000. */
const WORLDS = Number(process.env['RAFT_WORLDS'] ?? 1_000);

const worldOf = (seed: number): WorldOptions => ({
  seed,
  size: [3, 5, 3, 2, 4, 3, 1][seed % 7]!,
  preVote: seed % 4 !== 0,
  checkQuorum: seed % 5 !== 0,
  snapshotAfter: [4, 16, 1_000][seed % 3]!,
  troubleUs: 1_500_000,
  endUs: 2_500_000,
});

describe('the core, whatever happens to members and messages', () => {
  it(`keeps the five properties and agrees in the end, in ${WORLDS} random worlds`, () => {
    let [elections, snapshots, entries] = [0, 0, 0];
    for (let seed = 1; seed <= WORLDS; seed++) {
      const world = new RaftWorld(worldOf(seed)).run();
      expect([seed, world.violation]).toEqual([seed, null]);
      expect([seed, world.agreement()]).toEqual([seed, 'all agree']);
      elections += world.elections;
      snapshots += world.snapshots;
      entries += world.watch.forgotten + world.watch.applied.size;
    }
    // They are worth something only if there was trouble.
    expect(elections / WORLDS).toBeGreaterThan(2);
    expect(snapshots / WORLDS).toBeGreaterThan(0.3);
    expect(entries / WORLDS).toBeGreaterThan(30);
  });

  it('loses them on disks that forget, and the watch sees it', () => {
    const broken = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { violation } = new RaftWorld({ ...worldOf(seed), size: 3, forgetful: true }).run();
      if (violation !== null) broken.add(violation.property);
    }
    expect([...broken].sort()).toContain('leader completeness');
  });
});
