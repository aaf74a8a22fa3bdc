import { EventKind, MESSAGE_KIND_NAMES, isBack, isFailed } from '#run/view/columns.ts';
import type { RunView } from '#run/view/run-view.ts';

/** A stretch of a run as a space-time diagram: one lane for each node, messages as slanted lines from lane to lane. */
export interface Diagram {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
  readonly dots: readonly Dot[];
  /** Middles of the places where idle time is folded away. */
  readonly folds: readonly number[];
  readonly ticks: readonly { readonly x: number; readonly us: number }[];
  readonly width: number;
  readonly height: number;
  /** Where a time stands, px. */
  readonly xOf: (us: number) => number;
}
export interface Lane {
  readonly node: number;
  readonly y: number;
}
export interface Arrow {
  readonly message: number;
  readonly kind: (typeof MESSAGE_KIND_NAMES)[number];
  readonly failed: boolean;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** It was lost on the way. */
  readonly dropped: boolean;
  /** The event to which a click goes. */
  readonly event: number;
}
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly event: number;
}

export const LANE_HEIGHT = 30;
const TOP = 18;
const LEFT = 16;
/** Px between two moments at which something happens, whatever time lies between. */
const STEP = 26;
/** From so many times the usual distance on, idle time is folded. */
const FOLD_FROM = 6;
const FOLD = 22;
const MESSAGES = 90;

/** The messages around time `t`, by order: each moment takes the same room, and what is longer idle is folded. */
export function diagramAround(view: RunView, t: number): Diagram {
  const { store } = view;
  const event = view.eventAt(t);
  const sends = view.messages.spans.begins;
  const last = sends.lastAtMost(event);
  const first = Math.max(0, Math.min(last - Math.floor(MESSAGES / 2), sends.length - MESSAGES));
  const ids: number[] = [];
  for (let id = first; id < Math.min(sends.length, first + MESSAGES); id++) {
    if (MESSAGE_KIND_NAMES[store.a[sends.at(id)] ?? 0] !== 'control') ids.push(id);
  }
  const used = new Set<number>();
  const times = new Set<number>();
  for (const id of ids) {
    for (const at of [sends.at(id), view.messages.endOf(id)]) {
      if (at < 0) continue;
      times.add(store.time[at] ?? 0);
    }
    const link = view.topology.links[store.link[sends.at(id)] ?? -1];
    if (link !== undefined) used.add(link.from).add(link.to);
  }
  const lanes = [...used]
    .sort((x, y) => x - y)
    .map((node, row): Lane => ({ node, y: TOP + LANE_HEIGHT / 2 + row * LANE_HEIGHT }));
  const laneOf = new Map(lanes.map(({ node, y }) => [node, y]));
  const { xOf, folds, width, ticks } = scaleOf([...times].sort((x, y) => x - y));

  const arrows: Arrow[] = [];
  const dots: Dot[] = [];
  for (const id of ids) {
    const send = sends.at(id);
    const link = view.topology.links[store.link[send] ?? -1];
    if (link === undefined) continue;
    const back = isBack(store.b[send] ?? 0);
    const [y1, y2] = [
      laneOf.get(back ? link.to : link.from) ?? 0,
      laneOf.get(back ? link.from : link.to) ?? 0,
    ];
    const end = view.messages.endOf(id);
    const dropped = end >= 0 && store.kind[end] === EventKind.drop;
    const share = dropped ? Math.max(0.15, Math.min(0.85, store.value[end] ?? 0.5)) : 1;
    const x1 = xOf(store.time[send] ?? 0);
    const x2 = end < 0 ? x1 + STEP : xOf(store.time[end] ?? 0);
    arrows.push({
      message: id,
      kind: view.messageKind(send),
      failed: isFailed(store.b[send] ?? 0),
      x1,
      y1,
      x2,
      y2: y1 + (y2 - y1) * share,
      dropped,
      event: end < 0 ? send : end,
    });
    dots.push({ x: x1, y: y1, event: send });
    if (end >= 0 && !dropped) dots.push({ x: x2, y: y2, event: end });
  }
  return { lanes, arrows, dots, folds, ticks, width, height: TOP + lanes.length * LANE_HEIGHT + 20, xOf };
}

function scaleOf(times: readonly number[]): Pick<Diagram, 'xOf' | 'folds' | 'width' | 'ticks'> {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const usual = gaps.toSorted((x, y) => x - y)[Math.floor(gaps.length / 2)] ?? 0;
  const xs: number[] = [];
  const folds: number[] = [];
  let x = LEFT;
  times.forEach((_, i) => {
    if (i > 0) {
      const isIdle = (gaps[i - 1] ?? 0) > Math.max(1_000, usual * FOLD_FROM);
      if (isIdle) folds.push(x + (STEP + FOLD) / 2);
      x += isIdle ? STEP + FOLD : STEP;
    }
    xs.push(x);
  });
  const xOf = (us: number): number => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= us) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return LEFT / 2;
    const [before, after] = [times[low - 1] ?? 0, times[low]];
    const from = xs[low - 1] ?? LEFT;
    if (after === undefined) return from + (us > before ? STEP / 2 : 0);
    return from + ((us - before) / (after - before)) * ((xs[low] ?? from) - from);
  };
  const ticks: { x: number; us: number }[] = [];
  let lastTick = -Infinity;
  times.forEach((us, i) => {
    const at = xs[i] ?? 0;
    if (at - lastTick < 56) return;
    ticks.push({ x: at, us });
    lastTick = at;
  });
  return { xOf, folds, width: x + STEP * 2, ticks };
}
