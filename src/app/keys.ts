import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { Command } from '#editor/commands.ts';
import type { RunClient } from '#run/client.ts';
import { PLAY } from './commands.ts';

/** Where the space bar means something else. */
const OWN_SPACE =
  'button, a, input, textarea, select, summary, [contenteditable], [role="slider"], [role="tab"], [role="switch"], [role="option"], [role="menuitem"], [role="dialog"], [role="separator"]';

/**
 * The space bar plays and pauses wherever no control wants it. Heard before the canvas hears it, which would take it for
 * the key that pans.
 */
export function usePlayKey(client: RunClient): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(OWN_SPACE) !== null) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) client.toggle();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, [client]);
}

/** Where letters are typed or chosen by. Sliders want only arrows, so the playhead under focus takes letters too. */
const OWN_LETTERS =
  'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], [role="dialog"], [role="grid"]';

/** Binds the keys of the shell's commands. Returns the way to unbind them. */
export function bindShellKeys(commands: readonly Command[]): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { id, keys, when, run } of commands) {
    if (id === PLAY) continue;
    for (const key of keys) {
      bindings[key] = (event) => {
        const isChord = event.ctrlKey || event.metaKey;
        const typing = event.target instanceof Element && event.target.closest(OWN_LETTERS) !== null;
        if (event.defaultPrevented || (typing && !isChord) || when?.() === false) return;
        event.preventDefault();
        run();
      };
    }
  }
  return tinykeys(window, bindings);
}
