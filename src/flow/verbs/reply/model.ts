import { compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { ReplyStep } from './params.ts';

export const reply: VerbModel<ReplyStep, Template> = {
  name: 'reply',
  prepare: (step) => compileTemplate(step.reply),
  compile: atomic,
  perform(template, flow, node, host) {
    host.reply(flow, { ok: true, value: template.fill(host.scope(flow)) });
    host.report(flow, node, 'ok');
  },
};
