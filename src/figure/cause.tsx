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
