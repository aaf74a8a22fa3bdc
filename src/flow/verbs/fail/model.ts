import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { FailStep } from './params.ts';

export const fail: VerbModel<FailStep, Template> = {
  name: 'fail',
  prepare: (step) => compileTemplate(step.fail),
  compile: atomic,
  perform: (text, flow, node, host) => host.fail(flow, node, 'failed', asText(text.fill(host.scope(flow)))),
};
