import type { Plain } from '#lib/plain.ts';
import { valid, type Operation, type Verdict } from './history.ts';
import { LiveObject } from './live-object.ts';
import { LiveRegister } from './live-register.ts';
import { modelNamed } from './models.ts';
import type { AnyModel } from './model.ts';

/** What a live check is told, in order of time: a call, then its answer if one comes. */
export interface LiveCheck {
  /** Reports a call; `outcome` and `ret` are not looked at, nor what it will have read. */
  readonly called: (operation: Operation) => void;
  /** Reports the answer; the operation as the history will hold it. */
  readonly answered: (operation: Operation) => void;
  /** The verdict on everything reported so far. Once it is not valid, it stays. */
  readonly verdict: () => Verdict;
}

/**
 * Linearizability of a running store, key by key: the same verdicts as `linearizable` on the history so far, in time
 * that does not grow with its length. `unique`: no value is written twice to a key (callers that can tell the writes
 * apart should write their ids as values); then registers cost O(log values) an answer.
 * A full witness comes from `linearizable` on the recorded history, once a lamp is red.
 */
export function liveLinearizability(
  modelName: 'register' | 'cas-register' | 'kv' | 'mutex',
  options: { readonly initial?: Plain; readonly unique?: boolean } = {},
): LiveCheck {
  const model: AnyModel = modelNamed(modelName);
  const objects = new Map<string, LiveObject | LiveRegister>();
  let verdict: Verdict = valid;
  const objectFor = (key: string | undefined): LiveObject | LiveRegister => {
    const name = key ?? '';
    const known = objects.get(name);
    if (known !== undefined) return known;
    const first = model.init(options.initial, key);
    const plain = modelName === 'register' && options.unique === true;
    const fresh = plain ? new LiveRegister(model.equal(first)) : new LiveObject(model, first);
    objects.set(name, fresh);
    return fresh;
  };
  return {
    called: (operation) => {
      objectFor(operation.key).called(operation);
    },
    answered: (operation) => {
      const object = objectFor(operation.key);
      object.answered(operation);
      if (verdict.verdict !== 'invalid' && object.verdict.verdict !== 'valid') verdict = object.verdict;
    },
    verdict: () => verdict,
  };
}
