import { compileExpression } from '#flow/expression.ts';
import type { Expression } from '#flow/expression.ts';
import type { Plain } from '#lib/plain.ts';
import type { Kernel } from '#sim/kernel.ts';
import { Kind } from '#sim/record.ts';
import type { RecordEvent } from '#sim/record.ts';
import { words } from '#words/checks.ts';
import type { Judge, Say } from './judge.ts';
import { forAllRows, judge, scopeOf, watch } from './scope.ts';
import type { ForAllRows, Judged, Watched } from './scope.ts';

/** Evaluates a claim about the state, looking again only when something it names has changed. */
class Claim {
  readonly #expression: Expression;
  readonly #watched: Watched;
  readonly #rows: ForAllRows | null;
  readonly #owner: string;
  dirty = true;
  /** Rows to look at again; null: all of them. */
  #changed: Set<string> | null = null;
  #failing = new Map<string, string>();

  constructor(text: string, ids: readonly string[]) {
    this.#expression = compileExpression(text);
    this.#watched = watch(this.#expression, ids);
    this.#rows = forAllRows(this.#expression, ids);
    this.#owner = this.#rows === null ? '' : ids[this.#rows.node]!;
  }

  event(e: RecordEvent): void {
    if (e.kind > Kind.state && e.kind !== Kind.flow) return;
    if (!this.#watched.nodes.has(e.node)) return;
    if (this.#rows === null) this.dirty = true;
    else if (e.kind === Kind.fact && e.text === 'row') {
      this.dirty = true;
      this.#changed?.add((e.data as { key: string }).key);
    }
  }

  look(kernel: Kernel): { readonly judged: Judged; readonly reason: string } {
    this.dirty = false;
    if (this.#rows === null) {
      const judged = judge(this.#expression, scopeOf(this.#watched, kernel));
      return { judged, reason: 'problem' in judged ? judged.problem : '' };
    }
    return this.#lookAtRows(kernel, this.#rows);
  }

  #lookAtRows(
    kernel: Kernel,
    { node, variable, body }: ForAllRows,
  ): { readonly judged: Judged; readonly reason: string } {
    const { rows } = kernel.shown(node) as unknown as { readonly rows: ReadonlyMap<string, Plain> };
    for (const key of this.#changed ?? rows.keys()) {
      this.#failing.delete(key);
      if (!rows.has(key)) continue;
      const judged = judge(body, { [variable]: key, [this.#owner]: { rows } });
      if ('problem' in judged) this.#failing.set(key, judged.problem);
      else if (!judged.truth) this.#failing.set(key, '');
    }
    this.#changed = new Set();
    if (this.#failing.size === 0) return { judged: { truth: true }, reason: '' };
    // One row for which it is false decides, whatever cannot be said of others: so it is in the language.
    const broken = [...this.#failing].filter(([, problem]) => problem === '').map(([key]) => key);
    const blamed = broken.length > 0 ? broken : [...this.#failing.keys()];
    const named = words.rows(blamed.slice(0, 3), blamed.length);
    if (broken.length > 0) return { judged: { truth: false }, reason: named };
    const problem = this.#failing.get(blamed[0]!)!;
    return { judged: { problem }, reason: `${named}: ${problem}` };
  }

  /** Nothing is kept: after a jump everything is looked at anew. */
  reset(): void {
    this.dirty = true;
    this.#changed = null;
    this.#failing = new Map();
  }
}

/** Holds at every moment. */
export function always(text: string, ids: readonly string[], say: Say): Judge {
  const claim = new Claim(text, ids);
  let broken = false;
  return {
    event: (e) => claim.event(e),
    settled(kernel) {
      if (broken || !claim.dirty) return;
      const { judged, reason } = claim.look(kernel);
      if ('problem' in judged) say('unknown', reason);
      else if (judged.truth) say('holds', '');
      else {
        broken = true;
        say('breaks', reason);
      }
    },
    save: () => broken,
    load(saved) {
      broken = saved === true;
      claim.reset();
    },
  };
}

/** Holds when the run is over; until then nobody knows. */
export function atEnd(text: string, ids: readonly string[], say: Say): Judge {
  const claim = new Claim(text, ids);
  return {
    finish: (kernel) => {
      const { judged, reason } = claim.look(kernel);
      if ('problem' in judged) say('unknown', reason);
      else say(judged.truth ? 'holds' : 'breaks', reason);
    },
    save: () => null,
    load: () => claim.reset(),
  };
}

/**
 * True at a deadline: `withinUs` after the last fault has healed and the load has stopped. Before, it is in doubt
 * whenever it is not true. Without a moment of rest nobody can say that it never comes true.
 */
export function eventually(
  text: string,
  ids: readonly string[],
  restUs: number,
  withinUs: number,
  say: Say,
): Judge {
  const claim = new Claim(text, ids);
  const deadline = restUs + withinUs;
  let decided = false;
  const look = (kernel: Kernel, last: boolean): void => {
    const { judged, reason } = claim.look(kernel);
    if ('problem' in judged) say(last ? 'breaks' : 'unknown', reason);
    else if (judged.truth) say('holds', '');
    else say(last ? 'breaks' : 'unknown', reason);
  };
  return {
    event: (e) => {
      if (!decided) claim.event(e);
    },
    settled(kernel) {
      if (decided || !claim.dirty) return;
      look(kernel, false);
    },
    wakesAt: () => (decided ? Infinity : deadline),
    finish(kernel) {
      if (decided) return;
      if (kernel.now >= deadline) {
        decided = true;
        return look(kernel, true);
      }
      const { judged, reason } = claim.look(kernel);
      if ('truth' in judged && judged.truth) say('holds', '');
      else say('unknown', restUs === Infinity ? words.neverAtRest(reason) : words.tooShort(reason));
    },
    save: () => decided,
    load(saved) {
      decided = saved === true;
      claim.reset();
    },
  };
}
