import type { Sheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import { encodeLink } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { loadLibrary } from './library.ts';
import { writeShortLink, type ShortLink } from './short-link.ts';

/** The page itself, without switches and without a fragment. */
const here = (): string => `${location.origin}${location.pathname}`;

export const fragmentOf = (sheet: Sheet, momentUs: number | null): string =>
  encodeLink({
    document: sheet as ScenarioDocument,
    ...(momentUs === null ? {} : { momentUs: Math.round(momentUs) }),
  });

/** The scenario of the library that a document is, unchanged; null when it is none. */
export async function asInLibrary(sheet: Sheet): Promise<Omit<ShortLink, 'momentUs'> | null> {
  const fragment = fragmentOf(sheet, null);
  for (const { id, document, counter } of await loadLibrary()) {
    if (isSame(document, sheet, fragment)) return { id, counter: false };
    if (isSame(counter.document, sheet, fragment)) return { id, counter: true };
  }
  return null;
}

/** Equal documents give equal links; those with other titles need no second look. */
const isSame = (document: ScenarioDocument, sheet: Sheet, fragment: string): boolean =>
  document.title === sheet.title && encodeLink({ document }) === fragment;

export const linkTo = (fragment: string): string => `${here()}${fragment}`;

/** The document of this tab at a moment, as short as it can be said. */
export async function wholeLink(momentUs: number): Promise<string> {
  const { document } = documentStore.getState();
  const short = await asInLibrary(document);
  const at = Math.round(momentUs);
  return linkTo(short === null ? fragmentOf(document, at) : writeShortLink({ ...short, momentUs: at }));
}

export interface EmbedSwitches {
  readonly play: boolean;
  readonly edit: boolean;
  readonly checks: boolean;
  readonly theme: 'light' | 'dark' | null;
}

/** What another page puts into its own text to show this one. */
export function embedCode(fragment: string, title: string, switches: EmbedSwitches): string {
  const said = ['embed'];
  if (switches.play) said.push('play');
  if (!switches.edit) said.push('edit=false');
  if (switches.checks) said.push('checks');
  if (switches.theme !== null) said.push(`theme=${switches.theme}`);
  const address = escaped(`${here()}?${said.join('&')}${fragment}`);
  return `<iframe src="${address}" title="${escaped(title)}" width="720" height="460" loading="lazy" style="border: 1px solid #ccc; border-radius: 8px"></iframe>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
