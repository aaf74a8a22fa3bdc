import { library as scenarios } from '#library/library.ts';
import { words } from '#words/cli.ts';
import { Exit } from './command.ts';
import type { Command } from './command.ts';
import { pairs } from './table.ts';

export const library: Command = {
  name: 'library',
  takes: '',
  from: 0,
  upTo: 0,
  summary: words.library.summary,
  options: { json: { says: words.library.json } },
  async perform({ switches }, io) {
    if (switches.has('json')) {
      const list = scenarios.map(({ id, group, patterns, document }) => ({
        id,
        title: document.title ?? '',
        group,
        patterns,
      }));
      await io.out(`${JSON.stringify(list)}\n`);
      return Exit.good;
    }
    const groups = [...new Set(scenarios.map(({ group }) => group))];
    const listed = groups.map((group) => {
      const members = scenarios.filter((each) => each.group === group);
      return `${group}\n${pairs(members.map(({ id, document }) => [`@${id}`, document.title ?? '']))}`;
    });
    await io.out(listed.join('\n'));
    return Exit.good;
  },
};
