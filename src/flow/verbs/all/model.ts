import type { VerbModel } from '#flow/verb.ts';
import type { AllStep } from './params.ts';

/** Branches side by side, joined; the first failure ends all of them. */
export const all: VerbModel<AllStep, null> = {
  name: 'all',
  compile(step, place, exits, compiler) {
    compiler.parallel(
      place,
      exits.next,
      step.all.map(
        (branch, i) => (end, fail) => compiler.block(branch, `${place}/${i}`, { next: end, fail }),
      ),
      exits.fail,
    );
  },
};
