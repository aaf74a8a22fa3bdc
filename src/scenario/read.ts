import { PROBLEMS_MAX } from '#lib/schema/problems.ts';
import { shownPath, type Problem } from '#lib/schema/problem.ts';
import { readValue, type ReadOptions } from '#lib/schema/read.ts';
import { expect, got, moreProblems, use } from '#words/problems.ts';
import { findJsonError } from './json-error.ts';
import { migrate } from './migrate.ts';
import { checkReferences } from './references.ts';
import { documentSchema, LIMITS, type ScenarioDocument } from './schema.ts';

export interface DocumentReading {
  /** What could be read; `undefined` when nothing could: no JSON, no object, or a newer format. */
  readonly document: ScenarioDocument | undefined;
  /** At most a few more than 200, in the order in which they were found. */
  readonly problems: Problem[];
}

/** Reads anything as a document. Never throws; see `readValue` for what happens to what does not fit. */
export const readDocument = (input: unknown, options: ReadOptions = {}): DocumentReading => {
  let migrated;
  try {
    migrated = migrate(input);
  } catch {
    // Only an object with traps gets here: its fields throw when they are looked at.
    return refused(shownPath(''), expect.plain(), got.other('an object that cannot be read'));
  }
  if (migrated.input === undefined) return { document: undefined, problems: migrated.problems };
  const read = readValue(documentSchema, migrated.input, '', options);
  if (read.value === undefined)
    return { document: undefined, problems: [...migrated.problems, ...read.problems] };
  const { document, problems } = checkReferences(read.value, read.placeOf);
  return { document, problems: capped([...migrated.problems, ...read.problems, ...problems]) };
};

/** Reads a file. A syntax error is told with line and column, counted from 1. */
export const readText = (text: string, options: ReadOptions = {}): DocumentReading => {
  if (text.length > LIMITS.characters) {
    return refused(shownPath(''), expect.text(2, LIMITS.characters), got.count(text.length));
  }
  let input: unknown;
  try {
    input = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    const { line, column, found } = findJsonError(text);
    return refused(shownPath(''), expect.json(), got.atLine(line, column, found));
  }
  return readDocument(input, options);
};

const refused = (path: string, expected: string, what: string): DocumentReading => ({
  document: undefined,
  problems: [{ path, expected, got: what, used: use.nothing }],
});

const capped = (problems: Problem[]): Problem[] =>
  problems.length <= PROBLEMS_MAX + 1
    ? problems
    : [
        ...problems.slice(0, PROBLEMS_MAX),
        { path: shownPath(''), ...moreProblems(problems.length - PROBLEMS_MAX), used: use.rest },
      ];
