import { compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Plain } from '#lib/plain.ts';
import type { SetStep } from './params.ts';

export const set: VerbModel<SetStep, readonly (readonly [string, Template])[]> = {
  name: 'set',
  prepare: (step) =>
    Object.entries(step.set).map(([name, value]) => [name, compileTemplate(value as Plain)] as const),
  compile: atomic,
  perform(names, flow, node, host) {
    for (const [name, template] of names) host.bind(flow, name, template.fill(host.scope(flow)));
    host.report(flow, node, 'ok');
  },
};
