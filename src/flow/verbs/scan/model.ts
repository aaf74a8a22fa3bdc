import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { ScanStep } from './params.ts';

export const scan: VerbModel<ScanStep, { step: ScanStep; prefix: Template }> = {
  name: 'scan',
  prepare: (step) => ({ step, prefix: compileTemplate(step.prefix ?? '') }),
  compile: atomic,
  perform({ step, prefix: template }, flow, node, host) {
    const prefix = asText(template.fill(host.scope(flow)));
    host.store(flow, node, step.scan, {
      verb: 'scan',
      at: step.at,
      label: `scan ${prefix}`,
      as: step.as,
      body: Object.freeze({ prefix }),
      operation: `scan ${step.scan}`,
      detail: { prefix },
    });
  },
};
