import { accessesOf, type Accesses, type Step, type Write } from './accesses.ts';
import { defaultBudget, Meter, type Budget } from './budget.ts';
import { idsByCall, invalid, unknown, valid, type History, type Operation, type Verdict } from './history.ts';

export type Guarantee = 'read-your-writes' | 'monotonic-reads' | 'monotonic-writes' | 'writes-follow-reads';

/**
 * The four session guarantees, after Terry et al., "Session guarantees for weakly consistent replicated data" (PDIS
 * 1994), and Jepsen's definitions:
 * - read your writes: a session's read finds its own last write to the key, or a newer version;
 * - monotonic reads: it never finds an older version than it found before;
 * - monotonic writes: whoever has found a write also finds, from then on, all that its session wrote before it;
 * - writes follow reads: … all that its session had found before it.
 *
 * Which version is newer comes from the versions the history carries. Without them only what is certain counts as
 * older: the initial value, what the same session wrote before, and (for the first two) what this session had found
 * or written before; then PRAM implies the first three and CC the fourth.
 * Writes with unknown outcome bind nobody, and are as old as the moment in which they are first found.
 * Cost: O(operations × sessions), within the budget. Limits: registers; a value found that several writes left gives `unknown`, unless
 * versions tell them apart.
 */
export function sessionGuarantee(
  history: History,
  guarantee: Guarantee,
  budget: Budget = defaultBudget,
): Verdict {
  const meter = new Meter(budget);
  const accesses = accessesOf(history);
  const [ambiguous] = accesses.ambiguous;
  if (ambiguous !== undefined)
    return unknown('a value was written twice to a key, and no versions tell which was read');
  const replaced = replacedBy(accesses, guarantee);
  for (const steps of accesses.sessions.values()) {
    const verdict = new Session(accesses, guarantee, replaced, meter).judge(steps);
    if (verdict.verdict !== 'valid') return verdict;
  }
  return valid;
}

/** For each write, the last one on its key that comes before it as the guarantee has it. */
function replacedBy({ sessions }: Accesses, guarantee: Guarantee): ReadonlyMap<Write, Write> {
  const replaced = new Map<Write, Write>();
  for (const steps of sessions.values()) {
    const last = new Map<string, Write>();
    for (const { reads, writes } of steps) {
      if (guarantee === 'writes-follow-reads') {
        for (const { writer } of reads) if (writer !== null) last.set(writer.key, writer);
      }
      for (const write of writes) {
        const before = last.get(write.key);
        if (before !== undefined && before !== write) replaced.set(write, before);
      }
      if (guarantee === 'monotonic-writes') for (const write of writes) last.set(write.key, write);
    }
  }
  return replaced;
}

/** Something a session must find from now on: this write or newer; strictly: newer. */
interface Demand {
  readonly write: Write;
  readonly strict: boolean;
  /** What it follows from. */
  readonly because: readonly Operation[];
}

class Session {
  readonly #accesses: Accesses;
  readonly #guarantee: Guarantee;
  /** By key, of each session that wrote what is demanded the newest; strict ones apart. */
  readonly #demands = new Map<string, Map<string, Demand>>();
  /** How far each other session's operations have become demands. */
  readonly #taken = new Map<string, number>();
  /** For a write, the last one on its key that comes before it as the guarantee has it; shared by all sessions. */
  readonly #replaced: ReadonlyMap<Write, Write>;
  readonly #meter: Meter;
  /** The turn in which this session first found or made a write. */
  readonly #met = new Map<Write, number>();

  constructor(accesses: Accesses, guarantee: Guarantee, replaced: ReadonlyMap<Write, Write>, meter: Meter) {
    this.#accesses = accesses;
    this.#replaced = replaced;
    this.#meter = meter;
    this.#guarantee = guarantee;
  }

  judge(steps: readonly Step[]): Verdict {
    for (const step of steps) {
      if (!this.#meter.step()) return unknown(this.#meter.spent ?? '');
      for (const { writer } of step.reads) if (writer !== null) this.#found(step, writer);
      for (const { key, writer } of step.reads) {
        const demands = this.#demands.get(key);
        if (demands === undefined) continue;
        this.#meter.step(demands.size);
        const broken = [...demands.values()].find((demand) => this.#breaks(writer, demand));
        if (broken !== undefined) return this.#refuse(step, writer, broken);
      }
      this.#after(step);
    }
    return valid;
  }

  /** Demands that a found write brings with it at once. */
  #found({ operation }: Step, write: Write): void {
    const { process } = write.operation;
    if (this.#guarantee !== 'monotonic-writes' && this.#guarantee !== 'writes-follow-reads') return;
    const follows = this.#guarantee === 'writes-follow-reads';
    const before = this.#accesses.sessions.get(process) ?? [];
    const because = [write.operation, operation];
    const priorOf = (step: Step): readonly Write[] =>
      follows ? step.reads.flatMap(({ writer }) => writer ?? []) : step.turn < write.turn ? step.writes : [];
    const from = this.#taken.get(process) ?? 0;
    for (const step of before.slice(from, write.turn + 1)) {
      this.#meter.step();
      for (const prior of priorOf(step))
        if (prior !== write) this.#demand({ write: prior, strict: false, because });
    }
    // The write's own step stays open: what it wrote besides binds only those who find a later one.
    this.#taken.set(process, Math.max(from, write.turn));
    const replaced = this.#replaced.get(write);
    if (replaced !== undefined) this.#demand({ write: replaced, strict: true, because });
  }

  /** Demands that hold from the next step on. */
  #after({ operation, turn, reads, writes }: Step): void {
    // A write with unknown outcome may take effect after what its session does next: it is met when it is found.
    const made = writes.filter(({ operation: { outcome } }) => outcome === 'ok');
    const met = [...reads.flatMap(({ writer }) => writer ?? []), ...made];
    for (const write of met) if (!this.#met.has(write)) this.#met.set(write, turn);
    const bound =
      this.#guarantee === 'read-your-writes' ? writes : reads.flatMap(({ writer }) => writer ?? []);
    if (this.#guarantee !== 'read-your-writes' && this.#guarantee !== 'monotonic-reads') return;
    for (const write of bound) this.#demand({ write, strict: false, because: [operation] });
  }

  #demand(demand: Demand): void {
    if (demand.write.operation.outcome !== 'ok') return;
    const { key, turn, operation } = demand.write;
    let known = this.#demands.get(key);
    if (known === undefined) this.#demands.set(key, (known = new Map<string, Demand>()));
    // Among versions only the newest demand matters, else the newest of each session: the others follow from it.
    const { versioned } = this.#accesses;
    const name = versioned ? '' : `${demand.strict ? '!' : ''}${operation.process}`;
    const before = known.get(name);
    const isWeaker =
      before !== undefined && (versioned ? !this.#breaks(before.write, demand) : before.write.turn > turn);
    if (!isWeaker) known.set(name, demand);
  }

  #breaks(found: Write | null, { write, strict }: Demand): boolean {
    return found === write ? strict : this.#older(found, write);
  }

  #older(a: Write | null, b: Write): boolean {
    if (a === null) return true;
    if (this.#accesses.versioned) return (a.version ?? 0) < (b.version ?? 0);
    const { operation } = a;
    if (operation.outcome === 'ok' && operation.process === b.operation.process && a.turn < b.turn)
      return true;
    if (this.#guarantee !== 'read-your-writes' && this.#guarantee !== 'monotonic-reads') return false;
    const first = this.#met.get(a);
    const second = this.#met.get(b);
    return first !== undefined && second !== undefined && first < second;
  }

  #refuse({ operation }: Step, found: Write | null, { write, because }: Demand): Verdict {
    const named = [operation, write.operation, ...because, ...(found === null ? [] : [found.operation])];
    return invalid(`session ${operation.process} found an older version than ${reasons[this.#guarantee]}`, {
      operations: idsByCall(named),
      offending: operation.id,
      key: write.key,
      edges: [{ from: write.operation.id, to: operation.id, why: 'had to be found' }],
    });
  }
}

const reasons: Readonly<Record<Guarantee, string>> = {
  'read-your-writes': 'it had written',
  'monotonic-reads': 'it had found before',
  'monotonic-writes': 'was written before a write it had found',
  'writes-follow-reads': 'was known to the author of a write it had found',
};
