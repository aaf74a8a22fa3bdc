import { accessesOf, type Write } from './accesses.ts';
import {
  idsByCall,
  invalid,
  same,
  unknown,
  valid,
  type History,
  type Operation,
  type Verdict,
} from './history.ts';

/** How old what one read found was. */
export interface Staleness {
  readonly operation: Operation;
  readonly key: string;
  /** Newer versions that had been acknowledged before the read was called; 0: fresh. */
  readonly versionsBehind: number;
  /** Time since the first of those was acknowledged, in the unit of the history; 0: fresh. */
  readonly timeBehind: number;
  /** The first of those. */
  readonly overtaken: Operation | null;
}

/**
 * Staleness of every read, in versions and in time.
 *
 * Versions are ranked as the history says; without versions, by when they were called. Only acknowledged writes
 * count: a reader cannot miss what nobody was told of.
 * Cost: O(reads × versions of the key).
 */
export function staleness(history: History): Staleness[] {
  const { sessions, versioned } = accessesOf(history);
  const steps = [...sessions.values()].flat();
  const writes = new Map<string, Write[]>();
  for (const write of steps.flatMap((step) => step.writes)) {
    const known = writes.get(write.key);
    if (known === undefined) writes.set(write.key, [write]);
    else known.push(write);
  }
  const rank = (write: Write): number => (versioned ? (write.version ?? 0) : write.operation.call);
  for (const list of writes.values()) list.sort((a, b) => rank(a) - rank(b));
  return steps
    .flatMap(({ operation, reads }) => reads.map((read) => ({ operation, ...read })))
    .sort((a, b) => a.operation.call - b.operation.call)
    .map(({ operation, key, writer }): Staleness => {
      const all = writes.get(key) ?? [];
      const newer = all.slice(writer === null ? 0 : all.indexOf(writer) + 1);
      const missed = newer
        .map((write) => write.operation)
        .filter((write) => isConfirmedBefore(write, operation))
        .sort((a, b) => (a.ret ?? 0) - (b.ret ?? 0));
      const [overtaken] = missed;
      return {
        operation,
        key,
        versionsBehind: missed.length,
        timeBehind: overtaken === undefined ? 0 : operation.call - (overtaken.ret ?? 0),
        overtaken: overtaken ?? null,
      };
    });
}

/** Whether a write had been acknowledged when a read was called; at one instant, its own session had been told. */
export const isConfirmedBefore = ({ outcome, ret, process }: Operation, read: Operation): boolean =>
  outcome === 'ok' && ret !== null && (ret < read.call || (ret === read.call && process === read.process));

/**
 * Bounded staleness: no read is more than so many versions or so much time behind (Terry, "Replicated data
 * consistency explained through baseball", CACM 2013). Limits as for `staleness`.
 */
export function boundedStaleness(
  history: History,
  bound: { readonly versionsMax?: number; readonly timeMax?: number },
): Verdict {
  const { versionsMax = Infinity, timeMax = Infinity } = bound;
  const late = staleness(history).find(
    ({ versionsBehind, timeBehind }) => versionsBehind > versionsMax || timeBehind > timeMax,
  );
  if (late === undefined) return valid;
  const { operation, overtaken, versionsBehind, timeBehind, key } = late;
  return invalid(`a read was ${versionsBehind} versions and ${timeBehind} of time behind`, {
    operations: idsByCall(overtaken === null ? [operation] : [overtaken, operation]),
    offending: operation.id,
    key,
  });
}

/**
 * Consistent prefix: what one operation reads of several keys is what some beginning of the sequence of all writes
 * left (Terry 2013). The sequence is the order in which the writes were called; meant for histories in which they do
 * not overlap. Cost: O(reads × log writes). Limits: as for the session guarantees.
 */
export function consistentPrefix(history: History): Verdict {
  const { sessions, ambiguous } = accessesOf(history);
  if (ambiguous.length > 0)
    return unknown('a value was written twice to a key, and no versions tell which was read');
  const steps = [...sessions.values()].flat().sort((a, b) => a.operation.call - b.operation.call);
  const sequence = steps.flatMap((step) => step.writes);
  const at = new Map(sequence.map((write, index) => [write, index]));
  for (const { operation, reads } of steps) {
    let from = 0;
    let newest: Write | null = null;
    for (const { writer } of reads) {
      const end = writer === null ? 0 : at.get(writer)! + 1;
      if (end > from) [from, newest] = [end, writer];
    }
    for (const { key, writer } of reads) {
      const start = writer === null ? 0 : at.get(writer)! + 1;
      const missed = sequence.slice(start, from).find((write) => write.key === key);
      if (missed === undefined) continue;
      const named = [missed.operation, ...(newest === null ? [] : [newest.operation]), operation];
      return invalid('a read found a later write and missed an earlier one', {
        operations: idsByCall(named),
        offending: operation.id,
        key,
      });
    }
  }
  return valid;
}

/**
 * Convergence: once writing has ended and the replicas have had time to exchange what they know, all of them answer
 * alike. Of the reads called at or after `settled`, any two of one key must agree.
 * Source: eventual consistency, Vogels, CACM 2009. Limits: says nothing about reads before `settled`.
 */
export function convergence(history: History, settled: number): Verdict {
  const first = new Map<string, Operation>();
  for (const operation of history.operations) {
    const { f, outcome, call, key = '', value } = operation;
    if ((f !== 'read' && f !== 'get') || outcome !== 'ok' || call < settled || value === undefined) continue;
    const other = first.get(key);
    if (other === undefined) first.set(key, operation);
    else if (!same(other.value ?? null, value)) {
      return invalid('two reads disagree although writing had ended', {
        operations: idsByCall([other, operation]),
        offending: operation.id,
        key,
      });
    }
  }
  return valid;
}
