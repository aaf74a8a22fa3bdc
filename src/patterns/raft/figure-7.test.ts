import { describe, expect, it } from 'vitest';
import { receive } from './core.ts';
import { campaign, voteForItself } from './election.ts';
import { emptyLog, lastOf } from './log.ts';
import { advanceCommit, propose } from './replication.ts';
import { beginWrite, endWrite, hardOf, leads, newRaft } from './state.ts';
import type { Around, Raft, RaftMessage } from './state.ts';

/** Members with logs of these terms, disks without delay, and a network that delivers in order. */
class Table {
  readonly members = new Map<string, Raft>();
  readonly #network: { from: string; to: string; message: RaftMessage }[] = [];
  /** Messages that carried entries or asked about them. */
  appends = 0;

  constructor(logs: Readonly<Record<string, string>>) {
    for (const [id, terms] of Object.entries(logs)) {
      const raft = newRaft();
      raft.log = { ...emptyLog(), entries: [...terms].map((term, i) => entryOf(i + 1, Number(term))) };
      raft.stable = terms.length;
      raft.term = lastOf(raft.log).term;
      raft.disk.written = hardOf(raft);
      this.members.set(id, raft);
    }
  }

  around(self: string): Around {
    return {
      config: {
        self,
        members: [...this.members.keys()],
        preVote: false,
        checkQuorum: false,
        electionTimeoutUs: 1,
      },
      now: 0,
      clock: 0,
      send: (to, message) => {
        if (message.t === 'append') this.appends++;
        this.#network.push({ from: self, to, message });
      },
      moved: () => {},
      wait: () => {},
      snapshot: () => ({ last: { index: 0, term: 0 }, data: null }),
      restore: () => {},
    };
  }
  settle(): void {
    for (;;) {
      for (const [id, raft] of this.members) {
        if (!beginWrite(raft)) continue;
        endWrite(raft, this.around(id));
        voteForItself(raft, this.around(id));
        advanceCommit(raft, this.around(id));
      }
      const next = this.#network.shift();
      if (next === undefined) return;
      receive(this.members.get(next.to)!, next.message, next.from, this.around(next.to));
    }
  }
  logs(): string[] {
    return [...this.members.values()].map(({ log }) => log.entries.map(({ term }) => term).join(''));
  }
}
const entryOf = (index: number, term: number) => Object.freeze({ index, term, command: `${term}.${index}` });

describe('a leader with the log of Figure 7, and the followers (a) to (f)', () => {
  const table = new Table({
    leader: '1114455666',
    a: '111445566',
    b: '1114',
    c: '11144556666',
    d: '111445566677',
    e: '1114444',
    f: '11122233333',
  });
  table.members.get('leader')!.term = 7;

  it('is elected by a majority, and makes all logs its own', () => {
    campaign(table.members.get('leader')!, table.around('leader'));
    table.settle();
    expect(leads(table.members.get('leader')!)).toBe(true);
    expect(new Set(table.logs())).toEqual(new Set(['11144556668']));
    for (const { commit } of table.members.values()) expect(commit).toBe(11);
  });

  it('finds where the logs part by whole terms: two probes for each at most, then what is missing', () => {
    expect(table.appends).toBeLessThanOrEqual(6 * 3);
  });
});

describe('an entry of an earlier term', () => {
  it('is not committed by counting (Figure 8), but with the first of the leader’s own', () => {
    // s1 has copied its entry of term 2 to a majority, and leads again in term 4; s5 has one of term 3 in its place.
    const table = new Table({ s1: '12', s2: '12', s3: '12', s4: '1', s5: '13' });
    const leader = table.members.get('s1')!;
    Object.assign(leader, { role: 'leader', leader: 's1', term: 4, begun: 3 });
    const known = { snapshotAt: 0, recent: true, told: 0, round: 0, clock: 0 };
    for (const id of ['s2', 's3'])
      leader.progress.set(id, { match: 2, next: 3, mode: 'replicate', probing: false, ...known });
    for (const id of ['s4', 's5'])
      leader.progress.set(id, { match: 1, next: 2, mode: 'probe', probing: true, ...known });
    advanceCommit(leader, table.around('s1'));
    expect(leader.commit).toBe(0);
    propose(leader, 'more', table.around('s1'));
    table.settle();
    expect(leader.commit).toBe(3);
  });
});
