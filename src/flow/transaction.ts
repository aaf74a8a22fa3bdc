import type { Plain } from '#lib/plain.ts';
import { merged } from '#patterns/crdt/types.ts';
import type { Source } from '#patterns/replication.ts';
import { compileExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import { isTrue, refuseTyped, shownAs, updated } from './store.ts';
import type { Change, Publication, Reading, Result } from './store.ts';
import type { Step } from './steps.ts';
import type { TransactionBody } from './wire.ts';
import { asText, compileTemplate } from './template.ts';
import type { Template } from './template.ts';
import { compileAsked } from './verbs/update/asked.ts';

/**
 * A transaction is carried out by the store at one instant, so it needs no locks and is serializable. Reads see
 * its own writes. A condition of a write that is false, or a `fail`, aborts the whole of it.
 */
interface Run {
  readonly store: Reading;
  readonly scope: Record<string, unknown>;
  readonly bound: Record<string, Plain>;
  readonly writes: Map<string, Plain>;
  readonly deltas: Map<string, Plain>;
  readonly published: Publication[];
  readonly source: Source;
  readonly id: string;
}
type Act = (run: Run) => void;

class Aborted extends Error {}

interface Prepared {
  readonly acts: readonly Act[];
  /** Names it needs from the flow. */
  readonly names: readonly string[];
}

const cache = new WeakMap<object, Prepared>();

export function prepareTransaction(steps: readonly Step[]): Prepared {
  let known = cache.get(steps);
  if (known === undefined) {
    const needed = new Set<string>();
    const acts = prepareList(steps, '', needed);
    needed.delete('old');
    known = { acts, names: [...needed] };
    cache.set(steps, known);
  }
  return known;
}

export function runTransaction(store: Reading, body: TransactionBody, source: Source): Result {
  const { acts } = prepareTransaction(body.steps as unknown as readonly Step[]);
  const run: Run = {
    store,
    scope: { ...body.scope },
    bound: {},
    writes: new Map(),
    deltas: new Map(),
    published: [],
    source,
    id: body.id,
  };
  try {
    for (const act of acts) act(run);
  } catch (error) {
    if (error instanceof Aborted) return { ok: false, reason: 'aborted', text: error.message };
    throw error;
  }
  const changes: Change[] = [...run.writes].map(([key, value]) => {
    const delta = run.deltas.get(key);
    return delta === undefined ? { key, value } : { key, value, delta };
  });
  return {
    ok: true,
    value: Object.freeze({ ok: true, bound: Object.freeze(run.bound) }),
    changes,
    published: run.published,
  };
}

const read = (run: Run, key: string): Plain =>
  run.writes.has(key) ? shownAs(run.store.type(key), run.writes.get(key)!) : run.store.get(key);
/** Several updates of one row add up to one delta. */
function joined(run: Run, { key, delta }: { readonly key: string; readonly delta: Plain }): Plain {
  const before = run.deltas.get(key);
  return before === undefined ? delta : merged(run.store.type(key)!, before, delta);
}
const bind = (run: Run, name: string | undefined, value: Plain): void => {
  if (name === undefined) return;
  run.scope[name] = value;
  run.bound[name] = value;
};

function prepareList(steps: readonly Step[], place: string, needed: Set<string>): Act[] {
  return steps.map((step, i) => prepareStep(step, place === '' ? String(i) : `${place}/${i}`, needed));
}

function prepareStep(step: Step, place: string, needed: Set<string>): Act {
  const template = (value: Plain): Template => {
    const made = compileTemplate(value);
    made.names.forEach((name) => needed.add(name));
    return made;
  };
  const expression = (text: string): Expression => {
    const made = compileExpression(text);
    made.names.forEach((name) => needed.add(name));
    return made;
  };
  if ('put' in step) {
    const key = template(step.key);
    const value = template(step.value);
    const condition = step.if === undefined ? null : expression(step.if);
    return (run) => {
      const at = asText(key.fill(run.scope));
      refuseTyped(run.store, at);
      const scope = { ...run.scope, old: read(run, at) };
      if (condition !== null && !isTrue(condition.evaluate(scope))) throw new Aborted(condition.text);
      run.writes.set(at, value.fill(scope));
      bind(run, step.as, Object.freeze({ ok: true }));
    };
  }
  if ('get' in step) {
    const key = template(step.key);
    return (run) => bind(run, step.as, read(run, asText(key.fill(run.scope))));
  }
  if ('delete' in step) {
    const key = template(step.key);
    const condition = step.if === undefined ? null : expression(step.if);
    return (run) => {
      const at = asText(key.fill(run.scope));
      refuseTyped(run.store, at);
      const scope = { ...run.scope, old: read(run, at) };
      if (condition !== null && !isTrue(condition.evaluate(scope))) throw new Aborted(condition.text);
      run.writes.set(at, null);
      bind(run, step.as, Object.freeze({ ok: true }));
    };
  }
  if ('update' in step) {
    const asked = compileAsked(step);
    for (const name of asked.names) needed.add(name);
    return (run) => {
      const update = asked.fill(run.scope);
      const { key } = update;
      const after = updated(run.store, key, run.writes.get(key) ?? run.store.state(key), update, run.source);
      if (after === null) throw new Aborted(`${step.do} ${key}`);
      run.writes.set(key, after.value);
      run.deltas.set(key, joined(run, after));
      bind(run, step.as, Object.freeze({ ok: true }));
    };
  }
  if ('scan' in step) {
    const prefix = template(step.prefix ?? '');
    return (run) => {
      const beginning = asText(prefix.fill(run.scope));
      const keys = new Set(run.store.keys(beginning));
      for (const key of run.writes.keys()) if (key.startsWith(beginning)) keys.add(key);
      const rows = [...keys]
        .sort()
        .map((key) => Object.freeze({ key, value: read(run, key) }))
        .filter((row) => row.value !== null);
      bind(run, step.as, Object.freeze(rows));
    };
  }
  if ('publish' in step) {
    const key = template(step.key ?? '');
    const body = template(step.body ?? {});
    return (run) => {
      run.published.push({
        log: step.publish,
        topic: step.topic,
        event: Object.freeze({
          id: `${run.id}:${place}`,
          type: step.event,
          source: run.source.id,
          time: run.source.clockMs,
          key: asText(key.fill(run.scope)),
          body: body.fill(run.scope) as { readonly [key: string]: Plain },
        }),
      });
    };
  }
  if ('set' in step) {
    const values = Object.entries(step.set).map(([name, value]) => [name, template(value as Plain)] as const);
    return (run) => values.forEach(([name, value]) => bind(run, name, value.fill(run.scope)));
  }
  if ('fail' in step) {
    const text = template(step.fail);
    return (run) => {
      throw new Aborted(asText(text.fill(run.scope)));
    };
  }
  if ('then' in step) {
    const condition = expression(step.if);
    const then = prepareList(step.then, `${place}/then`, needed);
    const otherwise = prepareList(step.else ?? [], `${place}/else`, needed);
    return (run) => (isTrue(condition.evaluate(run.scope)) ? then : otherwise).forEach((act) => act(run));
  }
  // The reader drops every other verb inside a transaction and says so.
  return () => {};
}
