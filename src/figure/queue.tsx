import type { ReactElement } from 'react';
import { Glyph, Cross } from './glyph.tsx';
import { r2, type Size } from './geometry.ts';
import {
  CAPTION_HEIGHT,
  captionWidth,
  MiniName,
  Node,
  OnScreen,
  SUB_HEIGHT,
  type NodeProps,
} from './node.tsx';
import { Text } from './text.tsx';

export interface QueueProps extends NodeProps {
  sub?: string;
  /** Messages that wait; the next to leave is at the right end. */
  waiting: number;
  /** Messages set aside. Absent: the queue has no tray. */
  setAside?: number | undefined;
}

const WIDTH = 142;
const PIPE = 34;
const ROUND = 7;
const TRAY = 30;
const SHOWN = 6;

export function sizeOfQueue({ name, sub, setAside }: Pick<QueueProps, 'name' | 'sub' | 'setAside'>): Size {
  const width = Math.max(WIDTH, Math.ceil(captionWidth(name, sub)));
  const words = sub === undefined ? CAPTION_HEIGHT : SUB_HEIGHT;
  return {
    width,
    height: PIPE + (setAside === undefined ? 0 : TRAY) + words,
    body: { x: (width - WIDTH) / 2, y: 0, width: WIDTH, height: PIPE },
    avoid: ['bottom'],
  };
}

/** A pipe: messages leave it for good; refused ones fall into the tray beneath. */
export function Queue(props: QueueProps): ReactElement {
  const { name, sub, waiting, setAside, lod = 'full', zoom = 1 } = props;
  const { width, body } = sizeOfQueue(props);
  const under = PIPE + (setAside === undefined ? 0 : TRAY);
  return (
    <Node of={props} body={body} radius={16}>
      <g transform={`translate(${body.x} 0)`}>
        {lod === 'full' ? (
          <>
            <Pipe w={WIDTH} h={PIPE} round={ROUND} />
            <Waiting count={waiting} />
            {setAside !== undefined && <Tray count={setAside} />}
          </>
        ) : (
          <OnScreen zoom={zoom}>
            <Pipe w={WIDTH * zoom} h={PIPE * zoom} round={ROUND * zoom} />
            {Array.from({ length: Math.min(3, waiting) }, (_, i) => (
              <Glyph
                key={i}
                kind="event"
                x={r2((WIDTH - 20 - i * 26) * zoom)}
                y={r2((PIPE * zoom) / 2)}
                size={0.6}
              />
            ))}
            <MiniName x={(WIDTH * zoom) / 2} y={PIPE * zoom + 13} name={name} width={WIDTH * zoom + 30} />
          </OnScreen>
        )}
      </g>
      {lod === 'full' && (
        <>
          <Text x={width / 2} y={under + 16} cls="t-name" anchor="middle">
            {name}
          </Text>
          {sub !== undefined && (
            <Text x={width / 2} y={under + 30} anchor="middle">
              {sub}
            </Text>
          )}
        </>
      )}
    </Node>
  );
}

function Pipe({ w, h, round }: { w: number; h: number; round: number }): ReactElement {
  const [r, half] = [r2(round), r2(h / 2)];
  return (
    <>
      <path className="body" d={`M${r} 0H${r2(w - round)}a${r} ${half} 0 0 1 0 ${r2(h)}H${r}`} />
      <ellipse className="body" cx={r} cy={half} rx={r} ry={half} />
    </>
  );
}

/** Up to six squares; more are counted in words at the back of the pipe. */
function Waiting({ count }: { count: number }): ReactElement {
  const shown = count > SHOWN ? SHOWN - 2 : count;
  return (
    <>
      {Array.from({ length: shown }, (_, i) => (
        <Glyph key={i} kind="event" x={WIDTH - 19 - i * 17} y={PIPE / 2} size={0.82} />
      ))}
      {count > SHOWN && (
        <Text x={WIDTH - 19 - shown * 17 + 4} y={PIPE / 2 + 3.8} cls="t-num t-strong" anchor="end">
          {`+${count - shown}`}
        </Text>
      )}
    </>
  );
}

function Tray({ count }: { count: number }): ReactElement {
  const shown = Math.min(3, count);
  return (
    <>
      <path className="stroke" d={`M41 ${PIPE + 12}v12h52v-12`} />
      {Array.from({ length: shown }, (_, i) => (
        <g key={i}>
          <g className="popped">
            <Glyph kind="event" x={53 + i * 15} y={PIPE + 16} size={0.78} />
          </g>
          <Cross x={53 + i * 15} y={PIPE + 16} radius={2.6} cls="x-pop" />
        </g>
      ))}
      <Text x={101} y={PIPE + 23}>
        {count > shown ? `${count} set aside` : 'set aside'}
      </Text>
    </>
  );
}
