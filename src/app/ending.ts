import { nodeTitle, type Sheet } from '#editor/edit/document.ts';
import type { Ending } from '#run/protocol.ts';
import { words } from '#words/en.ts';

/** Why a run ended before its time, and which part is to be looked at; null for one that came to its end. */
export function whyEndedEarly(ending: Ending | null, sheet: Sheet): string | null {
  if (ending === null || ending.why === 'finished') return null;
  const { tooMuchAtOnce, tooManyEvents, error } = words.transport;
  if (ending.why === 'error') return error(ending.text);
  const say = ending.why === 'instant' ? tooMuchAtOnce : tooManyEvents;
  return say(nodeTitle(sheet, ending.node), words.moment(ending.at));
}
