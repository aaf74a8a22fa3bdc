import type { Plain } from '#lib/plain.ts';
import { identity, valid, type Operation, type Primitive, type Verdict } from './history.ts';
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

/**
 * The same for registers of which nobody knows whether values will repeat: each is judged in O(log values) an answer
 * until one of its values is written a second time, and in whole from then on. Keeps what was reported until then.
 */
export function liveRegisters(initial: Plain): LiveCheck {
  const unique = new Map<string, { values: Set<Primitive>; told: [Operation, isAnswer: boolean][] }>();
  const repeated = liveLinearizability('register', { initial });
  const fresh = liveLinearizability('register', { initial, unique: true });
  const whole = new Set<string>();
  let verdict: Verdict = valid;
  const settle = (): void => {
    if (verdict.verdict === 'invalid') return;
    const [first, second] = [fresh.verdict(), repeated.verdict()];
    verdict = first.verdict === 'invalid' ? first : second;
  };
  const keyOf = ({ key = '' }: Operation): string => key;
  const remember = (operation: Operation, isAnswer: boolean): void => {
    const key = keyOf(operation);
    let known = unique.get(key);
    if (known === undefined) unique.set(key, (known = { values: new Set([identity(initial)]), told: [] }));
    known.told.push([operation, isAnswer]);
    if (isAnswer || operation.f !== 'write') return;
    const value = identity(operation.value ?? null);
    if (!known.values.has(value)) return void known.values.add(value);
    whole.add(key);
    unique.delete(key);
    for (const [each, answered] of known.told) {
      if (answered) repeated.answered(each);
      else repeated.called(each);
    }
  };
  return {
    called: (operation) => {
      if (whole.has(keyOf(operation))) return repeated.called(operation);
      remember(operation, false);
      if (!whole.has(keyOf(operation))) fresh.called(operation);
    },
    answered: (operation) => {
      if (whole.has(keyOf(operation))) repeated.answered(operation);
      else {
        remember(operation, true);
        fresh.answered(operation);
      }
      settle();
    },
    verdict: () => verdict,
  };
}
