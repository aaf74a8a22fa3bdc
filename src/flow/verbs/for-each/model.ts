import { compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { ExpressionError } from '#flow/expression.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Plain } from '#lib/plain.ts';
import type { ForEachStep } from './params.ts';

export const forEach: VerbModel<ForEachStep, { list: Template; as: string }> = {
  name: 'forEach',
  prepare: (step) => ({ list: compileTemplate(step.forEach), as: step.as }),
  compile(step, place, exits, compiler) {
    const body = step.do.length === 0 ? `#${place}` : compiler.entryOf(step.do[0]!, `${place}/do/0`);
    compiler.state(step, place, { item: body, ok: exits.next, fail: exits.fail });
    compiler.block(step.do, `${place}/do`, { next: `#${place}`, fail: exits.fail });
  },
  perform({ list, as }, flow, node, host) {
    let loop = flow.loops?.get(node.place);
    if (loop === undefined) {
      const items = list.fill(host.scope(flow));
      if (!Array.isArray(items)) throw new ExpressionError('forEach needs a list');
      loop = { items: items as readonly Plain[], next: 0 };
      (flow.loops ??= new Map()).set(node.place, loop);
    }
    if (loop.next >= loop.items.length || (node.step as ForEachStep).do.length === 0) {
      flow.loops?.delete(node.place);
      host.report(flow, node, 'ok');
      return;
    }
    host.bind(flow, as, loop.items[loop.next++]!);
    host.report(flow, node, 'item');
  },
};
