import { defaultBudget, Meter, type Budget } from './budget.ts';
import {
  identity,
  idsByCall,
  invalid,
  isList,
  unknown,
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
 * Cost: O(n log n). Limits: says nothing about the order of reads.
 */
export function counterBounds(history: History): Verdict {
  const adds = history.operations.filter(({ f, outcome }) => f === 'add' && outcome !== 'fail');
  const first = typeof history.initial === 'number' ? history.initial : 0;
  const deltaOf = ({ value }: Operation): number => (typeof value === 'number' ? value : 1);
  const grows = (add: Operation): number => Math.max(0, deltaOf(add));
  const shrinks = (add: Operation): number => Math.min(0, deltaOf(add));
  const isDone = ({ outcome, ret }: Operation): boolean => outcome === 'ok' && ret !== null;
  const done = adds.filter(isDone);
  const answeredAt = ({ ret }: Operation): number => ret ?? Infinity;
  const calledAt = ({ call }: Operation): number => call;
  // What had answered before a moment, and what had been called by one: each counted once, up and down apart.
  const must = { up: sums(done, answeredAt, grows), down: sums(done, answeredAt, shrinks) };
  const may = { up: sums(adds, calledAt, grows), down: sums(adds, calledAt, shrinks) };
  for (const read of history.operations) {
    if (!isAnswer(read) || typeof read.value !== 'number') continue;
    const ret = read.ret ?? Infinity;
    const low = first + must.up.before(read.call) + may.down.upTo(ret);
    const high = first + may.up.upTo(ret) + must.down.before(read.call);
    if (read.value >= low && read.value <= high) continue;
    const counted = adds.filter((add) => mayBefore(add, read));
    return invalid(`a read found ${read.value}, not between ${low} and ${high}`, {
      operations: idsByCall([...counted, read]),
      offending: read.id,
    });
  }
  return valid;
}

/** Sums of what operations weigh, by when something happened to them. */
function sums(
  operations: readonly Operation[],
  at: (operation: Operation) => number,
  weigh: (operation: Operation) => number,
): { before: (moment: number) => number; upTo: (moment: number) => number } {
  const sorted = operations.toSorted((a, b) => at(a) - at(b));
  const moments = Float64Array.from(sorted, at);
  const totals = new Float64Array(sorted.length + 1);
  sorted.forEach((operation, i) => (totals[i + 1] = totals[i]! + weigh(operation)));
  const count = (isIn: (moment: number) => boolean): number => {
    let low = 0;
    let high = moments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isIn(moments[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    before: (moment) => totals[count((each) => each < moment)]!,
    upTo: (moment) => totals[count((each) => each <= moment)]!,
  };
}

/** What was done to one element of a set. */
interface Element {
  /** The earliest call and the earliest answer of an `add`. */
  called: number;
  answered: number;
  added: Operation | null;
  /** The earliest call of a `remove`. */
  removed: number;
}

/**
 * A set that is only eventually complete: every `read` holds each element whose `add` answered ok before it was called
 * (unless a `remove` was called before it answered), and none that nobody had tried to add.
 * Source: Jepsen's set checkers (lost and unexpected elements). Cost: O(elements read + reads × elements added before).
 * Limits: elements removed may reappear unnoticed when they were added again.
 */
export function setBounds(history: History, budget: Budget = defaultBudget): Verdict {
  const meter = new Meter(budget);
  const initial = new Set(isList(history.initial) ? history.initial.map(identity) : []);
  const elements = new Map<Primitive, Element>();
  for (const operation of history.operations) {
    const { f, outcome, call, ret, value = null } = operation;
    if ((f !== 'add' && f !== 'remove') || outcome === 'fail') continue;
    const name = identity(value);
    let element = elements.get(name);
    if (element === undefined) {
      element = { called: Infinity, answered: Infinity, added: null, removed: Infinity };
      elements.set(name, element);
    }
    if (f === 'remove') element.removed = Math.min(element.removed, call);
    else {
      element.called = Math.min(element.called, call);
      const answered = outcome === 'ok' && ret !== null ? ret : Infinity;
      if (answered < element.answered) [element.answered, element.added] = [answered, operation];
    }
  }
  const lasting = [...elements].sort(([, a], [, b]) => a.answered - b.answered);
  for (const read of history.operations) {
    if (!isAnswer(read) || !isList(read.value)) continue;
    const ret = read.ret ?? Infinity;
    if (!meter.step(1 + read.value.length)) return unknown(meter.spent ?? '');
    const found = new Set(read.value.map(identity));
    for (const name of found) {
      if (initial.has(name) || (elements.get(name)?.called ?? Infinity) <= ret) continue;
      return invalid(`a read found ${String(name)}, which nobody had added`, {
        operations: [read.id],
        offending: read.id,
      });
    }
    for (const [name, { answered, added, removed }] of lasting) {
      if (answered >= read.call) break;
      if (!meter.step()) return unknown(meter.spent ?? '');
      if (added === null || found.has(name) || removed <= ret) continue;
      return invalid(`a read missed ${String(name)}, which had been added`, {
        operations: idsByCall([added, read]),
        offending: read.id,
      });
    }
  }
  return valid;
}

function isAnswer({ f, outcome }: Operation): boolean {
  return f === 'read' && outcome === 'ok';
}

/** Whether it may have happened when the read answered. */
function mayBefore({ call }: Operation, read: Operation): boolean {
  return call <= (read.ret ?? Infinity);
}
