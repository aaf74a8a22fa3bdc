import type { ReactElement } from 'react';
import { classes } from '#ui/classes.ts';
import { r2, type Size } from './geometry.ts';
import { textWidth } from './metrics.ts';
import { MiniName, Node, OnScreen, type NodeProps } from './node.tsx';
import { Text } from './text.tsx';

export interface GatewayProps extends NodeProps {
  /** At most two short lines, such as "p99 184 ms". */
  rows?: readonly string[];
  /** The last row says that calls fail. */
  bad?: boolean;
}

const HEIGHT = 74;
/** The posts stand out above and below the wall. */
const POST = 5;

/** 98 x 74 with its posts, wider for long names. */
export function sizeOfGateway({ name }: Pick<GatewayProps, 'name'>): Size {
  const width = Math.max(98, Math.ceil(textWidth(name, 'bold', 13) + 30));
  return { width, height: HEIGHT, body: { x: 0, y: POST, width, height: HEIGHT - 2 * POST } };
}

/** A wall between two thick posts: traffic passes through. */
export function Gateway(props: GatewayProps): ReactElement {
  const { name, rows = [], lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfGateway(props);
  return (
    <Node of={props} body={{ x: 0, y: 0, width, height: HEIGHT }} radius={4}>
      {lod === 'full' ? (
        <>
          <Wall w={width} h={HEIGHT} />
          <Text x={width / 2} y={rows.length === 0 ? 41.5 : 27} cls="t-name" anchor="middle">
            {name}
          </Text>
          {rows.slice(0, 2).map((row, i) => (
            <Text
              key={i}
              x={width / 2}
              y={45 + 15 * i}
              cls={classes('t-num', props.bad === true && i === rows.length - 1 && 't-fault')}
              anchor="middle"
            >
              {row}
            </Text>
          ))}
        </>
      ) : (
        <OnScreen zoom={zoom}>
          <Wall w={width * zoom} h={HEIGHT * zoom} thin={lod === 'far'} />
          <MiniName
            x={(width * zoom) / 2}
            y={
              textWidth(name, 'bold', 10.5) <= width * zoom - 12
                ? (body.y + body.height / 2) * zoom + 3.5
                : HEIGHT * zoom + 12
            }
            name={name}
            width={Math.max(110, width * zoom - 12)}
          />
        </OnScreen>
      )}
    </Node>
  );
}

function Wall({ w, h, thin = false }: { w: number; h: number; thin?: boolean }): ReactElement {
  const post = thin ? 4 : 6;
  const out = thin ? 3 : POST;
  return (
    <>
      <rect className="body" x={2} y={out} width={r2(w - 4)} height={r2(h - 2 * out)} rx={4} />
      <rect className="post" x={0} y={0} width={post} height={r2(h)} rx={post * 0.42} />
      <rect className="post" x={r2(w - post)} y={0} width={post} height={r2(h)} rx={post * 0.42} />
    </>
  );
}
