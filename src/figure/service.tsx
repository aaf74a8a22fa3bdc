import type { ReactElement } from 'react';
import { Badge } from './badge.tsx';
import { classes } from '#ui/classes.ts';
import { r2, type Size } from './geometry.ts';
import { Cross } from './glyph.tsx';
import { fitText, textWidth } from './metrics.ts';
import { LoadBar, MiniName, Node, OnScreen, type NodeProps } from './node.tsx';
import { Text } from './text.tsx';

export type InstanceState = 'up' | 'idle' | 'down' | 'paused' | 'starting';

export interface Instance {
  readonly state: InstanceState;
  /** Requests being served, 0..slots. */
  readonly busy: number;
  /** Requests it can serve at once. */
  readonly slots: number;
}

export interface ServiceProps extends NodeProps {
  instances: readonly Instance[];
  /** Waiting requests of all instances. Absent: this service has no queue, and its card is lower. */
  queue?: { readonly length: number; readonly max: number } | undefined;
  /** Bottom left, such as "p99 171 ms". */
  p99?: string;
  /** Bottom right, such as "err 0.0 %". */
  errors?: string;
  errorsBad?: boolean;
  /** One line in place of the two, such as "crashed 0.8 s ago". */
  note?: string | undefined;
  noteBad?: boolean;
  /** A fault badge on the upper edge, such as "queue full". */
  alert?: string | undefined;
  /** Something stands on the upper edge, such as a slip: the badge moves to the lower one. */
  alertBelow?: boolean;
}

const PIPS_MAX = 6;
/** How many the middle level of detail shows. */
const PIPS_MID = 4;
const PAD = 12;

/** 160 x 88, or 160 x 66 without a queue; wider in steps of 20 px for long names, at most 260. */
export function sizeOfService(props: Pick<ServiceProps, 'name' | 'instances' | 'queue'>): Size {
  const pips = props.instances.length > PIPS_MAX ? 62 : props.instances.length * 11 + 10;
  const wanted = PAD + textWidth(props.name, 'bold', 13) + 8 + pips;
  const width = Math.min(260, Math.max(160, Math.ceil(wanted / 20) * 20));
  const height = props.queue === undefined ? 66 : 88;
  return { width, height, body: { x: 0, y: 0, width, height } };
}

/** A rounded card: pips are instances, squares their slots, the bar is the queue. */
export function Service(props: ServiceProps): ReactElement {
  const { body } = sizeOfService(props);
  const { lod = 'full', zoom = 1 } = props;
  const inner =
    lod === 'full' ? (
      <FullCard {...props} w={body.width} h={body.height} />
    ) : (
      <OnScreen zoom={zoom}>
        {lod === 'mid' ? (
          <MidCard {...props} w={body.width * zoom} h={body.height * zoom} />
        ) : (
          <FarCard {...props} w={body.width * zoom} h={body.height * zoom} />
        )}
      </OnScreen>
    );
  return (
    <Node of={props} body={body}>
      {inner}
      {props.alert !== undefined && (
        <Badge
          x={body.width - 6}
          y={props.alertBelow === true ? body.height + 4 : 0}
          anchor="end"
          icon="cross"
          zoom={zoom}
        >
          {props.alert}
        </Badge>
      )}
    </Node>
  );
}

interface Sized extends ServiceProps {
  w: number;
  h: number;
}

/** Hatching lets the sheet shine through, so a crashed card first covers the links that run beneath it. */
function Card({
  w,
  h,
  radius,
  crashed,
}: {
  w: number;
  h: number;
  radius: number;
  crashed: boolean | undefined;
}) {
  return (
    <>
      {crashed === true && <rect className="under" width={w} height={h} rx={radius} />}
      <rect className="body" width={r2(w)} height={r2(h)} rx={radius} />
    </>
  );
}

function FullCard(props: Sized): ReactElement {
  const { w, h, name, instances, queue, note } = props;
  const foot = h - 11;
  const pips = instances.length > PIPS_MAX ? 62 : instances.length * 11 + 10;
  return (
    <>
      <Card w={w} h={h} radius={10} crashed={props.crashed} />
      <Text x={PAD} y={21} cls="t-name">
        {fitText(name, 'bold', 13, w - PAD - pips - 4)}
      </Text>
      <Pips instances={instances} right={w - 14} y={17} step={11} radius={4} />
      <Slots instances={instances} x={PAD} y={31} width={w - 2 * PAD} />
      {queue !== undefined && props.crashed !== true && (
        <>
          <Text x={PAD} y={56.2}>
            queue
          </Text>
          <LoadBar x={51} y={50} width={w - 51 - 30} height={6} ratio={queue.length / queue.max} />
          <Text x={w - PAD} y={56.2} cls="t-num" anchor="end">
            {queue.length}
          </Text>
        </>
      )}
      {note !== undefined ? (
        <Text x={PAD} y={foot} cls={classes('t-num', (props.noteBad ?? props.crashed) && 't-fault')}>
          {note}
        </Text>
      ) : (
        <>
          <Text x={PAD} y={foot} cls="t-num t-minor">
            {props.p99 ?? ''}
          </Text>
          <Text
            x={w - PAD}
            y={foot}
            cls={classes('t-num t-minor', props.errorsBad && 't-fault')}
            anchor="end"
          >
            {props.errors ?? ''}
          </Text>
        </>
      )}
    </>
  );
}

/** Name, pips, load: in px of the screen. */
function MidCard({ w, h, name, instances, queue, crashed }: Sized): ReactElement {
  const pips = Math.min(instances.length, PIPS_MID) * 9.5 + 6;
  return (
    <>
      <Card w={w} h={h} radius={9} crashed={crashed} />
      <Text x={w / 2} y={h / 2 - 3} cls="t-mid" anchor="middle">
        {fitText(name, 'bold', 12, w - 12)}
      </Text>
      <Pips instances={instances.slice(0, PIPS_MID)} right={w - 12} y={h / 2 + 10} step={9.5} radius={3.4} />
      {crashed !== true && (
        <LoadBar x={9} y={h / 2 + 8.3} width={w - 18 - pips} ratio={loadOf(instances, queue)} />
      )}
    </>
  );
}

function FarCard({ w, h, name, instances, queue, crashed }: Sized): ReactElement {
  return (
    <>
      <Card w={w} h={h} radius={7} crashed={crashed} />
      <MiniName x={w / 2} y={h / 2 + 1} name={name} width={w - 8} />
      {crashed !== true && <LoadBar x={7} y={h / 2 + 6} width={w - 14} ratio={loadOf(instances, queue)} />}
    </>
  );
}

/** How full it is, 0..1: slots first, then the queue on top (half the bar each when there is a queue). */
function loadOf(instances: readonly Instance[], queue: ServiceProps['queue']): number {
  let busy = 0;
  let slots = 0;
  for (const instance of instances) {
    busy += instance.busy;
    slots += instance.slots;
  }
  const work = slots === 0 ? 0 : busy / slots;
  return queue === undefined || queue.max === 0 ? work : 0.5 * work + 0.5 * (queue.length / queue.max);
}

function Pips({
  instances,
  right,
  y,
  step,
  radius,
}: {
  instances: readonly Instance[];
  right: number;
  y: number;
  step: number;
  radius: number;
}): ReactElement {
  if (instances.length > PIPS_MAX) {
    const up = instances.filter((one) => one.state !== 'down').length;
    return (
      <>
        <Pip
          state={up === 0 ? 'down' : up < instances.length ? 'starting' : 'up'}
          x={right - 52}
          y={y}
          radius={radius}
        />
        <Text x={right + 2} y={y + 4} cls={classes('t-num', up < instances.length && 't-fault')} anchor="end">
          {`${up} of ${instances.length}`}
        </Text>
      </>
    );
  }
  return (
    <>
      {instances.map((one, i) => (
        <Pip key={i} state={one.state} x={right - (instances.length - 1 - i) * step} y={y} radius={radius} />
      ))}
    </>
  );
}

/** One instance: filled up, hollow idle, crossed down, two bars paused, dashed starting. */
export function Pip({
  state,
  x,
  y,
  radius = 4,
}: {
  state: InstanceState;
  x: number;
  y: number;
  radius?: number;
}): ReactElement {
  return (
    <>
      <circle className={`pip pip-${state}`} cx={r2(x)} cy={r2(y)} r={radius} />
      {state === 'down' && <Cross x={x} y={y} radius={radius * 0.52} cls="x-pip" />}
      {state === 'paused' && (
        <path
          className="pip-bars"
          d={`M${r2(x - 1.4)} ${r2(y - 1.9)}v3.8M${r2(x + 1.4)} ${r2(y - 1.9)}v3.8`}
        />
      )}
    </>
  );
}

const SQUARE = 7;
const SQUARE_STEP = 9.4;
const GROUP_GAP = 6;
/** So many bars stand beside their count. */
const BARS_MAX = 8;

/** What the count of slots takes beside its bar: "12 of 100". */
const countWidth = (total: number): number => textWidth(`${total} of ${total}`, 'mono', 10.5) + 8;

/**
 * Squares while they fit; then a bar per instance with the count of all beside it, the only thing that can still be
 * read of a hundred; beyond eight instances one bar.
 */
function Slots({
  instances,
  x,
  y,
  width,
}: {
  instances: readonly Instance[];
  x: number;
  y: number;
  width: number;
}): ReactElement {
  const total = instances.reduce((sum, one) => sum + one.slots, 0);
  if (total * SQUARE_STEP + (instances.length - 1) * GROUP_GAP <= width + 2) {
    const before = (i: number): number => instances.slice(0, i).reduce((sum, one) => sum + one.slots, 0);
    return (
      <>
        {instances.map((one, i) => {
          const from = x + before(i) * SQUARE_STEP + i * GROUP_GAP;
          return Array.from({ length: one.slots }, (_, slot) => (
            <rect
              key={`${i}-${slot}`}
              className={slot < one.busy ? 'slot on' : 'slot'}
              x={r2(from + slot * SQUARE_STEP)}
              y={y}
              width={SQUARE}
              height={SQUARE}
              rx={1.4}
            />
          ));
        })}
      </>
    );
  }
  const busy = instances.reduce((sum, one) => sum + one.busy, 0);
  const bars = instances.length <= BARS_MAX ? instances : [{ busy, slots: total }];
  const gap = 4;
  const bar = (width - countWidth(total) - gap * (bars.length - 1)) / bars.length;
  return (
    <>
      {bars.map((one, i) => {
        const left = r2(x + i * (bar + gap));
        const filled = one.slots === 0 ? 0 : one.busy / one.slots;
        return (
          <g key={i}>
            <rect className="slot" x={left} y={y} width={r2(bar)} height={SQUARE} rx={1.4} />
            {filled > 0 && (
              <rect
                className="slot on"
                x={left}
                y={y}
                width={r2(Math.max(1.4, bar * filled))}
                height={SQUARE}
                rx={1.4}
              />
            )}
          </g>
        );
      })}
      <Text x={x + width} y={y + SQUARE} cls="t-num" anchor="end">
        {`${busy} of ${total}`}
      </Text>
    </>
  );
}
