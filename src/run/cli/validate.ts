import { words } from '#words/cli.ts';
import { Exit } from './command.ts';
import type { Command } from './command.ts';
import { tellProblems } from './problems.ts';
import { readSource } from './source.ts';

export const validate: Command = {
  name: 'validate',
  takes: 'FILE',
  from: 1,
  upTo: 1,
  summary: words.validate.summary,
  options: {},
  async perform({ operands }, io) {
    const { document, problems } = await readSource(operands[0]!, io);
    if (problems.length > 0) {
      tellProblems(problems, io);
      return Exit.badInput;
    }
    const { nodes = {}, links = [], checks = [] } = document;
    await io.out(`${words.valid(Object.keys(nodes).length, links.length, checks.length)}\n`);
    return Exit.good;
  },
};
