import { editorWords } from '#words/editor.ts';
import { breakIt } from './actions.ts';
import { endsOf, nodeTitle, nodesOf, zoneTitle } from './edit/document.ts';
import { crash, message, partition, slow, trouble, type OneMessage } from './edit/timeline.ts';
import { ports } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { SELECT, sessionStore, type BreakTool } from './session.ts';

const words = editorWords.fault;

/** What a breaking tool does to a part or a link, by its id. Nothing when the two do not go together. */
export function breakClicked(id: string, fault: BreakTool): void {
  const { sheet, parts, links, zones } = currentScene();
  const title = nodeTitle(sheet, id);
  if (parts.has(id) && fault === 'crash') breakIt(crash(id), words.crash(title));
  else if (parts.has(id) && fault === 'slow') breakIt(slow(id, SLOW_FACTOR), words.slow(title));
  else if (links.has(id) && (fault === 'cut' || fault === 'slow')) {
    const ends = endsOf(id);
    const [from, to] = [nodeTitle(sheet, ends.from), nodeTitle(sheet, ends.to)];
    if (fault === 'cut') breakIt(trouble(id, { cut: true }), words.cut(from, to));
    else breakIt(trouble(id, { delay: SLOW_LINK }), words.delay(from, to));
  } else if (zones.some((zone) => zone.id === id) && fault === 'cut') cutZone(id);
  else return;
  sessionStore.setState({ tool: SELECT, card: null });
}

/** From the one other zone, or from everything outside when there are more or none. */
function cutZone(id: string): void {
  const { sheet, zones } = currentScene();
  const others = zones.filter((zone) => zone.id !== id);
  const [other] = others;
  const outside = Object.entries(nodesOf(sheet)).flatMap(([node, { zone }]) => (zone === id ? [] : [node]));
  const title = zoneTitle(sheet, id);
  if (others.length === 1 && other !== undefined)
    breakIt(partition(id, other.id), words.partition(title, other.title));
  else if (outside.length > 0) breakIt(partition(id, outside), words.partition(title, words.everyone));
}

/** How much slower a slowed part is, and by how much a slowed link is longer. */
export const SLOW_FACTOR = 5;
export const SLOW_LINK = '200ms';
/** The share of messages that a lossy, doubling or reordering link treats. */
export const TROUBLE_SHARE = 0.2;
/** How much later a held message arrives, µs. */
const HOLD_US = 500_000;

/** A message on its way, as the timeline names it: the n-th on its link in its direction, and when it was sent, µs. */
export interface InFlight extends OneMessage {
  readonly sentAt: number;
  readonly label: string;
}

/** How the timeline names a message of the record; null when nobody drew its link. */
export function nameMessage(id: number): InFlight | null {
  const run = ports.playback?.view;
  const send = run?.messages.sendOf(id) ?? -1;
  if (run === undefined || send < 0) return null;
  const { store, topology } = run;
  const link = topology.links[store.link[send] ?? -1];
  if (link === undefined || !currentScene().links.has(link.id)) return null;
  const back = (store.b[send]! & BACK) !== 0;
  let nth = 0;
  for (let other = 0; other <= id; other++) {
    const event = run.messages.sendOf(other);
    // A copy that the link made is not counted: it goes with the message that it is a copy of.
    if (
      store.link[event] === store.link[send] &&
      ((store.b[event]! & BACK) !== 0) === back &&
      (store.b[event]! & COPY) === 0
    )
      nth++;
  }
  return {
    link: link.id,
    direction: back ? 'back' : 'forward',
    nth,
    sentAt: store.time[send]!,
    label: store.textOf(send),
  };
}

/** Flags of `send` in the record. */
const BACK = 1;
const COPY = 4;

/**
 * What becomes of a message is decided when it is sent, so that is when the entry begins: the run is worked out anew
 * from there, and the message meets its fate on the way.
 */
export function treatMessage(id: number, action: 'drop' | 'duplicate' | 'delay'): void {
  const named = nameMessage(id);
  if (named === null) return;
  const by = action === 'delay' ? HOLD_US : undefined;
  breakIt(message(named, action, by), words.message(named.label), undefined, named.sentAt);
}

/** The dropping tool on a message; the other tools want a part or a link. */
export function breakMessage(id: number, fault: BreakTool): void {
  if (fault === 'drop') treatMessage(id, 'drop');
  else if (fault === 'slow') treatMessage(id, 'delay');
  else return;
  sessionStore.setState({ tool: SELECT, card: null });
}
