import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { Caption, captioned, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';

export interface ClientProps extends NodeProps {
  /** Second line, such as "7 orders/s". */
  sub?: string;
}

const RADIUS = 22;

export const sizeOfClient = ({ name, sub }: Pick<ClientProps, 'name' | 'sub'>): Size =>
  captioned(2 * RADIUS, 2 * RADIUS, name, sub);

/** A person in a circle. */
export function Client(props: ClientProps): ReactElement {
  const { name, sub, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfClient(props);
  const middle = width / 2;
  return (
    <Node of={props} body={body} radius={RADIUS}>
      {lod === 'full' ? (
        <>
          <Person x={middle} y={RADIUS} radius={RADIUS} />
          <Caption x={middle} y={body.height} name={name} sub={sub} subCls="t-num" />
        </>
      ) : (
        <OnScreen zoom={zoom}>
          <Person x={middle * zoom} y={RADIUS * zoom} radius={RADIUS * zoom} />
          <MiniName x={middle * zoom} y={body.height * zoom + 13} name={name} width={110} />
        </OnScreen>
      )}
    </Node>
  );
}

function Person({ x, y, radius }: { x: number; y: number; radius: number }): ReactElement {
  const k = radius / 22;
  const p = (n: number): number => r2(n * k);
  return (
    <>
      <circle className="body" cx={r2(x)} cy={r2(y)} r={r2(radius)} />
      <circle className="stroke" cx={r2(x)} cy={r2(y - 5 * k)} r={p(5.2)} />
      <path
        className="stroke"
        d={`M${r2(x - 10.5 * k)} ${r2(y + 13 * k)}c${p(1)} ${p(-8.5)} ${p(5)} ${p(-10.5)} ${p(10.5)} ${p(-10.5)}s${p(9.5)} ${p(2)} ${p(10.5)} ${p(10.5)}`}
      />
    </>
  );
}
