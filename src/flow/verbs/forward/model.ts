import { ExpressionError } from '#flow/expression.ts';
import { asText } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Plain } from '#lib/plain.ts';
import type { ForwardStep } from './params.ts';

export const forward: VerbModel<ForwardStep, ForwardStep> = {
  name: 'forward',
  prepare: (step) => step,
  compile: atomic,
  perform(step, flow, node, host) {
    const request = flow.vars['req'] as { readonly [key: string]: Plain } | undefined;
    if (request === undefined) throw new ExpressionError('only a request can be forwarded');
    const { id: _id, op: asked, attempt: _attempt, ...body } = request;
    const op = asText(asked ?? null);
    host.remote(flow, node, {
      peer: step.forward,
      verb: 'call',
      label: op,
      as: undefined,
      body: Object.freeze({ op, body: Object.freeze(body) }),
      operation: op,
    });
  },
  resume(_, flow, node, host, outcome) {
    if (!outcome.ok) return host.fail(flow, node, outcome.reason, outcome.text);
    host.reply(flow, outcome);
    host.report(flow, node, 'ok');
  },
};
