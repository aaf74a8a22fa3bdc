import { describe, expect, it } from 'vitest';
import type { Breakpoint } from '#editor/session.ts';
import { library } from '#library/library.ts';
import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { EventKind } from '#run/view/columns.ts';
import { RunView } from '#run/view/run-view.ts';
import { hitsOf, nextHit } from './breakpoints.ts';

const view = viewOf('order-saga-choreography');

function viewOf(id: string): RunView {
  const compiled = compile(library.find((one) => one.id === id)!.document);
  const run = new RunView();
  const simulation = new Simulation(compiled, { sinks: [run.store], checkpoints: false });
  while (!simulation.advance(Infinity, 50_000)) {
    // To the end of the run.
  }
  run.begin(compiled.topology, run.store.length);
  run.advance();
  run.verdicts = simulation.checks.verdicts();
  return run;
}

const of = (...breakpoints: Breakpoint[]): ReadonlySet<Breakpoint> => new Set(breakpoints);

describe('breakpoints', () => {
  it('stop at every moment at which the node gets a message, and nowhere else', () => {
    const { store } = view;
    const node = view.node('orders');
    const arrivals = new Set<number>();
    for (let event = 0; event < store.length; event++)
      if (store.kind[event] === EventKind.arrive && store.node[event] === node)
        arrivals.add(store.time[event]!);
    expect(arrivals.size).toBeGreaterThan(20);
    expect(hitsOf(view, of('message orders'), Infinity)).toEqual([...arrivals]);
  });

  it('stop where the node goes down and where it loses what it was sent', () => {
    const crash = view.store.time[view.faults.events.at(0)]!;
    const hits = hitsOf(view, of('error customers'), Infinity);
    expect(hits).toContain(crash);
    expect(hitsOf(view, of('error events'), Infinity)).not.toContain(crash);
  });

  it('stop where the check changes its verdict', () => {
    for (const { check, changes } of view.verdicts) {
      const moments = [...new Set(changes.map(({ at }) => at).filter((at) => at >= 0))];
      expect(hitsOf(view, of(`check ${check}`), Infinity)).toEqual(moments);
    }
  });

  it('let playing go on: the hit after one is a later one', () => {
    const [first = 0, second = 0] = hitsOf(view, of('message orders'), 2);
    expect(nextHit(view, of('message orders'), first, Infinity)?.at).toBe(second);
    expect(nextHit(view, of('message orders'), first, second - 1)).toBeNull();
  });

  it('are the earliest of several', () => {
    const both = hitsOf(view, of('message orders', 'message customers'), Infinity);
    const each = [
      ...hitsOf(view, of('message orders'), Infinity),
      ...hitsOf(view, of('message customers'), Infinity),
    ];
    expect(both).toEqual([...new Set(each)].sort((x, y) => x - y));
  });

  it('of a node that is gone stop nowhere', () => {
    expect(hitsOf(view, of('message nobody', 'error nobody', 'check 99'), Infinity)).toEqual([]);
  });
});
