import { printProblem } from '#lib/schema/problem.ts';
import type { Problem } from '#lib/schema/problem.ts';
import type { Io } from './command.ts';

/** One line each on standard error, with its path. */
export function tellProblems(problems: readonly Problem[], io: Io): void {
  for (const problem of problems) io.err(`${printProblem(problem)}\n`);
}
