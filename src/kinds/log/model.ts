import { instanceName } from '#sim/message.ts';
import type { AckBody, DeliverBody, EventBody, JoinBody, PublishBody, RevokeBody } from '#flow/wire.ts';
import type { KindModel } from '#kinds/kind.ts';
import type { Distribution } from '#lib/distribution.ts';
import { partitionFor } from '#lib/murmur2.ts';
import type { Plain } from '#lib/plain.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import type { Behaviour, Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import { assignPartitions } from './assignors.ts';
import type { LogParams } from './params.ts';

/** Without progress for this long, what was delivered is delivered again. */
const RESEND_US = 1_000_000;

interface Prepared {
  readonly topics: ReadonlyMap<string, { partitions: number; retentionUs: number; compact: boolean }>;
  readonly append: Distribution;
  readonly sync: 'always' | 'never' | number;
  readonly assignor: 'range' | 'roundRobin';
  readonly sessionUs: number;
  readonly tickUs: number;
  readonly prefetch: number;
}

interface Entry {
  readonly at: number;
  readonly event: EventBody;
}
interface Partition {
  /** Offset of the oldest event that is kept. */
  first: number;
  /** From `first` on; null where compaction took one away. */
  entries: (Entry | null)[];
  /** Offset up to which all would survive a crash. */
  durable: number;
}
interface Topic {
  partitions: Partition[];
  cursor: number;
}
interface Member {
  readonly link: number;
  readonly back: boolean;
  readonly instance: number;
  life: number;
  lastSeen: number;
}
interface Group {
  readonly channel: string;
  readonly name: string;
  readonly fromNewest: boolean;
  members: Map<string, Member>;
  /** Who reads which partition, '' for nobody. */
  owner: string[];
  /** Who still finishes what it has of a partition that was taken from it, '' for nobody; nobody else reads it meanwhile. */
  leaving: string[];
  committed: number[];
  /** Next offset to deliver. */
  sent: number[];
  /** Names the present reading of each partition, from the committed offset on; later ones have higher numbers. */
  run: number[];
  /** The offset last delivered in it, -1: none yet. */
  last: number[];
  /** When something was last delivered or confirmed. */
  progress: number[];
  /** How often an offset was delivered, while it is not confirmed. */
  deliveries: Map<string, number>;
}
interface LogState {
  topics: Map<string, Topic>;
  groups: Map<string, Group>;
}

export const log: KindModel<LogParams> = {
  kind: 'log',
  prepare(own): Prepared {
    return {
      topics: new Map(
        Object.entries(own.topics).map(([name, topic]) => [
          name,
          {
            partitions: topic.partitions,
            retentionUs: topic.retention === undefined ? Infinity : durationToUs(topic.retention),
            compact: topic.compact,
          },
        ]),
      ),
      append: delayToDistribution(own.append),
      sync: own.sync === 'always' || own.sync === 'never' ? own.sync : durationToUs(own.sync),
      assignor: own.assignor,
      sessionUs: durationToUs(own.sessionTimeout),
      tickUs: Math.max(1_000, Math.round(durationToUs(own.heartbeat) / 2)),
      prefetch: own.prefetch,
    };
  },
  behaviour: {
    kind: 'log',
    start(io: Io<Prepared>): LogState {
      const topics = new Map(
        [...io.params.topics].map(([name, topic]) => [name, newTopic(topic.partitions)]),
      );
      return { topics, groups: new Map() };
    },
    step(state, stimulus, io) {
      const broker = new Broker(state, io);
      switch (stimulus.type) {
        case 'start':
        case 'restart':
          return broker.begin();
        case 'crash':
          return broker.crash();
        case 'message':
          return broker.message(stimulus.message);
        case 'timer': {
          const payload = stimulus.payload as unknown as { t: string; message?: Message };
          if (payload.t === 'append') return broker.append(payload.message!);
          if (payload.t === 'sync') return broker.sync();
          return broker.tick();
        }
        case 'params':
        case 'load':
          return;
      }
    },
    shows: (state) => ({
      topics: Object.fromEntries(
        [...state.topics].map(([name, topic]) => [
          name,
          {
            length: topic.partitions.reduce((sum, each) => sum + each.entries.length, 0),
            partitions: topic.partitions.map((each) => each.first + each.entries.length),
          },
        ]),
      ),
      groups: Object.fromEntries(
        [...state.groups.values()].map((group) => [
          `${group.channel}/${group.name}`,
          {
            members: group.members.size,
            committed: group.committed,
            lag: lagOf(state, group),
          },
        ]),
      ),
    }),
  } satisfies Behaviour<LogState, Prepared> as never,
  touch: (id, own) => [
    {
      publish: id,
      topic: Object.keys(own.topics)[0] ?? 'events',
      event: 'Happened',
      key: '${n % 10}',
      body: { n: '${n}' },
    },
  ],
  feeds: (id, own) =>
    (Object.keys(own.topics).length > 0 ? Object.keys(own.topics) : ['events']).map((topic) => ({
      from: id,
      topic,
      deliver: 'atLeastOnce',
      maxDeliveries: 5,
      backoff: { delay: '100ms', factor: 2, maxDelay: '5s' },
      steps: [{ work: { exponential: '10ms' } }],
    })),
  heartbeatUs: (own) => durationToUs(own.heartbeat),
};

const newTopic = (partitions: number): Topic => ({
  partitions: Array.from({ length: partitions }, () => ({ first: 0, entries: [], durable: 0 })),
  cursor: 0,
});
const endOf = (partition: Partition): number => partition.first + partition.entries.length;
const lagOf = (state: LogState, group: Group): number =>
  (state.topics.get(group.channel)?.partitions ?? []).reduce(
    (sum, each, index) => sum + endOf(each) - (group.committed[index] ?? 0),
    0,
  );

class Broker {
  readonly #s: LogState;
  readonly #io: Io<Prepared>;

  constructor(state: LogState, io: Io<Prepared>) {
    this.#s = state;
    this.#io = io;
  }

  begin(): void {
    this.#io.timer(this.#io.params.tickUs, { t: 'tick' });
    if (typeof this.#io.params.sync === 'number') this.#io.timer(this.#io.params.sync, { t: 'sync' });
  }

  /** Who reads what is in memory; events and offsets are on disk as far as `sync` has written them. */
  crash(): void {
    for (const [name, topic] of this.#s.topics) {
      topic.partitions.forEach((partition, index) => {
        const lost = endOf(partition) - Math.max(partition.durable, partition.first);
        if (this.#io.params.sync === 'always' || lost <= 0) return;
        partition.entries.length -= lost;
        this.#io.fact('cut', { a: index, b: endOf(partition), data: { topic: name } });
      });
    }
    for (const group of this.#s.groups.values()) {
      group.members = new Map();
      group.owner = group.owner.map(() => '');
      group.leaving = group.leaving.map(() => '');
      const { partitions } = this.#topic(group.channel);
      group.committed = group.committed.map((offset, index) => Math.min(offset, endOf(partitions[index]!)));
      group.committed.forEach((_, index) => this.#goBack(group, index));
      for (const place of group.deliveries.keys()) {
        const [index, offset] = place.split(' ').map(Number);
        if (offset! >= endOf(partitions[index!]!)) group.deliveries.delete(place);
      }
    }
  }

  message(message: Message): void {
    switch (message.verb) {
      case 'publish':
        this.#io.timer(
          this.#io.sample('append', this.#io.params.append),
          { t: 'append', message: message as unknown as Plain },
          { work: true },
        );
        return;
      case 'join':
        return this.#join(message, message.body as unknown as JoinBody);
      case 'released':
        return this.#released(message, message.body as unknown as RevokeBody);
      case 'ack':
        return this.#ack(message, message.body as unknown as AckBody);
      default:
        if (message.wanted) this.#io.reply(message, { ok: false, reason: 'noRoute', text: message.verb });
    }
  }

  append(message: Message): void {
    const { topic: name, event } = message.body as unknown as PublishBody;
    const topic = this.#topic(name);
    const count = topic.partitions.length;
    const index = event.key === '' ? topic.cursor++ % count : partitionFor(event.key, count);
    const partition = topic.partitions[index]!;
    if (this.#io.params.topics.get(name)?.compact === true) this.#compact(name, partition, index, event.key);
    const offset = endOf(partition);
    partition.entries.push({ at: this.#io.now, event });
    if (this.#io.params.sync === 'always') partition.durable = offset + 1;
    this.#io.fact('append', { a: index, b: offset, data: { topic: name, event: event as unknown as Plain } });
    if (message.wanted) this.#io.reply(message, { ok: true, value: { partition: index, offset } }, 'control');
    for (const group of this.#s.groups.values()) if (group.channel === name) this.#pump(group, index);
  }

  sync(): void {
    for (const topic of this.#s.topics.values())
      for (const partition of topic.partitions) partition.durable = endOf(partition);
    if (typeof this.#io.params.sync === 'number') this.#io.timer(this.#io.params.sync, { t: 'sync' });
  }

  /** Members that fell silent leave, what got stuck is sent again, what is too old goes. */
  tick(): void {
    const { now, params } = this.#io;
    this.#io.timer(params.tickUs, { t: 'tick' });
    for (const [key, group] of [...this.#s.groups]) {
      const gone = [...group.members].filter(([, member]) => now - member.lastSeen > params.sessionUs);
      for (const [name] of gone) group.members.delete(name);
      group.leaving.forEach((name, index) => {
        if (group.members.has(name)) this.#revoke(group, index);
        else if (name !== '') this.#handOver(group, index);
      });
      if (group.fromNewest && group.members.size === 0) {
        this.#s.groups.delete(key);
        continue;
      }
      if (gone.length > 0) this.#rebalance(group);
      group.owner.forEach((owner, index) => {
        if (
          owner === '' ||
          group.sent[index]! <= group.committed[index]! ||
          now - group.progress[index]! < RESEND_US
        )
          return;
        this.#goBack(group, index);
        this.#pump(group, index);
      });
    }
    for (const [name, { retentionUs }] of params.topics)
      if (retentionUs !== Infinity) this.#expire(name, retentionUs);
  }

  #join(message: Message, body: JoinBody): void {
    const key = `${body.channel} ${body.group}`;
    let group = this.#s.groups.get(key);
    if (group === undefined) {
      const { partitions } = this.#topic(body.channel);
      const start = partitions.map((each) => (body.fromNewest ? endOf(each) : each.first));
      group = {
        channel: body.channel,
        name: body.group,
        fromNewest: body.fromNewest,
        members: new Map(),
        owner: partitions.map(() => ''),
        leaving: partitions.map(() => ''),
        committed: start,
        sent: [...start],
        run: partitions.map(() => this.#io.now),
        last: partitions.map(() => -1),
        progress: partitions.map(() => 0),
        deliveries: new Map(),
      };
      this.#s.groups.set(key, group);
    }
    const name = memberName(this.#io, message);
    const known = group.members.get(name);
    if (known !== undefined && known.life === body.life) {
      known.lastSeen = this.#io.now;
      return;
    }
    const member = {
      link: message.link,
      back: !message.back,
      instance: body.instance,
      life: body.life,
      lastSeen: this.#io.now,
    };
    group.members.set(name, member);
    if (known === undefined) return this.#rebalance(group);
    // The same member in a new life: what it held is lost with the old one.
    group.leaving.forEach((leaver, index) => {
      if (leaver === name) this.#handOver(group, index);
    });
    group.owner.forEach((owner, index) => {
      if (owner !== name) return;
      this.#goBack(group, index);
      this.#pump(group, index);
    });
  }

  #ack(message: Message, body: AckBody): void {
    const group = this.#s.groups.get(`${body.channel} ${body.group}`);
    // Only the owner may move the offset: one that was thrown out meanwhile is not listened to.
    const name = memberName(this.#io, message);
    if (group === undefined || (group.leaving[body.partition] || group.owner[body.partition]) !== name)
      return;
    const next = body.offset + 1;
    if (next <= group.committed[body.partition]!) return;
    // After a crash that cost the end of the log, that offset may be empty or another event's.
    const { first, entries } = this.#topic(body.channel).partitions[body.partition]!;
    const entry = entries[body.offset - first];
    if (body.offset >= first && (entry === undefined || (entry !== null && entry.event.id !== body.id)))
      return;
    for (let offset = group.committed[body.partition]!; offset < next; offset++)
      group.deliveries.delete(`${body.partition} ${offset}`);
    group.committed[body.partition] = next;
    group.sent[body.partition] = Math.max(group.sent[body.partition]!, next);
    group.progress[body.partition] = this.#io.now;
    this.#io.fact('commit', {
      a: body.partition,
      b: next,
      data: { topic: group.channel, group: group.name },
    });
    this.#pump(group, body.partition);
  }

  #rebalance(group: Group): void {
    const assigned = assignPartitions(
      this.#io.params.assignor,
      [...group.members.keys()],
      group.owner.length,
    );
    group.owner.forEach((before, index) => {
      const after = assigned.owner[index]!;
      if (after === before) return;
      group.owner[index] = after;
      this.#goBack(group, index);
      if (group.leaving[index] !== '' || !group.members.has(before)) return;
      group.leaving[index] = before;
      this.#revoke(group, index);
    });
    this.#io.fact('assign', { data: { topic: group.channel, group: group.name, members: assigned.members } });
    group.owner.forEach((_, index) => this.#pump(group, index));
  }

  /** Asks a member that lives to give a partition back. Said again at every tick until it has. */
  #revoke(group: Group, index: number): void {
    const member = group.members.get(group.leaving[index]!)!;
    const body: RevokeBody = Object.freeze({ channel: group.channel, group: group.name, partition: index });
    this.#io.send({
      link: member.link,
      back: member.back,
      kind: 'control',
      verb: 'revoke',
      label: '',
      body: body as unknown as Plain,
      toInstance: member.instance,
      ordered: true,
    });
  }
  #released(message: Message, { channel, group: name, partition }: RevokeBody): void {
    const group = this.#s.groups.get(`${channel} ${name}`);
    if (group?.leaving[partition] !== memberName(this.#io, message)) return;
    this.#handOver(group, partition);
  }
  #handOver(group: Group, index: number): void {
    group.leaving[index] = '';
    this.#goBack(group, index);
    this.#pump(group, index);
  }

  /** What is not confirmed will be delivered again, as a new run. */
  #goBack(group: Group, index: number): void {
    group.sent[index] = group.committed[index]!;
    group.run[index] = Math.max(group.run[index]! + 1, this.#io.now);
    group.last[index] = -1;
  }

  /** Sends the owner of a partition what it may have ahead of its work. */
  #pump(group: Group, index: number): void {
    const member = group.members.get(group.owner[index] ?? '');
    if (member === undefined || group.leaving[index] !== '') return;
    const partition = this.#topic(group.channel).partitions[index]!;
    group.committed[index] = Math.max(group.committed[index]!, partition.first);
    group.sent[index] = Math.max(group.sent[index]!, partition.first);
    while (
      group.sent[index] < endOf(partition) &&
      group.sent[index] - group.committed[index] < this.#io.params.prefetch
    ) {
      const offset = group.sent[index]++;
      const entry = partition.entries[offset - partition.first];
      if (entry === null || entry === undefined) {
        // Compacted away: nothing to read there.
        if (group.committed[index] === offset) group.committed[index] = offset + 1;
        continue;
      }
      const count = (group.deliveries.get(`${index} ${offset}`) ?? 0) + 1;
      group.deliveries.set(`${index} ${offset}`, count);
      group.progress[index] = this.#io.now;
      const body: DeliverBody = Object.freeze({
        channel: group.channel,
        group: group.name,
        partition: index,
        offset,
        delivery: count,
        event: entry.event,
        run: group.run[index]!,
        after: group.last[index]!,
      });
      group.last[index] = offset;
      this.#io.send({
        link: member.link,
        back: member.back,
        kind: 'event',
        verb: 'deliver',
        label: entry.event.type,
        body: body as unknown as Plain,
        toInstance: member.instance,
        ordered: true,
      });
    }
  }

  #compact(name: string, partition: Partition, index: number, key: string): void {
    const older = partition.entries.findIndex((entry) => entry?.event.key === key);
    if (older < 0) return;
    partition.entries[older] = null;
    this.#io.fact('compact', { a: index, b: partition.first + older, data: { topic: name } });
  }

  #expire(name: string, retentionUs: number): void {
    this.#topic(name).partitions.forEach((partition, index) => {
      const before = partition.first;
      while (partition.entries.length > 0 && (partition.entries[0]?.at ?? 0) < this.#io.now - retentionUs) {
        partition.entries.shift();
        partition.first++;
      }
      if (partition.first > before)
        this.#io.fact('trim', { a: index, b: partition.first, data: { topic: name } });
    });
  }

  /** A topic that is used but not declared has one partition. */
  #topic(name: string): Topic {
    let topic = this.#s.topics.get(name);
    if (topic === undefined) {
      topic = newTopic(this.#io.params.topics.get(name)?.partitions ?? 1);
      this.#s.topics.set(name, topic);
    }
    return topic;
  }
}

function memberName(io: Io<Prepared>, message: Message): string {
  return instanceName(
    io.ports.find((port) => port.link === message.link)?.peerId ?? '',
    message.fromInstance,
  );
}
