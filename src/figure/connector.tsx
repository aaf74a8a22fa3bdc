import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { captioned, Caption, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';

export interface ConnectorProps extends NodeProps {
  sub?: string;
  /** false: the plug is out of the socket, and its cursor waits. */
  plugged?: boolean;
}

const WIDTH = 112;
const HEIGHT = 38;

export const sizeOfConnector = ({ name, sub }: Pick<ConnectorProps, 'name' | 'sub'>): Size =>
  captioned(WIDTH, HEIGHT, name, sub);

/** A plug and a socket. */
export function Connector(props: ConnectorProps): ReactElement {
  const { name, sub, plugged = true, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfConnector(props);
  const middle = width / 2;
  return (
    <Node of={props} body={body}>
      <g transform={`translate(${middle} ${HEIGHT / 2})`}>
        <Plug out={plugged ? 0 : 7} />
      </g>
      {lod === 'full' ? (
        <Caption x={middle} y={HEIGHT} name={name} sub={sub} />
      ) : (
        <OnScreen zoom={zoom}>
          <MiniName x={middle * zoom} y={r2(HEIGHT * zoom + 12)} name={name} width={120} />
        </OnScreen>
      )}
    </Node>
  );
}

/** `out`: px the two halves stand apart more than when plugged in. */
function Plug({ out }: { out: number }): ReactElement {
  return (
    <>
      <g transform={`translate(${-out} 0)`}>
        <path className="stroke" d={`M${-56 + out} 0H-34`} />
        <path className="body" d="M-34 -15h14a15 15 0 0 1 0 30h-14z" />
        <path className="stroke" d="M-5 -5h8M-5 5h8" />
      </g>
      <g transform={`translate(${out} 0)`}>
        <path className="stroke" d={`M34 0H${56 - out}`} />
        <path className="body" d="M34 -19h-22a19 19 0 0 0 -10 4v30a19 19 0 0 0 10 4h22z" />
      </g>
    </>
  );
}
