import { accessesOf, type Accesses, type Step, type Write } from './accesses.ts';
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
 * Writes with unknown outcome bind nobody.
 * Cost: O(operations × sessions). Limits: registers; a value found that several writes left gives `unknown`, unless
 * versions tell them apart.
 */
export function sessionGuarantee(history: History, guarantee: Guarantee): Verdict {
  const accesses = accessesOf(history);
  const [ambiguous] = accesses.ambiguous;
  if (ambiguous !== undefined)
    return unknown('a value was written twice to a key, and no versions tell which was read');
  const replaced = new Map<Write, Write | null>();
  for (const steps of accesses.sessions.values()) {
    const verdict = new Session(accesses, guarantee, replaced).judge(steps);
    if (verdict.verdict !== 'valid') return verdict;
  }
  return valid;
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
  readonly #demands = new Map<string, Demand[]>();
  /** How far each other session's operations have become demands. */
  readonly #taken = new Map<string, number>();
  /** For a write, the last one on its key that comes before it as the guarantee has it; shared by all sessions. */
  readonly #replaced: Map<Write, Write | null>;
  /** The turn in which this session first found or made a write. */
  readonly #met = new Map<Write, number>();

  constructor(accesses: Accesses, guarantee: Guarantee, replaced: Map<Write, Write | null>) {
    this.#accesses = accesses;
    this.#replaced = replaced;
    this.#guarantee = guarantee;
  }

  judge(steps: readonly Step[]): Verdict {
    for (const step of steps) {
      for (const { writer } of step.reads) if (writer !== null) this.#found(step, writer);
      for (const { key, writer } of step.reads) {
        const broken = this.#demands.get(key)?.find((demand) => this.#breaks(writer, demand));
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
      for (const prior of priorOf(step))
        if (prior !== write) this.#demand({ write: prior, strict: false, because });
    }
    // The write's own step stays open: what it wrote besides binds only those who find a later one.
    this.#taken.set(process, Math.max(from, write.turn));
    let replaced = this.#replaced.get(write);
    if (replaced === undefined) {
      const prior = before.slice(0, write.turn + 1).flatMap(priorOf);
      replaced = prior.findLast(({ key }) => key === write.key) ?? null;
      this.#replaced.set(write, replaced);
    }
    if (replaced !== null && replaced !== write) this.#demand({ write: replaced, strict: true, because });
  }

  /** Demands that hold from the next step on. */
  #after({ operation, turn, reads, writes }: Step): void {
    const met = [...reads.flatMap(({ writer }) => writer ?? []), ...writes];
    for (const write of met) if (!this.#met.has(write)) this.#met.set(write, turn);
    const bound =
      this.#guarantee === 'read-your-writes' ? writes : reads.flatMap(({ writer }) => writer ?? []);
    if (this.#guarantee !== 'read-your-writes' && this.#guarantee !== 'monotonic-reads') return;
    for (const write of bound) this.#demand({ write, strict: false, because: [operation] });
  }

  #demand(demand: Demand): void {
    if (demand.write.operation.outcome !== 'ok') return;
    const { key } = demand.write;
    const known = this.#demands.get(key) ?? [];
    // Among versions only the newest demand matters.
    const weaker = known[0];
    const replaces = this.#accesses.versioned && weaker !== undefined;
    if (replaces && !this.#breaks(weaker.write, demand)) return;
    this.#demands.set(key, replaces ? [demand] : [...known, demand]);
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
