import { words } from '#words/cli.ts';
import { parseArguments } from './arguments.ts';
import { check } from './check.ts';
import { BadInput, Exit } from './command.ts';
import type { Command, Io } from './command.ts';
import { helpOf, helpOfAll } from './help.ts';
import { library } from './library.ts';
import { link } from './link.ts';
import { open } from './open.ts';
import { tellProblems } from './problems.ts';
import { run } from './run.ts';
import { trace } from './trace.ts';
import { validate } from './validate.ts';
import { version } from './version.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [run, library, validate, link, open, trace, check];

/** Carries out one command line; resolves to the exit code. */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  const command = commands.find((each) => each.name === name);
  try {
    if (isHelp(name) || name === 'help') {
      const about = commands.find((each) => each.name === rest[0]);
      await io.out(about === undefined ? helpOfAll(commands) : helpOf(about));
      return Exit.good;
    }
    if (name === '--version' || name === '-V') {
      await io.out(`${version}\n`);
      return Exit.good;
    }
    if (command === undefined) {
      if (name === '') io.err(helpOfAll(commands));
      else io.err(`${words.bad.command(name)} ${words.seeHelp('')}\n`);
      return Exit.badInput;
    }
    const end = rest.indexOf('--');
    if (rest.slice(0, end < 0 ? rest.length : end).some(isHelp)) {
      await io.out(helpOf(command));
      return Exit.good;
    }
    return await command.perform(parseArguments(command, rest), io);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (error.message !== '') {
      io.err(`${error.message}${error.usage ? ` ${words.seeHelp(command?.name ?? '')}` : ''}\n`);
    }
    tellProblems(error.problems, io);
    return Exit.badInput;
  }
}

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';
