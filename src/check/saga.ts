import { invalid, unknown, valid, type Verdict } from './history.ts';

/** One effect of a saga's step, in order of time. */
export interface SagaEvent {
  readonly id: number;
  /** Which run of the saga. */
  readonly saga: string;
  /** The step, from 0 in the order in which they are done. */
  readonly step: number;
  readonly effect: 'done' | 'undone';
}

/**
 * All or compensated: each run of a saga ends with all its steps done, or with all that were done undone, in reverse
 * order, each once (Garcia-Molina and Salem, "Sagas", SIGMOD 1987).
 *
 * Events are effects: a redelivery that changes nothing is not one. `ended` says that nothing is under way any more;
 * before that, a run that could still end well is `unknown`. Cost: O(events).
 */
export function allOrCompensated(events: readonly SagaEvent[], steps: number, ended: boolean): Verdict {
  const runs = new Map<string, { standing: SagaEvent[]; undoing: SagaEvent | null }>();
  const refuse = (reason: string, ...named: readonly SagaEvent[]): Verdict =>
    invalid(reason, { operations: named.map(({ id }) => id), offending: named.at(-1)?.id ?? null });
  for (const event of events) {
    const { saga, step, effect } = event;
    const run = runs.get(saga) ?? { standing: [], undoing: null };
    runs.set(saga, run);
    const top = run.standing.at(-1);
    if (effect === 'undone') {
      if (top === undefined) return refuse(`saga ${saga} undid step ${step}, which did not stand`, event);
      if (top.step !== step)
        return refuse(`saga ${saga} undid step ${step} before step ${top.step}`, top, event);
      run.standing.pop();
      run.undoing = event;
    } else {
      if (run.undoing !== null) return refuse(`saga ${saga} went on after undoing`, run.undoing, event);
      if (step !== run.standing.length) {
        const named = run.standing.filter((other) => other.step === step);
        return refuse(
          `saga ${saga} did step ${step} ${named.length > 0 ? 'twice' : 'too early'}`,
          ...named,
          event,
        );
      }
      run.standing.push(event);
    }
  }
  for (const [saga, { standing, undoing }] of runs) {
    const complete = standing.length === steps && undoing === null;
    if (complete || standing.length === 0) continue;
    if (!ended) return unknown(`saga ${saga} is under way`);
    return refuse(`saga ${saga} ended with ${standing.length} of ${steps} steps done`, ...standing);
  }
  return valid;
}
