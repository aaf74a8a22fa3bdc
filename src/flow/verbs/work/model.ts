import { delayToDistribution } from '#lib/schema/delay.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Distribution } from '#lib/distribution.ts';
import type { WorkStep } from './params.ts';

export const work: VerbModel<WorkStep, Distribution> = {
  name: 'work',
  prepare: (step) => delayToDistribution(step.work),
  compile: atomic,
  perform: (duration, flow, node, host) => host.wait(flow, node, host.io.sample('work', duration), true),
};
