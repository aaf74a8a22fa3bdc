import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { RunClient, RunState } from '#run/client.ts';

export const RunContext = createContext<RunClient | null>(null);

export function useRunClient(): RunClient {
  const client = useContext(RunContext);
  if (client === null) throw new Error('no run around this component');
  return client;
}

/** A part of the run's coarse state; `select` must give equal values for equal states. */
export function useRun<T>(select: (state: RunState) => T): T {
  const client = useRunClient();
  return useSyncExternalStore(client.subscribe, () => select(client.getState()));
}

/** Calls `draw` now and once per frame in which the playhead moves. It writes to the page by itself: no render. */
export function useFrame(draw: (time: number) => void): void {
  const client = useRunClient();
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
    draw(client.time);
  });
  useEffect(() => client.subscribeFrame((time) => latest.current(time)), [client]);
}

/**
 * The playhead as state, for parts that are too rich to be drawn by hand: at once while it stands or jumps, else at
 * most every `everyMs`.
 */
export function useMoment(everyMs: number): number {
  const client = useRunClient();
  const [time, setTime] = useState(client.time);
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    let shownAt = -Infinity;
    const show = (): void => {
      due = undefined;
      shownAt = performance.now();
      setTime(client.time);
    };
    const listen = (): void => {
      const wait = client.getState().playing ? shownAt + everyMs - performance.now() : 0;
      if (wait <= 0) {
        clearTimeout(due);
        show();
      } else due ??= setTimeout(show, wait);
    };
    show();
    const stop = client.subscribeFrame(listen);
    return () => {
      stop();
      clearTimeout(due);
    };
  }, [client, everyMs]);
  return time;
}
