import { nothing } from '#flow/program.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { TryStep } from './params.ts';

/** Has no state of its own: what fails inside leads to the steps of `catch`, which see `error`. */
export const tryVerb: VerbModel<TryStep, null> = {
  name: 'try',
  compile(step, place, exits, compiler) {
    if (step.try.length === 0)
      compiler.state({ set: {} }, place, { ok: exits.next, fail: exits.fail }, nothing);
    const caught =
      step.catch.length === 0 ? exits.next : compiler.entryOf(step.catch[0]!, `${place}/catch/0`);
    compiler.block(step.try, `${place}/try`, { next: exits.next, fail: caught });
    compiler.block(step.catch, `${place}/catch`, exits);
  },
  entry: (step, place, compiler) =>
    step.try.length === 0 ? `#${place}` : compiler.entryOf(step.try[0]!, `${place}/try/0`),
};
