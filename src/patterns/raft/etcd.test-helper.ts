import type { Plain } from '#lib/plain.ts';
import { applicable, receive } from './core.ts';
import { campaign, checkQuorum, voteForItself } from './election.ts';
import { compact } from './log.ts';
import type { Position } from './log.ts';
import { advanceCommit, beat, propose } from './replication.ts';
import { beginWrite, endWrite, leads, newRaft } from './state.ts';
import type { Around, Raft, RaftMessage } from './state.ts';

/** One command of a script of etcd's raft, with what it printed there. */
interface Block {
  readonly command: string;
  readonly output: string;
}
interface Member {
  readonly id: string;
  readonly raft: Raft;
  readonly members: readonly string[];
  applied: Position;
  /** Messages that its next turn sends. */
  outgoing: { to: string; message: RaftMessage }[];
  /** Ticks of its own. */
  now: number;
  ticks: number;
}

const ELECTION_TICKS = 3;

/** Blocks of "command, ----, output". Two lines of dashes enclose an output that has empty lines. */
function blocksOf(text: string): Block[] {
  const plain = text.replace(/^#.*\n/gm, '');
  return [...plain.matchAll(/^([a-z].*)\n(?:.*\n)*?----\n((?:.+\n?)*)/gm)].map(([, command, output]) => ({
    command: command!.trim(),
    output: output!,
  }));
}

/** Plays a script with our core, and gathers where it comes out otherwise. `compared` counts what was the same or not. */
export class EtcdScript {
  readonly differences: string[] = [];
  compared = 0;
  readonly #members: Member[] = [];
  #network: { from: string; to: string; message: RaftMessage }[] = [];
  #preVote = false;
  #checkQuorum = false;
  #leases = false;

  play(text: string): this {
    for (const { command, output } of blocksOf(text)) {
      this.#carryOut(command);
      this.#compare(command, output);
    }
    return this;
  }

  #carryOut(command: string): void {
    const [verb, ...args] = command.split(/\s+(?![^(]*\))/);
    const ids = args.filter((arg) => /^\d+$/.test(arg));
    const option = (name: string): string | undefined =>
      args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
    const first = this.#members.find(({ id }) => id === ids[0]);
    switch (verb) {
      case undefined:
        return;
      case 'add-nodes':
        this.#preVote ||= option('prevote') === 'true';
        this.#checkQuorum ||= option('checkquorum') === 'true';
        this.#leases ||= option('read-only') === 'lease-based';
        for (let i = 0; i < Number(ids[0]); i++) this.#add(option('voters'), Number(option('index') ?? 0));
        return;
      case 'campaign':
        return campaign(first!.raft, this.#around(first!));
      case 'propose':
        return void propose(first!.raft, args[1]!, this.#around(first!));
      case 'process-ready':
        return this.#those(ids).forEach((member) => this.#ready(member));
      case 'stabilize':
        return this.#stabilize(this.#those(ids));
      case 'deliver-msgs': {
        const drop: readonly string[] = option('drop')?.match(/\d+/g) ?? [];
        this.#network = this.#network.filter(({ to }) => !drop.includes(to));
        for (const id of ids) this.#deliver(id, option('type') === 'MsgApp' ? 'append' : '');
        return;
      }
      case 'tick-heartbeat':
        return void beat(first!.raft, this.#around(first!));
      case 'tick-election':
        for (let tick = 0; tick < ELECTION_TICKS; tick++) this.#tick(first!);
        return;
      case 'compact':
        return compact(first!.raft.log, Number(ids[1]));
      case 'send-snapshot': {
        const { raft, applied, id } = first!;
        const message: RaftMessage = { t: 'snapshot', term: raft.term, last: applied, data: null };
        return void this.#network.push({ from: id, to: ids[1]!, message });
      }
      case 'report-unreachable': {
        const progress = first!.raft.progress.get(ids[1]!)!;
        Object.assign(progress, { mode: 'probe', probing: false, next: progress.match + 1 });
        return;
      }
      case 'forget-leader':
        // Only a follower without leases does, and it hears no leader from then on.
        if (leads(first!.raft) || this.#leases) return;
        first!.raft.leader = '';
        first!.raft.heardAt = -1;
    }
  }

  #those(ids: readonly string[]): Member[] {
    return ids.length === 0 ? this.#members : this.#members.filter(({ id }) => ids.includes(id));
  }

  #add(voters: string | undefined, index: number): void {
    const members = voters?.match(/\d+/g) ?? this.#members[0]!.members;
    const base = index > 0 ? { index, term: 1 } : { index: 0, term: 0 };
    this.#members.push({
      id: String(this.#members.length + 1),
      raft: newRaft(base),
      members,
      applied: base,
      outgoing: [],
      now: 0,
      ticks: 0,
    });
  }

  #around(member: Member): Around {
    return {
      config: {
        self: member.id,
        members: member.members,
        preVote: this.#preVote,
        checkQuorum: this.#checkQuorum,
        electionTimeoutUs: ELECTION_TICKS,
      },
      now: member.now,
      clock: member.now,
      send: (to, message) => member.outgoing.push({ to, message }),
      moved: () => {},
      wait: () => {
        member.ticks = 0;
      },
      snapshot: () => ({ last: member.applied, data: null as Plain }),
      restore: (last) => {
        member.applied = last;
      },
    };
  }

  /** A "Ready": what has changed is written, messages go out, what is committed is applied. */
  #ready(member: Member): void {
    const { raft } = member;
    const around = this.#around(member);
    if (beginWrite(raft)) endWrite(raft, around);
    for (const { to, message } of member.outgoing.splice(0))
      this.#network.push({ from: member.id, to, message });
    voteForItself(raft, around);
    advanceCommit(raft, around);
    const entry = raft.log.entries.find(({ index }) => index === applicable(raft));
    if (entry !== undefined) member.applied = { index: entry.index, term: entry.term };
  }

  #deliver(id: string, type: string): boolean {
    const member = this.#members.find((each) => each.id === id);
    const mine = this.#network.filter(({ to, message }) => to === id && (type === '' || message.t === type));
    if (member === undefined || mine.length === 0) return false;
    this.#network = this.#network.filter((each) => !mine.includes(each));
    for (const { message, from } of mine) receive(member.raft, message, from, this.#around(member));
    return true;
  }

  #stabilize(members: readonly Member[]): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const member of members) {
        const { raft, outgoing, applied } = member;
        if (outgoing.length === 0 && !raft.disk.dirty && applied.index >= applicable(raft)) continue;
        busy = true;
        this.#ready(member);
      }
      for (const { id } of members) busy = this.#deliver(id, '') || busy;
    }
  }

  #tick(member: Member): void {
    const { raft } = member;
    const around = this.#around(member);
    member.now++;
    member.ticks++;
    if (!leads(raft)) return;
    if (member.ticks >= ELECTION_TICKS) {
      member.ticks = 0;
      if (this.#checkQuorum) checkQuorum(raft, around);
    }
    if (leads(raft)) beat(raft, around);
  }

  // ------------------------------------------------------------------ comparing

  #expect(what: string, got: unknown, wanted: unknown): void {
    this.compared++;
    if (String(got) !== String(wanted))
      this.differences.push(`${what}: ${String(got)}, not ${String(wanted)}`);
  }

  #compare(command: string, output: string): void {
    const [verb, id] = command.split(/\s+/);
    const about = (name: string): Member => this.#members.find((each) => each.id === name)!;
    if (verb === 'raft-log' || verb === 'compact') this.#compareLog(command, about(id!).raft, output);
    if (verb === 'status') {
      for (const [, peer, match] of output.matchAll(/^(\d+): \w+ match=(\d+)/gm)) {
        const { raft } = about(id!);
        this.#expect(`${command}, ${peer} matches`, raft.progress.get(peer!)?.match ?? raft.stable, match);
      }
    }
    if (verb === 'raft-state') {
      for (const [, name, role, term, leader] of output.matchAll(
        /^(\d+): State(\w+) .*Term:(\d+) Lead:(\d+)/gm,
      ))
        this.#compareRole(command, about(name!).raft, role!, term!, leader!);
    }
    if (verb !== 'stabilize' && verb !== 'process-ready') return;
    // What a member says last of itself, in its turns.
    const turns = output.includes('> ') ? output.split(/^> /m) : [`${id} handling Ready\n${output}`];
    const last = new Map<string, { state?: string[]; hard?: string }>();
    for (const turn of turns) {
      const name = /^(\d+) (?:handling|receiving)/.exec(turn)?.[1];
      if (name === undefined) continue;
      const known = last.get(name) ?? {};
      const state = /Lead:(\d+) State:State(\w+)/.exec(turn);
      const hard = /HardState (.*)/.exec(turn)?.[1];
      last.set(name, { ...known, ...(state && { state: [...state] }), ...(hard !== undefined && { hard }) });
    }
    for (const [name, { state, hard }] of last) {
      const { raft } = about(name);
      const field = (of: string): string => new RegExp(`${of}:(\\d+)`).exec(hard ?? '')?.[1] ?? '0';
      if (hard !== undefined) {
        this.#expect(`${command}, vote of ${name}`, raft.votedFor || '0', field('Vote'));
        this.#expect(`${command}, commit of ${name}`, raft.commit, field('Commit'));
        this.#expect(`${command}, term of ${name}`, raft.term, field('Term'));
      }
      if (state) this.#compareRole(command, raft, state[2]!, String(raft.term), state[1]!);
    }
  }

  #compareRole(command: string, raft: Raft, role: string, term: string, leader: string): void {
    this.#expect(`${command}, role`, raft.role.toLowerCase(), role.toLowerCase());
    this.#expect(`${command}, term`, raft.term, term);
    this.#expect(`${command}, leader`, raft.leader || '0', leader);
  }

  #compareLog(command: string, { log }: Raft, output: string): void {
    const wanted = [...output.matchAll(/^(\d+)\/(\d+) EntryNormal "(.*)"$/gm)].map(
      ([, term, index, data]) => `${term}/${index} ${data}`,
    );
    const got = log.entries.map(
      ({ term, index, command: data }) => `${term}/${index} ${typeof data === 'string' ? data : ''}`,
    );
    this.#expect(command, got.join(', '), wanted.join(', '));
  }
}
