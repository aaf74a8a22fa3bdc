import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { EventBody } from '#flow/wire.ts';
import type { Plain } from '#lib/plain.ts';
import type { PublishStep } from './params.ts';

export const publish: VerbModel<PublishStep, { step: PublishStep; key: Template; body: Template }> = {
  name: 'publish',
  prepare: (step) => ({
    step,
    key: compileTemplate(step.key ?? ''),
    body: compileTemplate(step.body ?? {}),
  }),
  compile: atomic,
  perform({ step, key, body }, flow, node, host) {
    const scope = host.scope(flow);
    const event: EventBody = Object.freeze({
      id: host.stepId(flow, node),
      type: step.event,
      source: host.io.nodeId,
      time: host.io.clock / 1000,
      key: asText(key.fill(scope)),
      body: body.fill(scope) as EventBody['body'],
    });
    host.remote(flow, node, {
      peer: step.publish,
      verb: 'publish',
      kind: 'event',
      label: step.event,
      as: undefined,
      body: Object.freeze({ topic: step.topic, event: event as unknown as Plain }),
      operation: `publish ${step.publish}`,
    });
  },
};
