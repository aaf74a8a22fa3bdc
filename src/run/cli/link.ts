import { encodeLink, LINK_LIMITS } from '#scenario/link.ts';
import { words } from '#words/cli.ts';
import { durationOf } from './arguments.ts';
import { BadInput, Exit } from './command.ts';
import type { Command } from './command.ts';
import { tellProblems } from './problems.ts';
import { readSource } from './source.ts';

export const link: Command = {
  name: 'link',
  takes: 'FILE',
  from: 1,
  upTo: 1,
  summary: words.link.summary,
  options: {
    at: { value: 'MOMENT', says: words.link.at },
    base: { value: 'URL', says: words.link.base },
  },
  async perform(given, io) {
    const momentUs = durationOf(given, 'at');
    const { document, problems } = await readSource(given.operands[0]!, io);
    const fragment = encodeLink({ document, ...(momentUs === undefined ? {} : { momentUs }) });
    const packed = fragment.length - fragment.indexOf('.') - 1;
    if (packed > LINK_LIMITS.packed) {
      throw new BadInput(words.bad.linkTooLong(packed, LINK_LIMITS.packed), { problems });
    }
    const base = given.values.get('base') ?? '';
    await io.out(`${base.split('#', 1)[0] ?? ''}${fragment}\n`);
    tellProblems(problems, io);
    return problems.length > 0 ? Exit.badInput : Exit.good;
  },
};
