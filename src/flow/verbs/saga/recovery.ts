import { assemble, Compiler, DONE, FAILED } from '#flow/program.ts';
import type { Program } from '#flow/program.ts';
import type { Step } from '#flow/steps.ts';
import type { VerbModel } from '#flow/verb.ts';
import { again, takeUp } from './marks.ts';

/** What a restarted instance does with a saga log: reads its rows, however long that takes, and goes on with each. */
export function recoveryProgram(
  log: string,
  prefix: string,
  models: Readonly<Record<string, VerbModel>>,
): Program {
  return assemble('saga log', new Compiler(models), (compiler) => {
    const read: Step = { scan: log, prefix, as: 'rows' };
    compiler.state(read, '0', { ok: '#1', fail: '#0/again' });
    compiler.state({ set: {} }, '0/again', { ok: '#0', fail: FAILED }, again);
    compiler.state({ set: {} }, '1', { ok: DONE, fail: FAILED }, takeUp);
    return '#0';
  });
}
