import type { VerbModel } from '#flow/verb.ts';
import type { AnyStep } from './params.ts';

/** Branches side by side; the first to succeed ends the others, and only the failure of all is a failure. */
export const any: VerbModel<AnyStep, null> = {
  name: 'any',
  compile(step, place, exits, compiler) {
    compiler.parallel(
      place,
      exits.fail,
      step.any.map(
        (branch, i) => (end) => compiler.block(branch, `${place}/${i}`, { next: exits.next, fail: end }),
      ),
      null,
    );
  },
};
