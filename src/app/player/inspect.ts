import { sessionStore } from '#editor/session.ts';
import { documentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import { playerStore } from './player-store.ts';

/**
 * Time stands while a card is read. It goes on when the card closes, and as soon as something was changed by it: what
 * was broken is to be seen breaking.
 */
export function startInspecting(client: RunClient): () => void {
  let holds = false;
  const goOn = (): void => {
    if (!holds) return;
    holds = false;
    client.play();
  };
  const stops = [
    sessionStore.subscribe(({ card }, before) => {
      if (card === null) goOn();
      else if (before.card === null && playerStore.getState().pausesOnInspect && client.getState().playing) {
        client.pause();
        holds = true;
      }
    }),
    documentStore.subscribe((state, before) => {
      if (state.opened !== before.opened) holds = false;
      else if (state.document['timeline'] !== before.document['timeline']) goOn();
    }),
    // Whoever starts or stops it by hand meanwhile has it.
    client.subscribe(() => {
      if (client.getState().playing) holds = false;
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
