import { pointAt } from '#figure/track.ts';
import { ports } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { NOTHING, SELECT, sessionStore, type Session } from './session.ts';

/** One step back out: the card, the search box, the tool, then what is picked. */
export function stop(): void {
  const { card, quickAdd, tool, renaming } = sessionStore.getState();
  if (card !== null) sessionStore.setState({ card: null });
  else if (quickAdd !== null) sessionStore.setState({ quickAdd: null });
  else if (renaming !== null) sessionStore.setState({ renaming: null });
  else if (tool.does !== 'select') sessionStore.setState({ tool: SELECT });
  else {
    sessionStore.setState({ selection: NOTHING });
    ports.canvas?.focus();
  }
}

/** The card of what is picked, beside it. */
export function openCard(): void {
  const card = placeOfSelection();
  if (card !== null) sessionStore.setState({ card });
}

/** What a card leaves free beneath a point of a link, and beneath the upper edge of a zone, canvas px. */
export const LINK_HEIGHT = 16;
const ZONE_HEIGHT = 32;

/** Where the card of the picked thing stands; null when nothing of it is drawn. */
function placeOfSelection(): Session['card'] {
  const { parts, links, zones } = currentScene();
  const { nodes, links: linkIds, zones: zoneIds } = sessionStore.getState().selection;
  const box = parts.get(nodes[0] ?? '')?.box;
  if (box !== undefined) return { at: { x: box.x, y: box.y }, height: box.height };
  const track = links.get(linkIds[0] ?? '')?.track;
  if (track !== undefined) return { at: pointAt(track, 0.5), height: LINK_HEIGHT };
  const frame = zones.find(({ id }) => id === zoneIds[0])?.frame;
  return frame === undefined ? null : { at: { x: frame[0] + 12, y: frame[1] }, height: ZONE_HEIGHT };
}
