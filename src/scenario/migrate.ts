import { Problems } from '#lib/schema/problems.ts';
import { showValue, type Problem } from '#lib/schema/problem.ts';
import { expect, use } from '#words/problems.ts';
import { FORMAT_VERSION } from './schema.ts';

/** Turns a document of format `to - 1` into one of format `to`. It gets anything and must not throw. */
export interface Migration {
  readonly to: number;
  readonly up: (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** In order, `to` rising by one from 2. Format 1 is the first. */
export const migrations: readonly Migration[] = [];

export interface Migrated {
  /** `undefined` when the document is of a newer format, or no object. */
  readonly input: Record<string, unknown> | undefined;
  readonly problems: Problem[];
}

/** Brings a document of an older format up to `current`. */
export const migrate = (
  input: unknown,
  steps: readonly Migration[] = migrations,
  current: number = FORMAT_VERSION,
): Migrated => {
  const problems = new Problems();
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    problems.add('', expect.document(), showValue(input), use.nothing);
    return { input: undefined, problems: problems.list };
  }
  const written = input as Readonly<Record<string, unknown>>;
  const version = Object.hasOwn(written, 'halfopen') ? written['halfopen'] : undefined;
  let from = current;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 1) from = version;
  else problems.add('halfopen', expect.version(current), showValue(version), String(current));
  if (from > current) {
    problems.add('halfopen', expect.olderReader(current), String(from), use.nothing);
    return { input: undefined, problems: problems.list };
  }
  let document: Record<string, unknown> = { ...written };
  for (const step of steps) if (step.to > from) document = step.up(document);
  return { input: { ...document, halfopen: current }, problems: problems.list };
};
