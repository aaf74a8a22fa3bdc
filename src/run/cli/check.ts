import { defaultBudget } from '#check/budget.ts';
import type { Budget } from '#check/budget.ts';
import { checkerNamed, checkers } from '#check/checkers.ts';
import { checkHistoryText } from '#check/check-text.ts';
import { words } from '#words/cli.ts';
import { budgetOf } from './arguments.ts';
import { BadInput, Exit } from './command.ts';
import type { Command, Given, Io } from './command.ts';
import { wrap } from './help.ts';
import { readWhole } from './source.ts';
import { pairs } from './table.ts';

/** Lines of one file that are told to be wrong. */
const PROBLEMS_MAX = 10;

export const check: Command = {
  name: 'check',
  takes: 'MODEL HISTORY…',
  from: 2,
  upTo: Infinity,
  summary: words.check.summary,
  detail: () =>
    `${wrap(words.check.detail)}\n${words.check.models}:\n${pairs(checkers.map(({ name, definition }) => [name, definition]))}`,
  options: { budget: { value: 'TIME|STEPS|MEMORY', says: words.check.budget } },
  async perform(given, io) {
    const [model = '', ...files] = given.operands;
    if (checkerNamed(model) === null) throw new BadInput(words.bad.model(model));
    const seen = { invalid: false, unknown: false, bad: false };
    for (const file of files) {
      let text: string;
      try {
        text = await readWhole(file, io);
      } catch (error) {
        // The other files are judged all the same.
        if (!(error instanceof BadInput)) throw error;
        io.err(`${error.message}\n`);
        seen.bad = true;
        continue;
      }
      const began = io.clockMs();
      const { results, problems } = checkHistoryText(model, text, { budget: budgetFor(given, io) });
      const ms = Math.round(io.clockMs() - began);
      for (const { id, verdict, operations, witness, reason } of results) {
        seen.invalid ||= verdict === 'invalid';
        seen.unknown ||= verdict === 'unknown';
        const line = {
          file,
          ...(id === undefined ? {} : { id }),
          verdict,
          model,
          operations,
          witness,
          reason,
          ms,
        };
        await io.out(`${JSON.stringify(line)}\n`);
      }
      // One for each line, and not more than anybody reads: a wrong kind of file has one at every word.
      const lines = [...new Map(problems.toReversed().map((each) => [each.line, each])).values()].reverse();
      for (const { line, message } of lines.slice(0, PROBLEMS_MAX))
        io.err(`${words.bad.line(file, line, message)}\n`);
      if (lines.length > PROBLEMS_MAX) io.err(`${words.bad.moreLines(file, lines.length - PROBLEMS_MAX)}\n`);
      seen.bad ||= problems.length > 0;
    }
    if (seen.bad) return Exit.badInput;
    if (seen.invalid) return Exit.asNotExpected;
    return seen.unknown ? Exit.undecided : Exit.good;
  },
};

/** Steps alone give the same verdict on every machine; a time bounds how long one waits. Each file has its own. */
function budgetFor(given: Given, io: Io): Budget {
  const budget = budgetOf(given);
  if (budget === undefined) return defaultBudget;
  const { us, steps, bytes = defaultBudget.memoryBytesMax } = budget;
  // Whoever gives a time means it: steps then end nothing earlier, unless they are given too.
  const stepsMax = steps ?? (us === undefined ? defaultBudget.stepsMax : Infinity);
  if (us === undefined) return { stepsMax, memoryBytesMax: bytes };
  const until = io.clockMs() + us / 1000;
  return { stepsMax, memoryBytesMax: bytes, expired: () => io.clockMs() >= until };
}
