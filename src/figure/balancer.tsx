import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { Caption, captioned, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';

export interface BalancerProps extends NodeProps {
  sub?: string;
  /** How many ports leave it; drawn up to five. */
  ports?: number;
  /** Index of the next choice: the filled port. */
  next?: number;
}

const WIDTH = 54;
const HEIGHT = 72;

export const sizeOfBalancer = ({ name, sub }: Pick<BalancerProps, 'name' | 'sub'>): Size =>
  captioned(WIDTH, HEIGHT, name, sub);

/** One way in, a fan out. */
export function Balancer(props: BalancerProps): ReactElement {
  const { name, sub, ports = 3, next = 0, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfBalancer(props);
  const fan = <Fan ports={Math.min(5, Math.max(1, ports))} next={next} />;
  return (
    <Node of={props} body={body} radius={6}>
      {lod === 'full' ? (
        <>
          <g transform={`translate(${body.x} 0)`}>{fan}</g>
          <Caption x={width / 2} y={HEIGHT} name={name} sub={sub} />
        </>
      ) : (
        <>
          <g transform={`translate(${body.x} 0)`}>{fan}</g>
          <OnScreen zoom={zoom}>
            <MiniName x={(width / 2) * zoom} y={HEIGHT * zoom + 12} name={name} width={110} />
          </OnScreen>
        </>
      )}
    </Node>
  );
}

function Fan({ ports, next }: { ports: number; next: number }): ReactElement {
  const y = HEIGHT / 2;
  const half = ports === 1 ? 0 : 0.32 * HEIGHT;
  return (
    <>
      <path className="body" d={`M0 ${y - 12}L${WIDTH} 0V${HEIGHT}L0 ${y + 12}Z`} />
      {Array.from({ length: ports }, (_, i) => {
        const to = r2(ports === 1 ? y : y - half + (2 * half * i) / (ports - 1));
        return (
          <g key={i}>
            <path className="fan" d={`M8 ${y}C24 ${y} 22 ${to} ${WIDTH - 9} ${to}`} />
            <circle
              className={i === next % ports ? 'pip pip-up' : 'pip pip-idle'}
              cx={WIDTH - 8}
              cy={to}
              r={ports > 3 ? 3 : 3.6}
            />
          </g>
        );
      })}
    </>
  );
}
