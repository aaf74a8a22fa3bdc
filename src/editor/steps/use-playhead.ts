import { useEffect, useRef, useState } from 'react';
import type { RunClient } from '#run/client.ts';

/** While it plays, forms look at the playhead so often, ms: they are read, not watched. */
const EVERY_MS = 250;

/** The playhead, µs, and a number that rises when the record changed under it; for forms, not for the canvas. */
export function usePlayhead(client: RunClient | null): { readonly t: number; readonly length: number } {
  const [state, setState] = useState(() => momentOf(client));
  const last = useRef(0);
  useEffect(() => {
    if (client === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      last.current = performance.now();
      setState((before) => {
        const now = momentOf(client);
        return now.t === before.t && now.length === before.length ? before : now;
      });
    };
    const onFrame = (): void => {
      if (timer !== undefined) return;
      timer = setTimeout(look, Math.max(0, EVERY_MS - (performance.now() - last.current)));
    };
    look();
    const stop = client.subscribeFrame(onFrame);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
  return state;
}

const momentOf = (client: RunClient | null): { readonly t: number; readonly length: number } => ({
  t: client?.time ?? 0,
  length: client?.view.store.length ?? 0,
});
