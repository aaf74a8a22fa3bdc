import type { ReactElement } from 'react';
import { keptOnScreen, r2, type Point } from './geometry.ts';
import { Text } from './text.tsx';

/**
 * The highlighter pen: one translucent stroke, used for causal chains and for nothing else. It is drawn once, cause
 * first. `d` is path data, such as several pathOf() joined.
 */
export function Marker({ d }: { d: string }): ReactElement {
  return <path className="marker" d={d} pathLength={1} />;
}

/** A numbered disc: step `n` of a causal chain, 1 = the cause. */
export function Step({ x, y, n, zoom }: Point & { n: number; zoom?: number }): ReactElement {
  return (
    <g transform={`translate(${r2(x)} ${r2(y)})${keptOnScreen(zoom)}`}>
      <circle className="step" r={8.5} />
      <Text x={0} y={3.9} cls="t-step" anchor="middle">
        {n}
      </Text>
    </g>
  );
}

/** A ring that empties clockwise while a timer runs. `left`: share of the time that is left, 0..1. */
export function Countdown({
  x,
  y,
  left,
  radius = 21,
  words,
}: Point & { left: number; radius?: number; words?: string }): ReactElement {
  const share = Math.min(1, Math.max(0, left));
  return (
    <g transform={`translate(${r2(x)} ${r2(y)})`}>
      <circle className="ring-track" r={radius} strokeWidth={4.5} />
      {share > 0 && (
        <circle
          className="ring-value"
          r={radius}
          strokeWidth={4.5}
          pathLength={1}
          strokeDasharray={`${r2(share * 100) / 100} 1`}
          transform="rotate(-90)"
        />
      )}
      {words !== undefined && (
        <Text x={0} y={4.2} cls="t-num t-strong" anchor="middle">
          {words}
        </Text>
      )}
    </g>
  );
}
