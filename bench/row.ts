/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  /** Against a peer measured in the same run, taking turns. */
  readonly peer?: string;
  readonly isReached: boolean;
}

export const number = (value: number): string => Math.round(value).toLocaleString('en');

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Processor time of this process in seconds, garbage collection included: what else the machine does is not in it. */
export function cpuSeconds(act: () => void): number {
  const from = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** Rates of two things that do the same work, in turns; the first turn of each only warms up. */
export function alternate(
  turns: number,
  ours: () => number,
  theirs: () => number,
): { readonly ours: number; readonly theirs: number; readonly ratio: number } {
  const pairs: { a: number; b: number }[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    const pair = { a: ours(), b: theirs() };
    if (turn > 0) pairs.push(pair);
  }
  return {
    ours: median(pairs.map(({ a }) => a)),
    theirs: median(pairs.map(({ b }) => b)),
    ratio: median(pairs.map(({ a, b }) => a / b)),
  };
}
