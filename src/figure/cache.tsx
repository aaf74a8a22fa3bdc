import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { Caption, captioned, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';
import { Text } from './text.tsx';

export interface CacheProps extends NodeProps {
  sub?: string;
  /** Words on the disc, such as "hit 92 %". */
  hit?: string;
  /** Share of its time that the pinned entry has left, 0..1: the arc on the lid. */
  ttl?: number;
}

const WIDTH = 84;
const LID = 9;
const SIDE = 30;
const HEIGHT = 2 * LID + SIDE;

export const sizeOfCache = ({ name, sub }: Pick<CacheProps, 'name' | 'sub'>): Size =>
  captioned(WIDTH, HEIGHT, name, sub);

/** One shallow disc that never stacks. */
export function Cache(props: CacheProps): ReactElement {
  const { name, sub, hit, ttl = 1, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfCache(props);
  const middle = width / 2;
  return (
    <Node of={props} body={body} cls="cache">
      {lod === 'full' ? (
        <>
          <Disc x={middle} w={WIDTH} lid={LID} side={SIDE} ttl={ttl} />
          {hit !== undefined && (
            <Text x={middle} y={36} cls="t-num t-strong" anchor="middle">
              {hit}
            </Text>
          )}
          <Caption x={middle} y={HEIGHT} name={name} sub={sub} />
        </>
      ) : (
        <OnScreen zoom={zoom}>
          <Disc
            x={middle * zoom}
            w={WIDTH * zoom}
            lid={Math.max(3.5, LID * zoom)}
            side={HEIGHT * zoom - 2 * Math.max(3.5, LID * zoom)}
            ttl={ttl}
          />
          <MiniName x={middle * zoom} y={HEIGHT * zoom + 12} name={name} width={120} />
        </OnScreen>
      )}
    </Node>
  );
}

function Disc({
  x,
  w,
  lid,
  side,
  ttl,
}: {
  x: number;
  w: number;
  lid: number;
  side: number;
  ttl: number;
}): ReactElement {
  const half = r2(w / 2);
  const rx = w * 0.29;
  const ry = lid * 0.6;
  const left = Math.min(0.999, Math.max(0, ttl)) * 2 * Math.PI;
  const arc =
    left > 0
      ? `M${r2(x)} ${r2(lid - ry)}A${r2(rx)} ${r2(ry)} 0 ${left > Math.PI ? 1 : 0} 1 ${r2(x + rx * Math.sin(left))} ${r2(lid - ry * Math.cos(left))}`
      : '';
  return (
    <>
      <path
        className="disc"
        d={`M${r2(x - w / 2)} ${r2(lid)}v${r2(side)}a${half} ${r2(lid)} 0 0 0 ${r2(w)} 0v${r2(-side)}`}
      />
      <ellipse className="disc-top" cx={r2(x)} cy={r2(lid)} rx={half} ry={r2(lid)} />
      <path className="ttl" d={arc} />
    </>
  );
}
