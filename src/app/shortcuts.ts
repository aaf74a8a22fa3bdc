import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { RunClient } from '#run/client.ts';

/** Factor by which one press makes time faster or slower. */
const FASTER = 2;

/** Keys of the transport. Those of the canvas and of undo are the editor's commands. */
export function useShortcuts(client: RunClient): void {
  useEffect(
    () =>
      tinykeys(window, {
        Space: free(() => client.toggle(), true),
        ',': free(() => client.stepBack()),
        '.': free(() => client.stepForward()),
        b: free(() => client.nextBroken()),
        '-': free(() => client.setScale(client.getState().scale / FASTER)),
        '+': free(() => client.setScale(client.getState().scale * FASTER)),
        'Shift++': free(() => client.setScale(client.getState().scale * FASTER)),
        Home: free(() => client.seek(0), true),
      }),
    [client],
  );
}

/** Runs only where the key is not wanted by a control: a field takes letters, a button takes the space bar. */
function free(run: () => void, controlsWantIt = false): (event: KeyboardEvent) => void {
  return (event) => {
    const at = event.target;
    if (event.defaultPrevented || !(at instanceof Element)) return;
    if (at.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
    if (controlsWantIt && at.closest('button, a, [role="slider"], [role="tab"], [role="switch"]')) return;
    event.preventDefault();
    run();
  };
}
