import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { prepareTransaction } from '#flow/transaction.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { TransactionStep } from './params.ts';

/** One request to the store, which carries the steps out at one instant. */
export const transaction: VerbModel<
  TransactionStep,
  { step: TransactionStep; steps: Plain; names: readonly string[] }
> = {
  name: 'transaction',
  prepare: (step) => ({
    step,
    steps: freezeDeep(JSON.parse(JSON.stringify(step.steps)) as Plain),
    names: prepareTransaction(step.steps).names,
  }),
  compile: atomic,
  perform({ step, steps, names }, flow, node, host) {
    const scope = host.scopeOf(flow, names);
    host.store(flow, node, step.transaction, {
      verb: 'transaction',
      at: undefined,
      label: 'transaction',
      as: undefined,
      body: Object.freeze({ steps, scope }),
      operation: `transaction ${step.transaction}`,
      detail: {},
    });
  },
  resume({ step }, flow, node, host, outcome) {
    if (outcome.ok) {
      const { bound } = outcome.value as { bound: { readonly [name: string]: Plain } };
      for (const [name, value] of Object.entries(bound)) host.bind(flow, name, value);
      if (step.as !== undefined) host.bind(flow, step.as, Object.freeze({ ok: true }));
      return host.report(flow, node, 'ok');
    }
    if (outcome.reason === 'aborted' && step.as !== undefined) {
      host.bind(flow, step.as, Object.freeze({ ok: false }));
      return host.report(flow, node, 'ok');
    }
    host.fail(flow, node, outcome.reason, outcome.text);
  },
};
