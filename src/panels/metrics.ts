import type { RunView } from '#run/view/run-view.ts';

/** Figures of one node over the whole run, on a common grid of moments. */
export interface Series {
  readonly node: number;
  /** 99th percentile of the answers of the stretch before, ms; null where there was none. */
  readonly p99: readonly (number | null)[];
  /** Answers per second. */
  readonly perSecond: readonly number[];
  /** Waiting requests, or unread events of a log. */
  readonly waiting: readonly number[];
}

export interface Figures {
  /** Seconds. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

const POINTS = 120;
/** Each point speaks of so many stretches before it, so that a curve is not a row of needles. */
const WINDOW_POINTS = 10;
/** A figure for each of so many nodes at most: those of which there is most to tell. */
const NODES_MAX = 12;

/** Latency, throughput and queue of every node that answers requests, and lag of every log, up to what is simulated. */
export function figuresOf(view: RunView, until: number): Figures {
  const end = view.topology.endUs;
  if (end <= 0) return { times: [], series: [] };
  const step = end / POINTS;
  const window = WINDOW_POINTS * step;
  const count = Math.min(POINTS, Math.floor(until / step));
  const times = Array.from({ length: count }, (_, i) => ((i + 1) * step) / 1e6);
  const told = view.topology.nodes
    .map(({ kind }, node) => ({ node, kind, answers: view.facts.track(node, -1, 'served')?.length ?? 0 }))
    .filter(({ kind, answers }) => kind === 'log' || answers > 0)
    .sort((x, y) => y.answers - x.answers)
    .slice(0, NODES_MAX);
  const series = told.map(({ node, kind }): Series => {
    const stretches = times.map((_, i) => view.latencies.over(node, (i + 1) * step - window, (i + 1) * step));
    return {
      node,
      p99: stretches.map((one) => (one === null || one.p99 < 0 ? null : one.p99 / 1000)),
      perSecond: stretches.map((one) => one?.perSecond ?? 0),
      waiting: times.map((at) =>
        kind === 'log' ? lagAt(view, node, at * 1e6) : queueAt(view, node, at * 1e6),
      ),
    };
  });
  return { times, series };
}

function lagAt(view: RunView, node: number, t: number): number {
  return view
    .logAt(node, t)
    .reduce((sum, { groups }) => sum + groups.reduce((all, { lag }) => all + lag, 0), 0);
}

function queueAt(view: RunView, node: number, t: number): number {
  const instances = view.topology.nodes[node]?.instances ?? 1;
  let sum = 0;
  for (let instance = 0; instance < instances; instance++) sum += view.valueAt(node, instance, 'queue', t);
  return sum;
}
