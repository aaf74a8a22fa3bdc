import { got as gotWords, problemLine, wholeDocument } from '#words/problems.ts';

/** What was wrong at one place of a document, and what is used instead. All four are texts for a person. */
export interface Problem {
  /** `nodes.api.slots`, `links[2].timeout`, `nodes.db.rows["customer/c1"]`, or `document` for the whole. */
  readonly path: string;
  /** Follows the word "expected". */
  readonly expected: string;
  /** Follows the word "got". */
  readonly got: string;
  /** Follows the word "using": a value, or `nothing` (left out), or `as written` (kept). */
  readonly used: string;
}

/** `nodes.api.slots: expected 1 to 10000, got -5; using 8`. */
export const printProblem = (problem: Problem): string =>
  problemLine(problem.path, problem.expected, problem.got, problem.used);

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/** The path of a field or an item below `path`. The path of the whole document is the empty text. */
export const childPath = (path: string, key: string | number): string => {
  if (typeof key === 'number') return `${path}[${key}]`;
  const name = key.length > 80 ? `${key.slice(0, 77)}…` : key;
  if (!PLAIN_KEY.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
};

export const shownPath = (path: string): string => (path === '' ? wholeDocument : path);

/** A short text for any JSON value: scalars as JSON, at most 60 characters. */
export const showValue = (value: unknown): string => {
  if (value === undefined) return gotWords.nothing();
  if (Array.isArray(value)) {
    const text = value.length <= 4 ? shortJson(value) : undefined;
    return text ?? gotWords.list(value.length);
  }
  if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length === 0) return gotWords.emptyObject();
    return (Object.keys(value).length <= 4 ? shortJson(value) : undefined) ?? gotWords.object();
  }
  if (typeof value === 'string') {
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 57))}…` : JSON.stringify(value);
  }
  return JSON.stringify(value) ?? typeof value;
};

const shortJson = (value: object): string | undefined => {
  const text = JSON.stringify(value);
  return text !== undefined && text.length <= 60 ? text : undefined;
};
