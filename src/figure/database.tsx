import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { Caption, captioned, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';
import { Text } from './text.tsx';

export type CopyState = 'plain' | 'fresh' | 'stale' | 'diverged';

/** An entry of a replicated log: the term in which it was proposed, and whether it is committed. */
export interface LogCell {
  readonly term: number;
  readonly isCommitted: boolean;
}

export interface DatabaseProps extends NodeProps {
  /** Second line, such as "replica · order/16". */
  sub?: string;
  /** Third line: the row that is drawn, where the second says more than fits beside it. */
  more?: string | undefined;
  /** The end of a replicated log, oldest entry first, beneath the words. */
  tail?: readonly LogCell[] | undefined;
  /** Versions of the pinned key this copy holds, newest first, such as ["v42", "v41"]. */
  versions: readonly string[];
  /**
   * How many discs are drawn at most, 1..4, default 3. The stack keeps its height while versions come: the oldest disc
   * takes what the others leave.
   */
  depth?: number;
  /** fresh: has the newest accepted version; stale: it does not; diverged: two truths. */
  state?: CopyState;
  /** The version this copy has not received: a dashed disc above the stack. */
  ghost?: string | undefined;
  /** What the two halves of the cracked top disc say, when diverged. */
  halves?: readonly [string, string];
}

const WIDTH = 76;
const DISC = 22;
const LID = 8;
/** Side of an entry of a log. */
const CELL = 14;

export const sizeOfDatabase = ({
  name,
  sub,
  more,
  tail,
  depth = 3,
}: Pick<DatabaseProps, 'name' | 'sub' | 'more' | 'tail' | 'depth'>): Size => {
  const size = captioned(WIDTH, 2 * LID + depth * DISC, name, sub, more);
  return tail === undefined ? size : { ...size, height: size.height + CELL + 4 };
};

/** A stack of discs, one per version, the newest on top. A disc not received is a dashed ghost. */
export function Database(props: DatabaseProps): ReactElement {
  const { name, sub, more, tail, versions, depth = 3, ghost, halves, lod = 'full', zoom = 1 } = props;
  const state = halves === undefined ? (props.state ?? 'plain') : 'diverged';
  const size = sizeOfDatabase(props);
  const { width, body } = size;
  const middle = width / 2;
  if (lod !== 'full') {
    const discs = lod === 'mid' ? depth : 2;
    const h = body.height * zoom;
    const lid = Math.max(3.5, LID * zoom);
    return (
      <Node of={props} body={body} cls={state}>
        <OnScreen zoom={zoom}>
          <Stack
            x={middle * zoom}
            w={body.width * zoom}
            lid={lid}
            discs={Array.from({ length: discs }, () => ({ label: '', height: (h - 2 * lid) / discs }))}
          />
          <MiniName x={middle * zoom} y={h + 12} name={name} width={120} />
        </OnScreen>
      </Node>
    );
  }
  const discs = discsOf(versions.slice(0, depth), depth * DISC);
  return (
    <Node of={props} body={body} cls={state}>
      {halves === undefined ? (
        <Stack x={middle} w={WIDTH} lid={LID} discs={discs} />
      ) : (
        <>
          {depth > 1 && (
            <g transform={`translate(0 ${DISC})`}>
              <Stack
                x={middle}
                w={WIDTH}
                lid={LID}
                discs={discsOf(versions.slice(1, depth), (depth - 1) * DISC)}
              />
            </g>
          )}
          <Halves x={middle} labels={halves} />
        </>
      )}
      {ghost !== undefined && <Ghost x={middle} label={ghost} />}
      <Caption x={middle} y={body.height} name={name} sub={sub} more={more} />
      {tail !== undefined && <Tail x={middle} y={size.height - CELL} cells={tail} />}
    </Node>
  );
}

interface Disc {
  readonly label: string;
  readonly height: number;
}

/** A disc for each version, none for what was never written: an empty store is a plain drum. */
function discsOf(versions: readonly string[], height: number): readonly Disc[] {
  const labels = versions.length === 0 ? [''] : versions;
  return labels.map((label, i) => ({
    label,
    height: i < labels.length - 1 ? DISC : height - (labels.length - 1) * DISC,
  }));
}

/** Drawn from the lowest disc up, so that each covers the lid of the one beneath. */
function Stack({
  x,
  w,
  lid,
  discs,
}: {
  x: number;
  w: number;
  lid: number;
  discs: readonly Disc[];
}): ReactElement {
  const left = r2(x - w / 2);
  const width = r2(w);
  const half = r2(w / 2);
  const topOf = (i: number): number => discs.slice(0, i).reduce((sum, { height }) => sum + height, lid);
  const rows = discs.map(({ label, height }, i) => {
    const y = r2(topOf(i));
    const newest = i === 0 ? ' newest' : '';
    return (
      <g key={i}>
        <path
          className={`disc${newest}`}
          d={`M${left} ${y}v${r2(height)}a${half} ${r2(lid)} 0 0 0 ${width} 0v${r2(-height)}`}
        />
        <ellipse className={`disc-top${newest}`} cx={r2(x)} cy={y} rx={half} ry={r2(lid)} />
        {label !== '' && (
          <Text
            x={x}
            y={r2(y + lid + height / 2 + 2.8)}
            cls={i === 0 ? 't-ver top' : 't-ver'}
            anchor="middle"
          >
            {label}
          </Text>
        )}
      </g>
    );
  });
  return <>{rows.toReversed()}</>;
}

/** The end of a log: solid where it is committed, dashed where it may yet be given up. */
function Tail({ x, y, cells }: { x: number; y: number; cells: readonly LogCell[] }): ReactElement {
  const from = x - (cells.length * CELL) / 2;
  return (
    <g className="log-tail">
      {cells.map(({ term, isCommitted }, i) => (
        <g key={i} transform={`translate(${r2(from + i * CELL)} ${y})`}>
          <rect className={isCommitted ? 'committed' : 'proposed'} width={CELL} height={CELL} />
          <Text x={CELL / 2} y={CELL - 3.4} cls="t-ver" anchor="middle">
            {String(term)}
          </Text>
        </g>
      ))}
    </g>
  );
}

/** Floats 13 px above the place where the missing disc would lie. */
function Ghost({ x, label }: { x: number; label: string }): ReactElement {
  const y = LID - DISC - 13;
  const side = DISC - 1;
  return (
    <>
      <path
        className="ghost"
        d={`M${x - WIDTH / 2} ${y}v${side}a${WIDTH / 2} ${LID} 0 0 0 ${WIDTH} 0v${-side}`}
      />
      <ellipse className="ghost" cx={x} cy={y} rx={WIDTH / 2} ry={LID} />
      <Text x={x} y={y + LID + DISC / 2 + 2.6} cls="t-ver" anchor="middle">
        {label}
      </Text>
    </>
  );
}

/** The newest disc is cracked; each half holds its own truth. */
function Halves({ x, labels }: { x: number; labels: readonly [string, string] }): ReactElement {
  const half = (s: -1 | 1): string => {
    const out = r2(x + s * (WIDTH / 2 + 4));
    const inner = x + s * 3;
    const bend = r2(x + s * WIDTH * 0.3);
    const bottom = 2 * LID + DISC;
    return `M${inner} 1C${bend} 0 ${out} 3 ${out} ${LID}v${DISC}C${out} ${LID + DISC + 5} ${bend} ${bottom} ${inner} ${bottom}l${s * -2.5} -6l${s * 4} -8l${s * -4} -8l${s * 4} -7z`;
  };
  return (
    <>
      <path className="half" d={half(-1)} />
      <path className="half" d={half(1)} />
      <Text x={x - WIDTH * 0.28} y={LID + 19} cls="t-ver top" anchor="middle">
        {labels[0]}
      </Text>
      <Text x={x + WIDTH * 0.3} y={LID + 19} cls="t-ver top" anchor="middle">
        {labels[1]}
      </Text>
    </>
  );
}
