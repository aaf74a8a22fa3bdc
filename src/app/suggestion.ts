import { nodesOf, titleOf, zonesOf, type Sheet } from '#editor/edit/document.ts';
import { crash, partition, pause, slow } from '#editor/edit/timeline.ts';

export interface Suggestion {
  readonly text: string;
  readonly action: { readonly do: string };
}

/** The first sentence under `notes.try` that says what to break: "Crash …", "Pause …", "Slow … down", "Cut … from …". */
export function suggestionOf(sheet: Sheet): Suggestion | null {
  const notes = sheet['notes'];
  if (typeof notes !== 'object' || notes === null || !('try' in notes) || !Array.isArray(notes.try))
    return null;
  for (const sentence of notes.try as readonly unknown[]) {
    if (typeof sentence !== 'string') continue;
    const action = actionOf(sheet, sentence);
    if (action !== null) return { text: sentence.replace(/\.$/, ''), action };
  }
  return null;
}

function actionOf(sheet: Sheet, sentence: string): Suggestion['action'] | null {
  const things = thingsOf(sheet);
  const after = (verb: string): string | null =>
    sentence.toLowerCase().startsWith(`${verb} `) ? sentence.slice(verb.length + 1) : null;
  const named = (rest: string | null): readonly [string, string] | null =>
    rest === null ? null : (things.find(([name]) => startsWithName(rest, name)) ?? null);
  const crashed = named(after('crash'));
  if (crashed !== null) return crash(crashed[1]);
  const paused = named(after('pause'));
  if (paused !== null) return pause(paused[1]);
  const slowed = named(after('slow'));
  if (slowed !== null) return slow(slowed[1], 10);
  const cutting = after('cut');
  const one = named(cutting);
  if (cutting === null || one === null) return null;
  const other = named(/^\s+(?:off )?from (.*)$/.exec(cutting.slice(one[0].length))?.[1] ?? null);
  return other === null ? null : partition(one[1], other[1]);
}

/** Names of nodes and zones with their ids, the longest first, so that "Orders store" is not taken for "Orders". */
function thingsOf(sheet: Sheet): readonly (readonly [name: string, id: string])[] {
  const all = [...Object.entries(nodesOf(sheet)), ...Object.entries(zonesOf(sheet))];
  return all
    .flatMap(([id, thing]): [string, string][] => [
      [titleOf(id, thing), id],
      [id, id],
    ])
    .sort(([x], [y]) => y.length - x.length);
}

function startsWithName(text: string, name: string): boolean {
  return text.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(text.slice(name.length));
}
