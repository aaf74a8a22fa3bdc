import { compileExpression } from '#flow/expression.ts';
import type { Expression } from '#flow/expression.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { IfStep } from './params.ts';

export const ifVerb: VerbModel<IfStep, Expression> = {
  name: 'if',
  prepare: (step) => compileExpression(step.if),
  compile(step, place, exits, compiler) {
    const then = step.then.length === 0 ? exits.next : compiler.entryOf(step.then[0]!, `${place}/then/0`);
    const other = step.else ?? [];
    const otherwise = other.length === 0 ? exits.next : compiler.entryOf(other[0]!, `${place}/else/0`);
    compiler.state(step, place, { then, else: otherwise, fail: exits.fail });
    compiler.block(step.then, `${place}/then`, exits);
    compiler.block(other, `${place}/else`, exits);
  },
  perform: (condition, flow, node, host) =>
    host.report(flow, node, host.truth(condition, flow) ? 'then' : 'else'),
};
