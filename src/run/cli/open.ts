import { writeDocument } from '#scenario/write.ts';
import { words } from '#words/cli.ts';
import { Exit } from './command.ts';
import type { Command } from './command.ts';
import { tellProblems } from './problems.ts';
import { readSource } from './source.ts';

export const open: Command = {
  name: 'open',
  takes: 'LINK',
  from: 1,
  upTo: 1,
  summary: words.open.summary,
  options: {},
  async perform({ operands }, io) {
    const { document, problems } = await readSource(operands[0]!, io);
    await io.out(writeDocument(document));
    tellProblems(problems, io);
    return problems.length > 0 ? Exit.badInput : Exit.good;
  },
};
