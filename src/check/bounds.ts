import {
  identity,
  idsByCall,
  invalid,
  isList,
  valid,
  type History,
  type Operation,
  type Primitive,
  type Verdict,
} from './history.ts';

/**
 * A counter that is only eventually exact: every `read` lies between what must have been and what may have been
 * counted (Jepsen's counter checker). An `add` of a value (negative: a decrement) must be counted if it answered ok before the
 * read was called, and may be if it was called before the read answered and did not fail.
 * Cost: O(reads × adds). Limits: says nothing about the order of reads.
 */
export function counterBounds(history: History): Verdict {
  const adds = history.operations.filter(({ f, outcome }) => f === 'add' && outcome !== 'fail');
  const first = typeof history.initial === 'number' ? history.initial : 0;
  for (const read of history.operations) {
    if (!isAnswer(read) || typeof read.value !== 'number') continue;
    let low = first;
    let high = first;
    for (const add of adds) {
      const delta = typeof add.value === 'number' ? add.value : 1;
      const must = isBefore(add, read);
      if (!must && !mayBefore(add, read)) continue;
      if (must || delta < 0) low += delta;
      if (must || delta > 0) high += delta;
    }
    if (read.value >= low && read.value <= high) continue;
    const counted = adds.filter((add) => mayBefore(add, read));
    return invalid(`a read found ${read.value}, not between ${low} and ${high}`, {
      operations: idsByCall([...counted, read]),
      offending: read.id,
    });
  }
  return valid;
}

/**
 * A set that is only eventually complete: every `read` holds each element whose `add` answered ok before it was called
 * (unless a `remove` was called before it answered), and none that nobody had tried to add.
 * Source: Jepsen's set checkers (lost and unexpected elements). Cost: O(reads × operations). Limits: elements removed may
 * reappear unnoticed when they were added again.
 */
export function setBounds(history: History): Verdict {
  const changes = history.operations.filter(
    ({ f, outcome }) => (f === 'add' || f === 'remove') && outcome !== 'fail',
  );
  const initial = new Set(isList(history.initial) ? history.initial.map(identity) : []);
  for (const read of history.operations) {
    if (!isAnswer(read) || !isList(read.value)) continue;
    const found = new Set(read.value.map(identity));
    const begun = changes.filter((change) => mayBefore(change, read));
    const touching = (name: string): Map<Primitive, Operation> =>
      new Map(begun.filter(({ f }) => f === name).map((change) => [identity(change.value ?? null), change]));
    const added = touching('add');
    const removed = touching('remove');
    for (const element of found) {
      if (added.has(element) || initial.has(element)) continue;
      return invalid(`a read found ${String(element)}, which nobody had added`, {
        operations: [read.id],
        offending: read.id,
      });
    }
    for (const add of begun) {
      const element = identity(add.value ?? null);
      if (add.f !== 'add' || !isBefore(add, read) || found.has(element) || removed.has(element)) continue;
      return invalid(`a read missed ${String(element)}, which had been added`, {
        operations: idsByCall([add, read]),
        offending: read.id,
      });
    }
  }
  return valid;
}

function isAnswer({ f, outcome }: Operation): boolean {
  return f === 'read' && outcome === 'ok';
}

/** Whether it certainly had happened when the read was called. */
function isBefore({ outcome, ret }: Operation, read: Operation): boolean {
  return outcome === 'ok' && ret !== null && ret < read.call;
}

/** Whether it may have happened when the read answered. */
function mayBefore({ call }: Operation, read: Operation): boolean {
  return call <= (read.ret ?? Infinity);
}
