import { compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { EventBody } from '#flow/wire.ts';
import type { Plain } from '#lib/plain.ts';
import type { SendStep } from './params.ts';

export const send: VerbModel<SendStep, { step: SendStep; body: Template }> = {
  name: 'send',
  prepare: (step) => ({ step, body: compileTemplate(step.body ?? {}) }),
  compile: atomic,
  perform({ step, body }, flow, node, host) {
    const type = step.event ?? step.queue;
    const event: EventBody = Object.freeze({
      id: host.stepId(flow, node),
      type,
      source: host.io.nodeId,
      time: host.io.clock / 1000,
      key: '',
      body: body.fill(host.scope(flow)) as EventBody['body'],
    });
    host.remote(flow, node, {
      peer: step.send,
      verb: 'send',
      kind: 'event',
      label: type,
      as: undefined,
      body: Object.freeze({ queue: step.queue, event: event as unknown as Plain }),
      operation: `send ${step.send}`,
    });
  },
};
