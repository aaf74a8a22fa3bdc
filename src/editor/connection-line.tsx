import type { ConnectionLineComponentProps } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Link as LinkFigure } from '#figure/link.tsx';
import { routeLink } from '#figure/route.ts';
import type { FlowNode } from './canvas.tsx';
import { currentScene } from './scene-store.ts';

/** A link while it is being drawn: routed as it will be. */
export function ConnectionLine({
  fromNode,
  toNode,
  toX,
  toY,
}: ConnectionLineComponentProps<FlowNode>): ReactElement | null {
  const { parts } = currentScene();
  const from = parts.get(fromNode.id);
  if (from === undefined) return null;
  const to = toNode === null ? undefined : parts.get(toNode.id);
  const end =
    to === undefined || to === from
      ? { x: toX, y: toY, width: 0, height: 0 }
      : { ...to.body, avoid: to.size.avoid };
  const points = routeLink({ ...from.body, avoid: from.size.avoid }, end, { obstacles: [] });
  return (
    <g className="fig">
      <LinkFigure points={points} hit={false} selected={to !== undefined && to !== from} />
    </g>
  );
}
