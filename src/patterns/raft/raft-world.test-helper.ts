import { newRaftWatch, watchRaft } from '#check/raft-invariants.ts';
import type { RaftViolation, RaftWatch } from '#check/raft-invariants.ts';
import { heapPop, heapPush } from '#lib/heap.ts';
import type { Plain } from '#lib/plain.ts';
import { newStream, nextBelow, nextUniform } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import { applicable, reboot, receive, wroteAll } from './core.ts';
import { campaign, checkQuorum } from './election.ts';
import { compact, lastOf, termAt } from './log.ts';
import type { Position } from './log.ts';
import { beat, propose } from './replication.ts';
import { beginWrite, leads, newRaft } from './state.ts';
import type { Around, Raft, RaftMessage } from './state.ts';

interface Member {
  readonly id: string;
  raft: Raft;
  applied: Position;
  /** What its state machine has taken in. */
  taken: Plain[];
  status: 'up' | 'down' | 'paused';
  held: (() => void)[];
  life: number;
  due: number;
  /** The life in which its patience is timed; -1: none. */
  waits: number;
}
export interface WorldOptions {
  readonly seed: number;
  readonly size: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly snapshotAfter: number;
  /** Faults end here, µs; then there is time to agree. */
  readonly troubleUs: number;
  readonly endUs: number;
  /** A crash forgets what was written since this long ago: not Raft any more. */
  readonly forgetful?: boolean;
}

const TIMEOUT_US = 150_000;
const BEAT_US = 40_000;

/** The pure core alone in a world of its own: members, disks that take time, a network that does anything to messages. */
export class RaftWorld {
  readonly members: Member[];
  readonly watch: RaftWatch = newRaftWatch();
  violation: RaftViolation | null = null;
  now = 0;
  elections = 0;
  snapshots = 0;
  readonly #o: WorldOptions;
  readonly #s: Stream;
  readonly #queue: { time: number; seq: number; act: () => void }[] = [];
  readonly #cuts = new Set<string>();
  #seq = 0;
  #commands = 0;
  #loss = 0;

  constructor(options: WorldOptions) {
    this.#o = options;
    this.#s = newStream(options.seed, 'raft world');
    this.members = Array.from({ length: options.size }, (_, i) => ({
      id: 'abcdefg'[i]!,
      raft: newRaft(),
      applied: { index: 0, term: 0 },
      taken: [],
      status: 'up' as const,
      held: [],
      life: 0,
      due: 0,
      waits: -1,
    }));
    for (const member of this.members) {
      this.#around(member).wait();
      this.#every(member, BEAT_US, () => {
        if (leads(member.raft)) beat(member.raft, this.#around(member));
      });
      this.#every(member, TIMEOUT_US, () => checkQuorumIf(this.#o, member.raft, this.#around(member)));
    }
    this.#trouble();
    this.#work();
  }

  run(): this {
    for (;;) {
      const next = heapPop(this.#queue);
      if (next === undefined || next.time > this.#o.endUs || this.violation !== null) return this;
      this.now = next.time;
      next.act();
    }
  }

  #at(delayUs: number, act: () => void): void {
    heapPush(this.#queue, { time: this.now + delayUs, seq: this.#seq++, act });
  }
  /** Dies with a crash, waits while it is paused. */
  #for(member: Member, delayUs: number, act: () => void): void {
    const { life } = member;
    const fire = (): void => {
      if (member.life !== life) return;
      if (member.status === 'paused') member.held.push(fire);
      else this.#step(member, act);
    };
    this.#at(delayUs, fire);
  }
  #every(member: Member, spanUs: number, act: () => void): void {
    this.#at(spanUs, () => {
      if (member.status === 'up') this.#step(member, act);
      this.#every(member, spanUs, act);
    });
  }

  #step(member: Member, act: () => void): void {
    act();
    this.#apply(member);
    if (beginWrite(member.raft))
      this.#for(member, 200 + nextBelow(this.#s, 8_000), () => wroteAll(member.raft, this.#around(member)));
    const { id, applied } = member;
    const { role, term, log, commit } = member.raft;
    this.violation ??= watchRaft(this.watch, id, { role, term, log, commit, applied: applied.index });
  }

  #apply(member: Member): void {
    const { raft } = member;
    while (member.applied.index < applicable(raft)) {
      const { index, term, command } = raft.log.entries[member.applied.index - raft.log.base.index]!;
      member.applied = { index, term };
      if (command !== null) member.taken.push(command);
    }
    if (member.applied.index - raft.log.base.index >= this.#o.snapshotAfter)
      compact(raft.log, member.applied.index);
  }

  #around(member: Member): Around {
    return {
      config: {
        self: member.id,
        members: this.members.map(({ id }) => id),
        preVote: this.#o.preVote,
        checkQuorum: this.#o.checkQuorum,
        electionTimeoutUs: TIMEOUT_US,
      },
      now: this.now,
      clock: this.now,
      send: (to, message) => this.#send(member.id, to, message),
      moved: (_from, to) => {
        if (to === 'candidate') this.elections++;
      },
      wait: () => {
        const due = this.now + TIMEOUT_US + nextBelow(this.#s, TIMEOUT_US);
        const waits = member.due > this.now && member.due <= due && member.waits === member.life;
        member.due = due;
        if (waits) return;
        member.waits = member.life;
        this.#patience(member);
      },
      snapshot: () => ({ last: member.applied, data: [...member.taken] }),
      restore: (last, data) => {
        this.snapshots++;
        member.applied = last;
        member.taken = [...(data as Plain[])];
      },
    };
  }

  /** One timer, that sees when it fires whether it is time. */
  #patience(member: Member): void {
    const { due } = member;
    this.#for(member, due - this.now, () => {
      if (member.due > this.now) return this.#patience(member);
      member.waits = -1;
      campaign(member.raft, this.#around(member));
    });
  }

  #send(from: string, to: string, message: RaftMessage): void {
    const member = this.members.find(({ id }) => id === to)!;
    const copies = nextUniform(this.#s) < this.#loss / 2 ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (nextUniform(this.#s) < this.#loss) continue;
      const arrive = (): void => {
        if (member.status === 'paused') member.held.push(arrive);
        else if (member.status === 'up')
          this.#step(member, () => receive(member.raft, message, from, this.#around(member)));
      };
      this.#at(500 + nextBelow(this.#s, this.#loss > 0 ? 60_000 : 10_000), () => {
        if (!this.#cuts.has(`${from}${to}`)) arrive();
      });
    }
  }

  /** Whoever leads, or thinks so, is given something to do. */
  #work(): void {
    for (const member of this.members)
      if (member.status === 'up' && leads(member.raft))
        this.#step(member, () => void propose(member.raft, ++this.#commands, this.#around(member)));
    if (this.now < this.#o.endUs - 300_000) this.#at(3_000 + nextBelow(this.#s, 30_000), () => this.#work());
  }

  #trouble(): void {
    if (this.now >= this.#o.troubleUs) return this.#heal();
    const member = this.members[nextBelow(this.#s, this.members.length)]!;
    const other = this.members[nextBelow(this.#s, this.members.length)]!;
    switch (nextBelow(this.#s, 10)) {
      case 0:
      case 1:
        this.#crash(member);
        break;
      case 2:
      case 3:
        this.#restart(member);
        break;
      case 4:
        if (member.status === 'up') member.status = 'paused';
        break;
      case 5:
        this.#resume(member);
        break;
      case 6:
        this.#cuts.add(`${member.id}${other.id}`);
        if (nextBelow(this.#s, 2) === 0) this.#cuts.add(`${other.id}${member.id}`);
        break;
      case 7:
        // Alone with whatever it goes on to take in.
        for (const { id } of this.members) this.#cuts.add(`${member.id}${id}`).add(`${id}${member.id}`);
        break;
      case 8:
        this.#cuts.clear();
        break;
      default:
        this.#loss = [0, 0.1, 0.3][nextBelow(this.#s, 3)]!;
    }
    this.#at(nextBelow(this.#s, 120_000), () => this.#trouble());
  }
  #heal(): void {
    this.#cuts.clear();
    this.#loss = 0;
    for (const member of this.members) {
      this.#restart(member);
      this.#resume(member);
    }
  }
  #crash(member: Member): void {
    if (member.status === 'down') return;
    member.status = 'down';
    member.life++;
    member.held = [];
    if (this.#o.forgetful === true) {
      member.raft.disk.written = { term: 0, votedFor: '', log: newRaft().log };
      member.applied = { index: 0, term: 0 };
      member.taken = [];
    }
  }
  #restart(member: Member): void {
    if (member.status !== 'down') return;
    member.status = 'up';
    this.#step(member, () => {
      reboot(member.raft, member.applied, this.#around(member));
      this.#around(member).wait();
    });
  }
  #resume(member: Member): void {
    if (member.status !== 'paused') return;
    member.status = 'up';
    for (const act of member.held.splice(0)) act();
  }

  /** What all agree on in the end, or what is wrong. */
  agreement(): string {
    const [first, ...others] = this.members;
    const leaders = this.members.filter(({ raft }) => leads(raft));
    if (leaders.length !== 1) return `${leaders.length} leaders`;
    for (const { id, applied, taken, raft } of others) {
      if (applied.index !== first!.applied.index)
        return `${id} has applied ${applied.index}, not ${first!.applied.index}`;
      if (JSON.stringify(taken) !== JSON.stringify(first!.taken)) return `${id} has taken in something else`;
      if (termAt(raft.log, lastOf(raft.log).index) !== lastOf(first!.raft.log).term)
        return `${id} ends otherwise`;
    }
    return 'all agree';
  }
}

function checkQuorumIf(options: WorldOptions, raft: Raft, around: Around): void {
  if (options.checkQuorum) checkQuorum(raft, around);
}
