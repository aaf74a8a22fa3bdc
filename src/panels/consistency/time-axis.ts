/** A stretch of time as something is drawn in it. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Px that its words need. */
  readonly need: number;
}

export interface TimeAxis {
  readonly width: number;
  readonly xOf: (time: number) => number;
  /** Where long stretches are folded. */
  readonly folds: readonly number[];
}

/** Px between two moments at least, and of an idle stretch at most. */
const STEP_MIN = 16;
const IDLE_MAX = 110;
/** A stretch is marked as folded when it is drawn so many times shorter than the rest. */
const FOLDED = 2.5;

/**
 * Time from left to right so that short operations can be read beside long waits: moments at which something begins
 * or ends keep a distance, and stretches in which nothing does are folded. `width` is what there is to fill.
 */
export function timeAxis(spans: readonly Span[], width: number): TimeAxis {
  const moments = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const index = new Map(moments.map((moment, i) => [moment, i]));
  const gaps = moments.slice(1).map((to, i) => {
    const from = moments[i]!;
    return { time: to - from, busy: spans.some((span) => span.from <= from && span.to >= to) };
  });
  const busyTime = gaps.reduce((sum, { time, busy }) => sum + (busy ? time : 0), 0);
  const wholeTime = gaps.reduce((sum, { time }) => sum + time, 0);
  const scale =
    (width * 0.6) / Math.max(1e-9, Math.min(wholeTime, busyTime === 0 ? wholeTime : busyTime * 2));
  const widths = gaps.map(({ time, busy }) =>
    Math.max(STEP_MIN, Math.min(time * scale, busy ? width * 0.35 : IDLE_MAX)),
  );
  // The shortest first: what they need also widens those around them.
  for (const { from, to, need } of spans.toSorted((a, b) => a.to - a.from - (b.to - b.from))) {
    const first = index.get(from)!;
    const last = index.get(to)!;
    const has = sum(widths, first, last);
    if (first === last || has >= need) continue;
    for (let i = first; i < last; i += 1) widths[i] = widths[i]! * (need / has);
  }
  const total = sum(widths, 0, widths.length);
  if (total < width && total > 0) widths.forEach((each, i) => (widths[i] = each * (width / total)));
  const at: number[] = [0];
  widths.forEach((each, i) => at.push(at[i]! + each));
  const densest = median(gaps.map(({ time }, i) => time / widths[i]!));
  const folds = gaps.flatMap(({ time, busy }, i) =>
    !busy && densest > 0 && time / widths[i]! > densest * FOLDED ? [(at[i]! + at[i + 1]!) / 2] : [],
  );
  return {
    width: Math.max(width, total),
    folds,
    xOf: (time) => {
      const i = moments.findLastIndex((moment) => moment <= time);
      if (i < 0) return 0;
      if (i >= widths.length) return at.at(-1)!;
      return at[i]! + ((time - moments[i]!) / gaps[i]!.time) * widths[i]!;
    },
  };
}

const sum = (list: readonly number[], from: number, to: number): number =>
  list.slice(from, to).reduce((total, each) => total + each, 0);

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
