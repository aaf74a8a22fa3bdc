import { invalid, valid, type Verdict } from './history.ts';

/** One message as its producer saw it. */
export interface Publication {
  readonly id: number;
  /** What keeps order: messages of one lane (a partition, a key) reach a group in the order they were published. */
  readonly lane: string;
  /** Whether the producer was told that it is safe; only then may it not be lost. */
  readonly acknowledged: boolean;
}

/** One message as a consumer took effect on it. */
export interface Receipt {
  readonly id: number;
  readonly group: string;
}

/** What one consumer group saw; each list in the order in which it happened, without repeats. */
export interface DeliveryReport {
  readonly group: string;
  /** Acknowledged, never received. Final only when nothing is under way any more. */
  readonly lost: readonly number[];
  /** Received more than once. */
  readonly duplicated: readonly number[];
  /** Received, never published. */
  readonly unexpected: readonly number[];
  /** Received for the first time after a message of the same lane that was published later. */
  readonly reordered: readonly number[];
}

/**
 * What became of each message, per consumer group.
 *
 * `publications` in order of publication, `receipts` in order of time; `groups` names those that should receive
 * everything (a group that received nothing lost all). The four faults are those of Jepsen's queue and Kafka checkers.
 * Cost: O(publications × groups + receipts).
 */
export function deliveries(
  publications: readonly Publication[],
  receipts: readonly Receipt[],
  groups: readonly string[],
): DeliveryReport[] {
  const order = new Map(
    publications.map((publication, index) => [publication.id, { ...publication, index }]),
  );
  return [...new Set([...groups, ...receipts.map(({ group }) => group)])].map((group) => {
    const received = new Set<number>();
    const duplicated = new Set<number>();
    const unexpected = new Set<number>();
    const reordered: number[] = [];
    const furthest = new Map<string, number>();
    for (const { id, group: receiver } of receipts) {
      if (receiver !== group) continue;
      if (received.has(id)) duplicated.add(id);
      const publication = order.get(id);
      if (publication === undefined) unexpected.add(id);
      else if (!received.has(id)) {
        const { lane, index } = publication;
        const last = furthest.get(lane) ?? -1;
        if (index < last) reordered.push(id);
        else furthest.set(lane, index);
      }
      received.add(id);
    }
    const lost = publications
      .filter(({ id, acknowledged }) => acknowledged && !received.has(id))
      .map(({ id }) => id);
    return { group, lost, duplicated: [...duplicated], unexpected: [...unexpected], reordered };
  });
}

export type DeliveryPromise = 'atLeastOnce' | 'atMostOnce' | 'exactlyOnce' | 'inOrder';

const broken: Readonly<
  Record<DeliveryPromise, readonly (readonly [fault: 'lost' | 'duplicated' | 'reordered', reason: string])[]>
> = {
  atLeastOnce: [['lost', 'never received']],
  atMostOnce: [['duplicated', 'received more than once']],
  exactlyOnce: [
    ['lost', 'never received'],
    ['duplicated', 'received more than once'],
  ],
  inOrder: [['reordered', 'received after a later message of its lane']],
};

/** Whether every group kept the promise; what nobody published breaks each of them. */
export function deliveryPromise(reports: readonly DeliveryReport[], promise: DeliveryPromise): Verdict {
  const faults = [...broken[promise], ['unexpected', 'received but never published'] as const];
  for (const report of reports) {
    for (const [fault, reason] of faults) {
      const [first] = report[fault];
      if (first === undefined) continue;
      const count = report[fault].length;
      return invalid(
        `${count} ${count === 1 ? 'message was' : 'messages were'} ${reason} by ${report.group}`,
        {
          operations: report[fault],
          offending: first,
        },
      );
    }
  }
  return valid;
}
