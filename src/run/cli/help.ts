import { words } from '#words/cli.ts';
import type { Command, OptionSpec } from './command.ts';
import { pairs } from './table.ts';

const WIDTH = 96;

export function helpOfAll(commands: readonly Command[]): string {
  return [
    `${words.about}\n`,
    `${words.usage}: halfopen COMMAND\n`,
    `${words.commands}:\n${pairs(commands.map((each) => [`${each.name} ${each.takes}`.trimEnd(), each.summary]))}`,
    `${words.options}:\n${pairs([
      ['-h, --help', words.option.help],
      ['-V, --version', words.option.version],
    ])}`,
    wrap(words.sources),
    `${words.moreHelp}\n`,
  ].join('\n');
}

export function helpOf(command: Command): string {
  const options: [string, string][] = Object.entries(command.options).map(([name, spec]) => [
    written(name, spec),
    spec.says,
  ]);
  const usage = ['halfopen', command.name, command.takes, '[OPTIONS]']
    .filter((part) => part !== '')
    .join(' ');
  return [
    `${command.summary}.\n`,
    `${words.usage}: ${usage}\n`,
    `${words.options}:\n${pairs([...options, ['-h, --help', words.option.help]])}`,
    ...(command.takes.startsWith('FILE') ? [wrap(words.sources)] : []),
    ...(command.detail === undefined ? [] : [command.detail()]),
  ].join('\n');
}

const written = (name: string, { value }: OptionSpec): string =>
  `--${name}${value === undefined ? '' : ` ${value}`}`;

/** Breaks a sentence into lines. */
export function wrap(text: string, width = WIDTH): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const longer = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (longer.length > width && lines[last] !== '') lines.push(word);
    else lines[last] = longer;
  }
  return `${lines.join('\n')}\n`;
}
