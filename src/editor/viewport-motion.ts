import type { ReactFlowInstance, Viewport } from '@xyflow/react';

/** Slow, fast, slow (cubic). */
const eased = (share: number): number => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

/**
 * Moves the view from where it is, in `durationMs`; at once when that is 0. The point in the middle travels evenly
 * however far the zoom changes. Returns what stops it halfway.
 */
export function moveViewport(
  flow: Pick<ReactFlowInstance, 'getViewport' | 'setViewport'>,
  to: Viewport,
  durationMs: number,
): () => void {
  if (durationMs === 0) {
    void flow.setViewport(to);
    return () => undefined;
  }
  const from = flow.getViewport();
  const began = performance.now();
  let frame = 0;
  const step = (now: number): void => {
    const share = Math.min(1, Math.max(0, (now - began) / durationMs));
    const done = eased(share);
    const zoom = from.zoom * (to.zoom / from.zoom) ** done;
    // Where the zoom has got to says how far the view has: then no point of it turns back on its way.
    const way = to.zoom === from.zoom ? done : (zoom - from.zoom) / (to.zoom - from.zoom);
    void flow.setViewport({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, zoom });
    if (share < 1) frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
