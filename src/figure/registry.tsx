import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { fitText, textWidth } from './metrics.ts';
import { captioned, Caption, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';
import { Pip, type InstanceState } from './service.tsx';
import { Text } from './text.tsx';

export interface RegistryProps extends NodeProps {
  /** One line per instance; the pip is its last heartbeat. Five lines at most, then a count. */
  rows: readonly { readonly name: string; readonly state: InstanceState }[];
}

const LINE = 18;
const LINES_MAX = 5;

/** Keeps its height while instances come and go: as many lines as the roster has, three at least. */
export function sizeOfRegistry({ name, rows }: Pick<RegistryProps, 'name' | 'rows'>): Size {
  const lines = Math.min(LINES_MAX, Math.max(3, rows.length));
  const widest = rows
    .slice(0, LINES_MAX)
    .reduce((w, row) => Math.max(w, textWidth(row.name, 'mono', 10.5)), 0);
  return captioned(Math.min(180, Math.max(112, Math.ceil(widest + 44))), lines * LINE + 12, name);
}

/** An address book. */
export function Registry(props: RegistryProps): ReactElement {
  const { name, rows, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfRegistry(props);
  const more = rows.length > LINES_MAX;
  const shown = more ? rows.slice(0, LINES_MAX - 1) : rows;
  const k = lod === 'full' ? 1 : zoom;
  const [w, h] = [r2(body.width * k), r2(body.height * k)];
  const book = (
    <>
      <rect className="body" width={w} height={h} rx={5} />
      <path className="stroke" d={`M${r2(10 * k)} 0v${h}`} />
    </>
  );
  return (
    <Node of={props} body={body} radius={5}>
      {lod === 'full' ? (
        <>
          <g transform={`translate(${body.x} 0)`}>
            {book}
            {shown.map((row, i) => (
              <g key={row.name}>
                <Text x={18} y={20 + i * LINE} cls="t-num">
                  {fitText(row.name, 'mono', 10.5, body.width - 42)}
                </Text>
                <Pip state={row.state} x={body.width - 12} y={16.5 + i * LINE} />
              </g>
            ))}
            {more && (
              <Text x={18} y={20 + shown.length * LINE} cls="t-num t-dim">
                {`and ${rows.length - shown.length} more`}
              </Text>
            )}
          </g>
          <Caption x={width / 2} y={body.height} name={name} />
        </>
      ) : (
        <g transform={`translate(${body.x} 0)`}>
          <OnScreen zoom={zoom}>
            {book}
            {rows.slice(0, 3).map((row, i) => (
              <Pip
                key={row.name}
                state={row.state}
                x={w - 9}
                y={(h * (i + 1)) / 4}
                radius={lod === 'mid' ? 3.4 : 2.6}
              />
            ))}
            <MiniName x={w / 2} y={h + 12} name={name} width={w + 30} />
          </OnScreen>
        </g>
      )}
    </Node>
  );
}
