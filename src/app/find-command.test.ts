import { expect, it } from 'vitest';
import type { Command } from '#editor/commands.ts';
import { found } from './find-command.ts';

const commands = ['Zoom in', 'Zoom to the selection', 'Crash this node', 'Next event'].map(
  (title): Command => ({
    id: title,
    title,
    group: 'Time',
    keys: [],
    where: 'anywhere',
    run: () => undefined,
  }),
);
const titles = (text: string) => found(commands, text).map(({ title }) => title);

it('finds by the beginnings of words, in any order, the earliest first', () => {
  expect(titles('')).toHaveLength(4);
  expect(titles('zo')).toEqual(['Zoom in', 'Zoom to the selection']);
  expect(titles('sel zoom')).toEqual(['Zoom to the selection']);
  expect(titles('n')).toEqual(['Next event', 'Crash this node']);
  expect(titles('oom')).toEqual([]);
});
