import { readFile } from 'node:fs/promises';
import type { Problem } from '#lib/schema/problem.ts';
import { scenarioById } from '#library/library.ts';
import { reading } from '#run/reading.ts';
import { decodeLink } from '#scenario/link.ts';
import { readText } from '#scenario/read.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { words } from '#words/cli.ts';
import { BadInput } from './command.ts';
import type { Io } from './command.ts';

export interface Source {
  readonly document: ScenarioDocument;
  /** What had to be read otherwise than it is written. */
  readonly problems: readonly Problem[];
}

/** A document from a file, standard input (`-`), a link or the library (`@id`). Throws BadInput when nothing can be read. */
export async function readSource(name: string, io: Io): Promise<Source> {
  if (name.startsWith('@')) return { document: fromLibrary(name.slice(1)), problems: [] };
  const isLink = /(^|#|&)s=\d/.test(name);
  const { document, problems } = isLink ? fromLink(name) : readText(await readWhole(name, io), reading);
  if (document === undefined) throw new BadInput('', { problems });
  return { document, problems };
}

function fromLink(text: string): { document: ScenarioDocument | undefined; problems: readonly Problem[] } {
  const { payload, problems } = decodeLink(text.includes('#') ? text : `#${text}`, reading);
  return { document: payload?.document, problems };
}

const COUNTER = '/counter';

function fromLibrary(name: string): ScenarioDocument {
  const id = name.endsWith(COUNTER) ? name.slice(0, -COUNTER.length) : name;
  const scenario = scenarioById(id);
  if (scenario === undefined) throw new BadInput(words.bad.library(`@${id}`));
  return id === name ? scenario.document : scenario.counter.document;
}

/** The text of a file, or of standard input for `-`. */
export async function readWhole(name: string, io: Io): Promise<string> {
  if (name === '-') return io.stdin();
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    throw new BadInput(words.bad.file(name, reasonOf(error as NodeJS.ErrnoException)));
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return words.bad.noFile;
  if (code === 'EISDIR') return words.bad.folder;
  return code === 'EACCES' ? words.bad.denied : message;
}
