import { nodeTitle } from '#editor/edit/document.ts';
import { currentScene } from '#editor/scene-store.ts';
import { sessionStore } from '#editor/session.ts';
import type { Brake, RunClient } from '#run/client.ts';
import { words } from '#words/en.ts';
import { playerWords } from '#words/player.ts';
import { nextHit, type Hit } from './breakpoints.ts';
import { playerStore } from './player-store.ts';

/** Holds the run up at breakpoints, and takes it back to A at B. */
export function brakeOf(client: RunClient): Brake {
  let hit: Hit | null = null;
  return {
    next(from, until) {
      const { breakpoints } = sessionStore.getState();
      hit = breakpoints.size === 0 ? null : nextHit(client.view, breakpoints, from, until);
      const end = loopEnd();
      const isEnd = end > from && end <= until;
      if (hit !== null && !(isEnd && end < hit.at)) return hit.at;
      hit = null;
      return isEnd ? end : Infinity;
    },
    reached() {
      if (hit === null) return client.seek(playerStore.getState().a ?? 0);
      client.pause();
      playerStore.setState({ stopped: whyStopped(client, hit) });
    },
  };
}

const loopEnd = (): number => {
  const { b, loops } = playerStore.getState();
  return loops && b !== null ? b : Infinity;
};

function whyStopped({ view }: RunClient, { breakpoint, event, at }: Hit): string {
  const { stops } = playerWords;
  const [what = '', whose = ''] = breakpoint.split(' ');
  if (what === 'check') {
    const check = view.verdictsAt(at).find(({ check }) => check === Number(whose));
    return stops.changed(check?.title ?? '', words.checks[check?.verdict ?? 'unknown']);
  }
  const node = nodeTitle(currentScene().sheet, whose);
  if (what === 'error') return stops.error(node);
  const { message, length } = view.store;
  return stops.message(
    node,
    event < length ? view.store.textOf(view.messages.sendOf(message[event] ?? -1)) : '',
  );
}

/** A mark of the loop: A stays before B, and a loop with both its marks is on. */
export function setMark(which: 'a' | 'b', at: number): void {
  const { a, b } = playerStore.getState();
  const moment = Math.round(at);
  const other = which === 'a' ? b : a;
  const isLawful = other !== null && (which === 'a' ? moment < other : moment > other);
  const rest = isLawful ? other : null;
  playerStore.setState({
    a: which === 'a' ? moment : rest,
    b: which === 'b' ? moment : rest,
    loops: isLawful,
  });
}

export const clearLoop = (): void => playerStore.setState({ a: null, b: null, loops: false });

/** Playing that begins outside the loop begins at A. */
export function startLooping(client: RunClient): () => void {
  let wasPlaying = client.getState().playing;
  return client.subscribe(() => {
    const { playing } = client.getState();
    const began = playing && !wasPlaying;
    wasPlaying = playing;
    if (!began) return;
    const { a, b, loops } = playerStore.getState();
    playerStore.setState({ stopped: null });
    if (loops && a !== null && b !== null && (client.time < a || client.time >= b)) client.seek(a);
  });
}
