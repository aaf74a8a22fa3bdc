import { useEffect } from 'react';
import type { RunClient } from '#run/client.ts';

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
