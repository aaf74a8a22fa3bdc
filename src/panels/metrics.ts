import type { RunView } from '#run/view/run-view.ts';

/** Figures of one node over the whole run, on a common grid of moments. */
export interface Series {
  readonly node: number;
  readonly of: 'answers' | 'operations' | 'log';
  /** 99th percentile of the stretch before, ms; null where there was nothing. */
  readonly p99: readonly (number | null)[];
  /** Answers, or operations that ended, per second. */
  readonly perSecond: readonly number[];
  /** Waiting requests, operations under way, or unread events of a log. */
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
/** A row for each of so many nodes at most: those of which there is most to tell. */
const NODES_MAX = 12;

/** What clients waited for, what services answered and what readers of logs left, up to what is simulated. */
export function figuresOf(view: RunView, until: number): Figures {
  const end = view.topology.endUs;
  if (end <= 0) return { times: [], series: [] };
  const step = end / POINTS;
  const count = Math.min(POINTS, Math.round(Math.floor((until / step) * (1 + 1e-9))));
  const ends = Array.from({ length: count }, (_, i) => (i + 1) * step);
  const operations = endedBy(view);
  const told = view.topology.nodes
    .map(({ kind }, node) => {
      const answers = view.facts.track(node, -1, 'served')?.length ?? 0;
      const ended = operations.get(node)?.length ?? 0;
      const of: Series['of'] = answers > 0 ? 'answers' : kind === 'log' ? 'log' : 'operations';
      return { node, of, much: Math.max(answers, ended, kind === 'log' ? 1 : 0) };
    })
    .filter(({ much }) => much > 0)
    .sort((x, y) => y.much - x.much)
    .slice(0, NODES_MAX);
  const series = told.map(({ node, of }): Series => {
    switch (of) {
      case 'answers':
        return { node, of, ...answersOf(view, node, ends, step) };
      case 'operations':
        return { node, of, ...operationsOf(operations.get(node) ?? [], ends, step) };
      case 'log':
        return {
          node,
          of,
          p99: ends.map(() => null),
          perSecond: ends.map(() => 0),
          waiting: ends.map((t) => lagAt(view, node, t)),
        };
    }
  });
  return { times: ends.map((t) => t / 1e6), series };
}

type Curves = Pick<Series, 'p99' | 'perSecond' | 'waiting'>;

function answersOf(view: RunView, node: number, ends: readonly number[], step: number): Curves {
  const stretches = ends.map((t) => view.latencies.over(node, t - WINDOW_POINTS * step, t));
  return {
    p99: stretches.map((one) => (one === null || one.p99 < 0 ? null : one.p99 / 1000)),
    perSecond: stretches.map((one) => one?.perSecond ?? 0),
    waiting: ends.map((t) => queueAt(view, node, t)),
  };
}

interface Operation {
  readonly begun: number;
  /** Infinity while it is under way. */
  readonly ended: number;
}

function operationsOf(operations: readonly Operation[], ends: readonly number[], step: number): Curves {
  const within = ends.map((t) =>
    operations.filter(({ ended }) => ended > t - WINDOW_POINTS * step && ended <= t),
  );
  return {
    p99: within.map((some) => {
      const durations = some.map(({ begun, ended }) => ended - begun).sort((x, y) => x - y);
      const p99 = durations[Math.ceil(durations.length * 0.99) - 1];
      return p99 === undefined ? null : p99 / 1000;
    }),
    perSecond: within.map((some, i) => (some.length * 1e6) / Math.min(WINDOW_POINTS * step, ends[i] ?? step)),
    waiting: ends.map((t) => operations.filter(({ begun, ended }) => begun <= t && ended > t).length),
  };
}

function endedBy(view: RunView): ReadonlyMap<number, Operation[]> {
  const { spans } = view.operations;
  const { time, node } = view.store;
  const byNode = new Map<number, Operation[]>();
  for (let span = 0; span < spans.length; span++) {
    const begin = spans.beginOf(span);
    const end = spans.endOf(span);
    const operation = { begun: time[begin] ?? 0, ended: end < 0 ? Infinity : (time[end] ?? 0) };
    const list = byNode.get(node[begin] ?? -1);
    if (list === undefined) byNode.set(node[begin] ?? -1, [operation]);
    else list.push(operation);
  }
  return byNode;
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
