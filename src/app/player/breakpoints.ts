import type { Breakpoint } from '#editor/session.ts';
import { EventKind, FlowPhase, isFailed } from '#run/view/columns.ts';
import type { RunView } from '#run/view/run-view.ts';

/** Where a breakpoint holds the run up. */
export interface Hit {
  readonly breakpoint: Breakpoint;
  readonly at: number;
  /** Of the record; -1 for a check that changes where nothing happens, as at the end. */
  readonly event: number;
}

/** The first hit after `from`, at `until` or before, µs; null when there is none. */
export function nextHit(
  view: RunView,
  breakpoints: ReadonlySet<Breakpoint>,
  from: number,
  until: number,
): Hit | null {
  let first: Hit | null = null;
  for (const breakpoint of breakpoints) {
    const hit = firstOf(view, breakpoint, from, first?.at ?? until);
    if (hit !== null && (first === null || hit.at < first.at)) first = hit;
  }
  return first;
}

/** All moments at which these breakpoints hold the run up, no more than `most`, ascending. */
export function hitsOf(view: RunView, breakpoints: ReadonlySet<Breakpoint>, most: number): number[] {
  const moments: number[] = [];
  let from = -1;
  while (moments.length < most) {
    const hit = nextHit(view, breakpoints, from, Infinity);
    if (hit === null) break;
    moments.push(hit.at);
    from = hit.at;
  }
  return moments;
}

function firstOf(view: RunView, breakpoint: Breakpoint, from: number, until: number): Hit | null {
  const [what = '', whose = ''] = breakpoint.split(' ');
  if (what === 'check') {
    const changes = view.verdicts.find(({ check }) => check === Number(whose))?.changes ?? [];
    const change = changes.find(({ at }) => at > from);
    return change === undefined || change.at > until
      ? null
      : { breakpoint, at: change.at, event: change.event };
  }
  const node = view.node(whose);
  const { length, time } = view.store;
  const stops = what === 'error' ? isError : isMessage;
  for (let event = view.eventAt(from) + 1; event < length && time[event]! <= until; event++) {
    if (stops(view, event, node)) return { breakpoint, at: time[event]!, event };
  }
  return null;
}

const isMessage = ({ store }: RunView, event: number, node: number): boolean =>
  store.node[event] === node && store.kind[event] === EventKind.arrive;

/** What a node that is looked after would be called for: it goes down, refuses, gives up, loses a message, is told of a failure. */
function isError({ store }: RunView, event: number, node: number): boolean {
  if (store.node[event] !== node) return false;
  switch (store.kind[event] ?? -1) {
    case EventKind.arrive:
      return isFailed(store.b[event]!);
    case EventKind.drop:
      return true;
    case EventKind.fact:
      return store.textOf(event) === 'status' ? store.a[event] === 0 : store.textOf(event) === 'rejected';
    case EventKind.flow:
      return store.a[event] === FlowPhase.fail || store.a[event] === FlowPhase.lost;
    case EventKind.end:
      return store.b[event] !== 0;
    default:
      return false;
  }
}
