import { compileExpression } from '#flow/expression.ts';
import type { Expression } from '#flow/expression.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import { parseDuration } from '#lib/duration.ts';
import type { AwaitStep } from './params.ts';

interface Ready {
  readonly step: AwaitStep;
  readonly where: Expression | null;
  readonly timeoutUs: number | null;
}

export const awaitVerb: VerbModel<AwaitStep, Ready> = {
  name: 'await',
  prepare: (step) => ({
    step,
    where: step.where === undefined ? null : compileExpression(step.where),
    timeoutUs: step.timeout === undefined ? null : parseDuration(step.timeout),
  }),
  compile: atomic,
  perform({ timeoutUs }, flow, node, host) {
    if (timeoutUs === null) host.rest(flow, node);
    else host.wait(flow, node, timeoutUs, false);
  },
  resume(_, flow, node, host) {
    host.fail(flow, node, 'timedOut');
  },
  offer({ step, where }, flow, node, host, event) {
    if (event['topic'] !== step.topic || event['type'] !== step.await) return false;
    if (where !== null && !host.truth(where, flow, { event })) return false;
    if (step.as !== undefined) host.bind(flow, step.as, event);
    host.release(flow, node);
    host.report(flow, node, 'ok');
    return true;
  },
};
