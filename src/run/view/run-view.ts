import type { StaleRead } from '#run/judged.ts';
import { MESSAGE_KINDS } from '#sim/message.ts';
import { Kind } from '#sim/record.ts';
import type { Topology, Verdict } from '#run/protocol.ts';
import { RecordStore } from '#run/record-store.ts';
import { Breakers } from './breakers.ts';
import type { BreakerView } from './breakers.ts';
import { Facts } from './facts.ts';
import { Faults } from './faults.ts';
import type { FaultView } from './faults.ts';
import { Active } from './flows.ts';
import type { ActiveView } from './flows.ts';
import { Latencies } from './latency.ts';
import type { LatencyView } from './latency.ts';
import { Logs } from './logs.ts';
import type { TopicView } from './logs.ts';
import { Messages } from './messages.ts';
import type { MessageFrame } from './messages.ts';
import { Queues } from './queues.ts';
import type { QueueView } from './queues.ts';
import { Rows } from './rows.ts';
import type { RowVersion } from './rows.ts';

const EMPTY: Topology = { endUs: 0, seed: 0, nodes: [], links: [] };
const OF_LOGS = new Set(['append', 'commit', 'assign', 'trim']);
const OF_QUEUES = new Set(['enqueue', 'deliver', 'ack', 'requeue', 'dead']);

/** 'down', 'up' or 'paused', as the fact `status` numbers them. */
export const STATUSES = ['down', 'up', 'paused'] as const;
export type StatusView = (typeof STATUSES)[number];

/** One check as it stood at a moment. */
export interface VerdictView {
  readonly check: number;
  readonly title: string;
  readonly verdict: 'holds' | 'breaks' | 'unknown';
  readonly reason: string;
  /** When it came to stand so, µs; -1 when it has stood so from the start. */
  readonly since: number;
  readonly event: number;
}

/**
 * A run as it was at any moment: every answer is a function of the record and a time, found by binary search, the same
 * whether the moment was played to or jumped to. Nothing here asks a live object. Nodes and links go by their index.
 */
export class RunView {
  topology: Topology = EMPTY;
  verdicts: readonly Verdict[] = [];
  /** Answers that were not the newest, in order of time; none until the stores have been judged. */
  stale: readonly StaleRead[] = [];
  store = new RecordStore();
  facts = new Facts(this.store);
  messages = new Messages(this.store);
  rows = new Rows(this.store);
  logs = new Logs(this.store);
  queues = new Queues(this.store);
  breakers = new Breakers(this.store);
  faults = new Faults(this.store);
  flows = new Active(this.store);
  operations = new Active(this.store);
  latencies = new Latencies(this.store, this.facts);
  #indexed = 0;
  #nodes = new Map<string, number>();
  #links = new Map<string, number>();

  /** A run begins: the first `keep` events are those of the run before. */
  begin(topology: Topology, keep: number): void {
    this.topology = topology;
    this.#nodes = new Map(topology.nodes.map(({ id }, index) => [id, index]));
    this.#links = new Map(topology.links.map(({ id }, index) => [id, index]));
    this.verdicts = [];
    this.stale = [];
    if (keep < this.store.length) this.#truncate(keep);
  }

  /** Forgets everything, strings too: a new worker begins. */
  reset(): void {
    Object.assign(this, new RunView());
    this.#indexed = 0;
  }

  /** Index of a node by its id, -1 when the run has none. */
  node(id: string): number {
    return this.#nodes.get(id) ?? -1;
  }
  /** Index of a link by its id (`from>to`), -1 when the run has none. */
  link(id: string): number {
    return this.#links.get(id) ?? -1;
  }

  /** Reads what was appended to the store since the last time. */
  advance(): void {
    const { store } = this;
    for (let event = this.#indexed; event < store.length; event++) {
      switch (store.kind[event] as number) {
        case Kind.send:
        case Kind.arrive:
        case Kind.drop:
          this.messages.add(event);
          break;
        case Kind.fact:
          this.#fact(event);
          break;
        case Kind.state:
          if (store.textOf(event) === 'breaker') this.breakers.add(event, 'breaker');
          break;
        case Kind.begin:
        case Kind.end:
          this.operations.add(event);
          break;
        case Kind.flow:
          this.flows.add(event);
          break;
        case Kind.fault:
          this.faults.add(event);
          break;
      }
    }
    this.#indexed = store.length;
  }

  /** Index of the last event at time `t` or before, -1 before the first. */
  eventAt(t: number): number {
    const { time } = this.store;
    let low = 0;
    let high = this.store.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((time[middle] as number) <= t) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  messagesAt(t: number, burstUs: number, into: MessageFrame): void {
    this.messages.at(t, this.eventAt(t), burstUs, into);
  }

  /** The last fact of a name at or before `t`, of one instance or (-1) of the whole node; -1 when there is none. */
  lastFact(node: number, instance: number, name: string, t: number): number {
    return this.facts.last(node, instance, name, this.eventAt(t));
  }

  /** The value of the last such fact; `otherwise` when there is none. */
  valueAt(node: number, instance: number, name: string, t: number, otherwise = 0): number {
    const fact = this.lastFact(node, instance, name, t);
    return fact < 0 ? otherwise : (this.store.value[fact] as number);
  }

  statusAt(node: number, instance: number, t: number): StatusView {
    const fact = this.lastFact(node, instance, 'status', t);
    return fact < 0 ? 'up' : (STATUSES[this.store.a[fact] as number] ?? 'up');
  }

  rowsAt(node: number, t: number): RowVersion[] {
    return this.rows.at(node, this.eventAt(t));
  }
  /** The last `most` versions of one row, newest first. */
  versionsAt(node: number, key: string, t: number, most: number): RowVersion[] {
    return this.rows.versions(node, key, this.eventAt(t), most);
  }
  newestRowAt(node: number, t: number): RowVersion | null {
    return this.rows.newest(node, this.eventAt(t));
  }
  logAt(node: number, t: number): TopicView[] {
    return this.logs.at(node, this.eventAt(t));
  }
  queueAt(node: number, t: number): QueueView[] {
    return this.queues.at(node, this.eventAt(t));
  }
  breakerAt(link: number, t: number): BreakerView | null {
    return this.breakers.at(link, this.eventAt(t));
  }
  latencyAt(node: number, t: number): LatencyView | null {
    return this.latencies.at(node, t);
  }
  faultsAt(t: number): FaultView[] {
    return this.faults.at(this.eventAt(t));
  }
  activeFlowsAt(t: number): ActiveView[] {
    return this.flows.at(this.eventAt(t));
  }
  activeOperationsAt(t: number): ActiveView[] {
    return this.operations.at(this.eventAt(t));
  }

  verdictsAt(t: number): VerdictView[] {
    return this.verdicts.map(({ check, title, changes }) => {
      const change = changes.findLast(({ at }) => at <= t);
      return {
        check,
        title,
        verdict: change?.verdict ?? 'unknown',
        reason: change?.reason ?? '',
        since: change?.at ?? -1,
        event: change?.event ?? -1,
      };
    });
  }

  /** The event, what caused it, what caused that, and so on to what nothing caused. */
  causesOf(event: number): number[] {
    const chain: number[] = [];
    for (let at = event; at >= 0 && at < this.store.length;) {
      chain.push(at);
      // What was lost to a fault is explained by the fault, not by whoever sent it.
      const behind = this.store.kind[at] === Kind.drop ? (this.faults.behind(at)?.event ?? -1) : -1;
      const cause = behind >= 0 && behind < at ? behind : (this.store.cause[at] as number);
      if (cause >= at) break;
      at = cause;
    }
    return chain;
  }

  /** The word for a message's kind. */
  messageKind(event: number): (typeof MESSAGE_KINDS)[number] {
    return MESSAGE_KINDS[this.store.a[event] as number] ?? 'control';
  }

  #fact(event: number): void {
    const name = this.store.textOf(event);
    this.facts.add(event);
    if (name === 'row') this.rows.add(event);
    else if (OF_LOGS.has(name)) this.logs.add(event, name);
    else if (OF_QUEUES.has(name)) this.queues.add(event, name);
    else if (name.startsWith('breaker.')) this.breakers.add(event, name);
  }

  #truncate(length: number): void {
    this.store.truncate(length);
    if (length >= this.#indexed) return;
    this.#indexed = length;
    this.facts.truncate(length);
    this.messages.truncate(length);
    this.rows.truncate(length);
    this.logs.truncate(length);
    this.queues.truncate(length);
    this.breakers.truncate(length);
    this.faults.truncate(length);
    this.flows.truncate(length);
    this.operations.truncate(length);
    this.latencies.truncate();
  }
}
