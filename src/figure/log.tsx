import type { ReactElement } from 'react';
import { classes } from '#ui/classes.ts';
import { r2, type Box, type Size } from './geometry.ts';
import { Cross, Glyph } from './glyph.tsx';
import { fitText, textWidth } from './metrics.ts';
import { Node, OnScreen, type NodeProps } from './node.tsx';
import { Text } from './text.tsx';

/** failure: an event that says no, such as CreditLimitExceeded. */
export type Cell = 'event' | 'compensation' | 'failure';

export interface PartitionStrip {
  readonly label: string;
  /** Offset of the first cell shown. Above 0 the old end is torn: there is more, not shown. */
  readonly first: number;
  /** Oldest first; the newest `cells` of them are drawn. */
  readonly cells: readonly Cell[];
  /** Offset before which every group has read: those cells are dimmed. */
  readonly readTo: number;
  readonly cursors: readonly { readonly offset: number; readonly open: boolean }[];
}

export interface GroupChip {
  readonly name: string;
  /** What its chip says. Default: its name. */
  readonly title?: string;
  readonly lag: number;
  /** Draws its cursors hollow, to tell two groups apart. */
  readonly open: boolean;
  /** The lag is a problem. */
  readonly bad?: boolean;
}

export interface LogProps extends NodeProps {
  /** Words behind the name, such as "topic of events". */
  sub?: string;
  partitions: readonly PartitionStrip[];
  groups?: readonly GroupChip[];
  /** Cells drawn per partition, default 10. */
  cells?: number;
}

const CELL = 20;
const GUTTER = 22;
const HEAD = 19;
const ROW = 36;
const CHIP = 18;
const CHIP_GAP = 8;
/** Chips may stand out to the right of a short strip rather than begin a second row. */
const CHIPS_MIN = 500;

const chipWidth = ({ name, title = name }: GroupChip): number =>
  Math.ceil(21 + textWidth(title, 'regular', 11) + 10 + textWidth('lag 000', 'mono', 10.5) + 9);

/** The chips stand in rows under the strips; each is the port of its group (`ports[group.name]`). */
export function sizeOfLog(props: Pick<LogProps, 'name' | 'sub' | 'partitions' | 'groups' | 'cells'>): Size {
  const cells = props.cells ?? 10;
  const strip = (cells + 1) * CELL;
  const title =
    textWidth(props.name, 'bold', 13) +
    (props.sub === undefined ? 0 : 6 + textWidth(props.sub, 'regular', 11));
  const width = Math.max(GUTTER + strip, Math.ceil(title));
  const bottom = HEAD + props.partitions.length * ROW;
  const ports: Record<string, Box> = {};
  let x = 0;
  let y = bottom + 2;
  for (const group of props.groups ?? []) {
    const w = chipWidth(group);
    if (x > 0 && x + w > Math.max(width, CHIPS_MIN)) {
      x = 0;
      y += CHIP + 4;
    }
    ports[group.name] = { x, y, width: w, height: CHIP };
    x += w + CHIP_GAP;
  }
  const some = (props.groups ?? []).length > 0;
  const chips = Object.values(ports).reduce((right, port) => Math.max(right, port.x + port.width), 0);
  return {
    width: Math.max(width, chips),
    height: some ? y + CHIP : bottom,
    body: { x: GUTTER, y: HEAD, width: strip, height: props.partitions.length * ROW - (ROW - CELL) },
    avoid: ['bottom', 'left'],
    // Events are appended on the right: an arrow from above meets the newest cell.
    entry: { top: strip / 2 - 1.5 * CELL },
    ports,
  };
}

/**
 * A strip of cells per partition, torn at its old end, with the next free offset dashed. That one stays where it is,
 * so that what is published always arrives at it: a young strip leaves room on its left. Dimmed cells were read
 * by every group; triangles are cursors; a chip per group is its port and shows its lag.
 */
export function Log(props: LogProps): ReactElement {
  const { name, sub, partitions, groups = [], lod = 'full' } = props;
  const size = sizeOfLog(props);
  const shown = props.cells ?? 10;
  if (lod !== 'full') return <SmallLog {...props} />;
  return (
    <Node of={props} body={size.body} radius={2} cls="log">
      <text className="t-name" x={0} y={11}>
        {name}
        {sub !== undefined && (
          <tspan className="t-lab" dx={6} fontSize={11} fontWeight={400}>
            {sub}
          </tspan>
        )}
      </text>
      {partitions.map((partition, row) => (
        <g key={partition.label} transform={`translate(0 ${HEAD + row * ROW})`}>
          <Text x={0} y={CELL / 2 + 4} cls="t-num t-dim">
            {partition.label}
          </Text>
          <Strip partition={partition} shown={shown} />
        </g>
      ))}
      {groups.map((group) => {
        const box = size.ports?.[group.name];
        return box === undefined ? null : <Chip key={group.name} group={group} box={box} />;
      })}
    </Node>
  );
}

/** What of a partition is drawn: the newest cells, and the offset of the first of them. */
function window(partition: PartitionStrip, shown: number): { cells: readonly Cell[]; first: number } {
  const hidden = Math.max(0, partition.cells.length - shown);
  return { cells: partition.cells.slice(hidden), first: partition.first + hidden };
}

const TORN = 'l-3 4l3.4 4l-3.2 4l3.4 4l-2.6 4';

function Strip({ partition, shown }: { partition: PartitionStrip; shown: number }): ReactElement {
  const { cells, first } = window(partition, shown);
  const n = cells.length;
  const end = GUTTER + shown * CELL;
  const start = end - n * CELL;
  const torn = first > 0;
  let rules = '';
  for (let i = 1; i < n; i++) rules += `M${start + i * CELL} 0v${CELL}`;
  return (
    <>
      {n < shown && (
        <path className="leader" strokeDasharray="1 5" d={`M${GUTTER} ${CELL / 2}H${start - 4}`} />
      )}
      <rect className="strip" x={start} y={0} width={n * CELL} height={CELL} />
      <rect className="next" x={end} y={0} width={CELL} height={CELL} />
      <path className="cellrule" d={rules} />
      {cells.map((cell, i) => (
        <CellMark
          key={first + i}
          cell={cell}
          x={start + i * CELL + CELL / 2}
          y={CELL / 2}
          dim={first + i < partition.readTo}
        />
      ))}
      {n > 0 && (
        <>
          <path className="strip-edge" d={`M${start} 0H${end}V${CELL}H${start}${torn ? '' : 'Z'}`} />
          {torn && <path className="strip-torn" d={`M${start} 0${TORN}`} />}
        </>
      )}
      <Text x={end + CELL / 2} y={CELL / 2 + 3.8} cls="t-off" anchor="middle">
        {first + n}
      </Text>
      {cursorsOf(partition, first, n).map(({ at, open, shift }, i) => (
        <path
          key={i}
          className={classes('cursor', open && 'open')}
          d={`M${r2(start + at * CELL + CELL / 2 + shift)} ${CELL + 3}l4.6 7.6h-9.2z`}
        />
      ))}
    </>
  );
}

/** Cursors on the same cell stand side by side; one behind the window waits at its old end. */
function cursorsOf(partition: PartitionStrip, first: number, n: number) {
  const taken = new Map<number, number>();
  const placed = partition.cursors.map(({ offset, open }) => {
    const at = Math.min(n, Math.max(0, offset - first));
    const before = taken.get(at) ?? 0;
    taken.set(at, before + 1);
    return { at, open, before };
  });
  return placed.map(({ at, open, before }) => {
    const together = taken.get(at) ?? 1;
    const step = together > 3 ? 5 : 9;
    return { at, open, shift: (before - (together - 1) / 2) * step };
  });
}

function CellMark({ cell, x, y, dim }: { cell: Cell; x: number; y: number; dim: boolean }): ReactElement {
  return (
    <g className={dim ? 'cell-dim' : undefined}>
      {cell === 'compensation' ? (
        <Glyph kind="compensation" x={x} y={y + 0.6} size={0.72} />
      ) : (
        <Glyph kind="event" x={x} y={y} size={0.82} />
      )}
      {cell === 'failure' && <Cross x={x} y={y} radius={2.4} cls="x-cell" />}
    </g>
  );
}

function Chip({ group, box }: { group: GroupChip; box: Box }): ReactElement {
  return (
    <g transform={`translate(${box.x} ${box.y})`}>
      <rect className="chip" width={box.width} height={box.height} rx={CHIP / 2} />
      <path className={classes('cursor', group.open && 'open')} d="M12 5l4.4 7.4h-8.8z" />
      <Text x={21} y={12.6}>
        {group.title ?? group.name}
      </Text>
      <Text x={box.width - 9} y={12.6} cls={classes('t-num', group.bad && 't-fault')} anchor="end">
        {`lag ${group.lag < 1000 ? group.lag : `${(group.lag / 1000).toFixed(1)}k`}`}
      </Text>
    </g>
  );
}

/** Name and strips only, in px of the screen. */
function SmallLog(props: LogProps): ReactElement {
  const { name, partitions, groups = [], lod, zoom = 1 } = props;
  const { body, ports } = sizeOfLog(props);
  const shown = props.cells ?? 10;
  const rows = lod === 'far' ? partitions.slice(0, 1) : partitions;
  const height = CELL * zoom;
  const width = CELL * zoom;
  const left = body.x * zoom;
  return (
    <Node of={props} body={body} radius={2} cls="log">
      <OnScreen zoom={zoom}>
        <g transform={`translate(0 ${body.y * zoom - 6})`}>
          <text className="t-mini" x={left} y={0}>
            {name}
          </text>
        </g>
        {rows.map((partition, row) => {
          const { cells, first } = window(partition, shown);
          const end = r2(left + shown * width);
          const start = r2(end - cells.length * width);
          const k = height / CELL;
          return (
            <g key={partition.label} transform={`translate(0 ${r2((body.y + row * ROW) * zoom)})`}>
              <rect className="strip" x={start} width={r2(cells.length * width)} height={height} />
              {cells.map((cell, i) => (
                <g key={i} className={first + i < partition.readTo ? 'cell-dim' : undefined}>
                  <Glyph
                    kind={cell === 'compensation' ? 'compensation' : 'event'}
                    x={r2(start + (i + 0.5) * width)}
                    y={r2(height / 2)}
                    size={r2(0.8 * k)}
                  />
                </g>
              ))}
              <path className="strip-edge" d={`M${start} 0H${end}V${height}H${start}`} />
              <path
                className="strip-torn"
                d={`M${start} 0l-2 ${r2(height / 4)}l3 ${r2(height / 4)}l-3 ${r2(height / 4)}l2 ${r2(height / 4)}`}
              />
              <rect className="next" x={end} width={r2(width)} height={height} />
            </g>
          );
        })}
        {groups.map((group) => {
          const box = ports?.[group.name];
          if (box === undefined) return null;
          const [w, h] = [box.width * zoom, Math.max(box.height * zoom, lod === 'mid' ? 14 : 0)];
          return (
            <g key={group.name} transform={`translate(${r2(box.x * zoom)} ${r2(box.y * zoom)})`}>
              <rect className="chip" width={r2(w)} height={r2(h)} rx={r2(h / 2)} />
              {lod === 'mid' && (
                <Text x={w / 2} y={h / 2 + 3.6} cls="t-num" anchor="middle">
                  {fitText(group.title ?? group.name, 'mono', 10.5, w - 8)}
                </Text>
              )}
            </g>
          );
        })}
      </OnScreen>
    </Node>
  );
}
