import { ask, isWrite, reading, readingStored, shownAs, STORE_VERBS } from '#flow/store.ts';
import type { Change, Publication } from '#flow/store.ts';
import type { KindModel } from '#kinds/kind.ts';
import type { Distribution } from '#lib/distribution.ts';
import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import { merged } from '#patterns/crdt/types.ts';
import { replicationOf } from '#patterns/replications.ts';
import type { Mode } from '#patterns/replications.ts';
import type { Evaluated, Replication, RowChange, Source, StoreSide } from '#patterns/replication.ts';
import { typeOfKey } from '#patterns/row-types.ts';
import type { CrdtType, RowTypes } from '#patterns/row-types.ts';
import type { Behaviour, Io } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';
import { beginning } from './beginning.ts';
import type { DatabaseParams } from './params.ts';

interface Prepared {
  readonly rows: readonly (readonly [string, Plain])[];
  readonly types: RowTypes;
  readonly read: Distribution;
  readonly write: Distribution;
  readonly sync: 'always' | 'never' | number;
  readonly slots: number;
  readonly cluster: {
    readonly members: readonly string[];
    readonly protocol: Replication<unknown, unknown>;
    readonly params: unknown;
  } | null;
}

interface DatabaseState {
  values: Map<string, Plain>;
  /** Of rows with a CRDT type, which stay what they are for the whole run; `values` has what readers see of them. */
  crdts: Map<string, Plain>;
  types: RowTypes;
  /** How often a crash took writes back: after it, updates carry a new name, for the old one may have copies elsewhere. */
  life: number;
  versions: Map<string, number>;
  /** What a crash would put back: rows that have changed since the disk last had everything, as they were then. */
  volatile: Map<string, RowChange>;
  /** Publications from here on would be taken back too. */
  volatileOutbox: number;
  /** Timer of the next sync, or -1. */
  syncing: number;
  busy: number;
  queue: Job[];
  /** Committed and not yet confirmed by the log. */
  outbox: { seq: number; publication: Publication }[];
  nextOutbox: number;
  /** The relay's question under way, or -1. */
  relaying: number;
  replication: unknown;
}

/** Something that keeps the disk busy: a client's operation, or a protocol's. */
interface Job {
  readonly write: boolean;
  readonly message?: Message;
  readonly payload?: Plain;
}

interface Timer {
  readonly t: string;
  readonly job?: Job;
  /** Of a relay: which question has waited long enough. */
  readonly question?: number;
}

/** Without an answer for this long, the relay publishes again: at least once. */
const RELAY_TIMEOUT_US = 1_000_000;
const RELAY_PAUSE_US = 200_000;

export const database: KindModel<DatabaseParams> = {
  kind: 'database',
  prepare(own, env, id): Prepared {
    const cluster = [...env.clusters.values()].find((each) => each.members.includes(id));
    const protocol = cluster === undefined ? undefined : replicationOf(cluster.mode as Mode);
    return {
      rows: Object.entries(own.rows).map(
        ([key, value]) => [key, freezeDeep(JSON.parse(JSON.stringify(value)) as Plain)] as const,
      ),
      types: cluster?.types ?? own.types,
      read: delayToDistribution(own.read),
      write: delayToDistribution(own.write),
      sync: own.sync === 'always' || own.sync === 'never' ? own.sync : durationToUs(own.sync),
      slots: own.slots ?? Infinity,
      cluster:
        cluster === undefined || protocol === undefined
          ? null
          : { members: cluster.members, protocol, params: protocol.prepare(cluster.replication as never) },
    };
  },
  behaviour: {
    kind: 'database',
    start(io: Io<Prepared>): DatabaseState {
      const { types } = io.params;
      const rows = io.params.rows.flatMap(([key, value]) => beginning(key, value, typeOfKey(types, key)));
      const state: DatabaseState = {
        values: new Map(rows.map(({ key, value }) => [key, value])),
        crdts: new Map(rows.flatMap(({ key, state: its }) => (its === undefined ? [] : [[key, its]]))),
        types,
        life: 0,
        versions: new Map(rows.map(({ key }) => [key, 1])),
        volatile: new Map(),
        volatileOutbox: 0,
        syncing: -1,
        busy: 0,
        queue: [],
        outbox: [],
        nextOutbox: 0,
        relaying: -1,
        replication: null,
      };
      for (const { key, value, type } of rows)
        io.fact('row', { a: 1, data: { key, value, ...(type !== undefined && { type }) } });
      const { cluster } = io.params;
      if (cluster !== null)
        state.replication = cluster.protocol.start(cluster.params, new Database(state, io), io);
      return state;
    },
    step(state, stimulus, io) {
      const store = new Database(state, io);
      switch (stimulus.type) {
        case 'start':
        case 'restart':
          return store.begin();
        case 'crash':
          return store.crash();
        case 'message':
          return store.message(stimulus.message);
        case 'timer':
          return store.timer(stimulus.payload as unknown as Timer);
        case 'params':
          return store.set();
        case 'load':
          return;
      }
    },
    shows: (state, io) => ({
      rows: state.values as unknown as Plain,
      versions: state.versions as unknown as Plain,
      size: state.values.size,
      outbox: state.outbox.length,
      inFlight: state.busy,
      ...io.params.cluster?.protocol.shows(state.replication, io.now, io.params.cluster.params),
    }),
  } satisfies Behaviour<DatabaseState, Prepared> as never,
  touch: (id) => [{ put: id, key: 'item/${n % 10}', value: { n: '${n}', by: '${node}' } }],
};

const isStoreVerb = (verb: string): boolean => (STORE_VERBS as readonly string[]).includes(verb);

class Database implements StoreSide {
  readonly #s: DatabaseState;
  readonly #io: Io<Prepared>;

  constructor(state: DatabaseState, io: Io<Prepared>) {
    this.#s = state;
    this.#io = io;
  }
  get self(): string {
    return this.#io.nodeId;
  }
  get members(): readonly string[] {
    return this.#io.params.cluster?.members ?? [this.self];
  }

  begin(): void {
    const { cluster, sync } = this.#io.params;
    cluster?.protocol.restart(this.#s.replication, cluster.params, this, this.#io);
    this.#s.syncing = -1;
    this.#syncLater(sync);
    this.#s.relaying = -1;
    this.#relay();
  }

  /** A parameter was set. Another way of syncing begins with everything on the disk. */
  set(): void {
    this.#synced();
    this.#syncLater(this.#io.params.sync);
  }

  /** What had not reached the disk is taken back. */
  crash(): void {
    const s = this.#s;
    const { cluster } = this.#io.params;
    const kept = this.#io.params.sync === 'always';
    if (!kept) {
      this.#write([...s.volatile.values()]);
      s.life++;
      s.outbox = s.outbox.filter((each) => each.seq < s.volatileOutbox);
      s.volatile = new Map();
    }
    s.busy = 0;
    s.queue = [];
    s.relaying = -1;
    if (cluster !== null) cluster.protocol.crash(s.replication, cluster.params, this, this.#io, kept);
  }

  message(message: Message): void {
    const { cluster } = this.#io.params;
    if (message.verb === 'reply') return this.#relayed(message);
    if (!isStoreVerb(message.verb)) {
      if (cluster !== null && !message.wanted)
        return cluster.protocol.message(this.#s.replication, cluster.params, message, this, this.#io);
      if (message.wanted) this.#io.reply(message, { ok: false, reason: 'noRoute', text: message.verb });
      return;
    }
    if (this.#refused(message)) return;
    if (cluster?.protocol.asked !== undefined)
      return cluster.protocol.asked(this.#s.replication, cluster.params, message, this, this.#io);
    this.#queue({ write: isWrite(message.verb), message });
  }

  timer(payload: Timer): void {
    switch (payload.t) {
      case 'operation':
        return this.#done(payload.job!);
      case 'sync':
        this.#s.syncing = -1;
        this.#synced();
        return this.#syncLater(this.#io.params.sync);
      case 'relay':
        if (this.#s.relaying !== payload.question) return;
        this.#s.relaying = -1;
        return this.#relay();
      default:
        this.#tellProtocol(payload as unknown as Plain);
    }
  }
  #tellProtocol(payload: Plain): void {
    const { cluster } = this.#io.params;
    cluster?.protocol.timer(this.#s.replication, cluster.params, payload, this, this.#io);
  }

  /** Copies rows from another member. */
  apply(changes: readonly RowChange[]): readonly RowChange[] {
    return this.#write(changes);
  }
  all(): readonly RowChange[] {
    return [...this.#s.versions].map(([key, version]) => ({
      key,
      value: this.#stored(key),
      version,
    }));
  }
  type(key: string): CrdtType | undefined {
    return typeOfKey(this.#s.types, key);
  }
  join(key: string, mine: Plain, theirs: Plain): Plain | undefined {
    const type = this.type(key);
    if (type === undefined) return undefined;
    return mine === null ? theirs : theirs === null ? mine : merged(type, mine, theirs);
  }

  evaluate(verb: string, body: Plain, over?: ReadonlyMap<string, Plain>, source?: Source): Evaluated {
    const { values, types, crdts: states, life } = this.#s;
    const store = over === undefined ? reading(values, types, states) : readingStored(over, types);
    const replica = life === 0 ? this.self : `${this.self}.${life}`;
    const own = { id: this.self, clockMs: this.#io.clock / 1000, replica };
    return ask(store, verb, body, source ?? own) as Evaluated;
  }
  versioned(changes: readonly Change[]): readonly RowChange[] {
    return changes.map(({ key, value }) => ({ key, value, version: (this.#s.versions.get(key) ?? 0) + 1 }));
  }
  publish(published: readonly Plain[]): void {
    for (const publication of published)
      this.#s.outbox.push({
        seq: this.#s.nextOutbox++,
        publication: publication as unknown as Publication,
      });
    this.#relay();
  }
  disk(operation: 'read' | 'write', payload: Plain): void {
    this.#queue({ write: operation === 'write', payload });
  }

  #refused(message: Message): boolean {
    const { cluster } = this.#io.params;
    if (cluster === null) return false;
    const wantsLeader = (message.body as { leader?: boolean }).leader === true;
    const serves = cluster.protocol.serves(this.#s.replication, message.verb, wantsLeader, cluster.params);
    if (serves === true) return false;
    this.#io.reply(message, { ok: false, reason: 'notLeader', text: serves.leader });
    return true;
  }

  #queue(job: Job): void {
    if (this.#s.busy < this.#io.params.slots) this.#begin(job);
    else this.#s.queue.push(job);
  }

  #begin(job: Job): void {
    this.#s.busy++;
    const { read, write } = this.#io.params;
    const delayUs = this.#io.sample(job.write ? 'write' : 'read', job.write ? write : read);
    this.#io.timer(delayUs, { t: 'operation', job: job as unknown as Plain }, { work: true });
  }

  #done({ message, payload }: Job): void {
    this.#s.busy--;
    if (message !== undefined) this.carryOut(message);
    else this.#tellProtocol(payload!);
    if (this.#s.queue.length > 0) this.#begin(this.#s.queue.shift()!);
  }

  carryOut(message: Message): void {
    // It may have lost its role while the disk was busy.
    if (this.#refused(message)) return;
    const { cluster } = this.#io.params;
    const replication = this.#s.replication;
    if (cluster?.protocol.admits?.(replication, cluster.params, message, this, this.#io) === false) return;
    const result = this.evaluate(message.verb, message.body);
    if (!result.ok) return this.#io.reply(message, result);
    const changes = this.versioned(result.changes);
    const before = this.#write(changes);
    const outcome: Outcome = { ok: true, value: result.value };
    if (cluster === null) this.#io.reply(message, outcome);
    else if (!isWrite(message.verb)) {
      const token = cluster.protocol.seen?.(replication, cluster.params);
      this.#io.reply(message, token ? { ...outcome, token } : outcome);
    } else
      cluster.protocol.wrote(replication, cluster.params, changes, message, outcome, this, this.#io, before);
    this.publish(result.published);
  }

  #stored(key: string): Plain {
    return this.#s.crdts.get(key) ?? this.#s.values.get(key) ?? null;
  }

  /** Puts rows in place and returns what stood there before. */
  #write(changes: readonly RowChange[]): readonly RowChange[] {
    const { values, versions, volatile, crdts: states } = this.#s;
    const kept = this.#io.params.sync === 'always';
    return changes.map(({ key, value: stored, version, stamp, writes }) => {
      const before = { key, value: this.#stored(key), version: versions.get(key) ?? 0 };
      if (!kept && !volatile.has(key)) volatile.set(key, before);
      const type = this.type(key);
      if (type !== undefined && stored !== null) states.set(key, stored);
      else states.delete(key);
      const value = shownAs(type, stored);
      if (value === null) values.delete(key);
      else values.set(key, value);
      // Version 0 is that of a row that never was.
      if (version === 0) versions.delete(key);
      else versions.set(key, version);
      const more = {
        ...(stamp !== undefined && { stamp }),
        ...(writes !== undefined && { writes }),
        ...(type !== undefined && { type }),
      };
      this.#io.fact('row', { a: version, data: { key, value, ...more } });
      return before;
    });
  }

  #syncLater(sync: Prepared['sync']): void {
    if (this.#s.syncing >= 0) this.#io.cancel(this.#s.syncing);
    this.#s.syncing = typeof sync === 'number' ? this.#io.timer(sync, { t: 'sync' }) : -1;
  }

  /** The disk has everything now. */
  #synced(): void {
    const { cluster } = this.#io.params;
    this.#s.volatile = new Map();
    this.#s.volatileOutbox = this.#s.nextOutbox;
    cluster?.protocol.synced(this.#s.replication);
  }

  // ------------------------------------------------------------------ outbox

  /** Publishes what was committed, one after another, each until the log confirms it: at least once, in order. */
  #relay(): void {
    const s = this.#s;
    const next = s.outbox[0];
    if (next === undefined || s.relaying >= 0) return;
    const { log, topic, event } = next.publication;
    const port = this.#io.ports.find((each) => each.outgoing && each.peerId === log);
    if (port === undefined) return;
    s.relaying = this.#io.send({
      link: port.link,
      kind: 'event',
      verb: 'publish',
      label: event.type,
      body: Object.freeze({ id: event.id, attempt: 1, session: event.id, topic, event }) as unknown as Plain,
      wanted: true,
    });
    this.#io.timer(RELAY_TIMEOUT_US, { t: 'relay', question: s.relaying });
  }

  #relayed(message: Message): void {
    const s = this.#s;
    if (message.re !== s.relaying) return;
    if (!(message.body as unknown as Outcome).ok)
      return void this.#io.timer(RELAY_PAUSE_US, { t: 'relay', question: s.relaying });
    s.relaying = -1;
    s.outbox.shift();
    this.#relay();
  }
}
