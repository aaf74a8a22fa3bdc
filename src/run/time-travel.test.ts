import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalPlain } from '#lib/plain.ts';
import { library } from '#library/library.ts';
import { documentArbitrary } from '#scenario/arbitrary.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { inspect } from './inspect.ts';
import { begin, outcome, play, spelled } from './runs.test-helper.ts';
import type { Recorded } from './runs.test-helper.ts';
import type { Checkpoint } from './simulation.ts';

const RUNS = { numRuns: 25 };
const LONG = 60_000;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const scenarios = library.map(({ id, document }) => [id, document] as const);

/** What a simulation keeps now and then, made here after any event. */
const checkpointOf = ({ simulation, store }: Recorded): Checkpoint => ({
  at: simulation.kernel.now,
  events: simulation.kernel.events,
  kernel: simulation.kernel.save(),
  sinks: [simulation.digest.save(), simulation.checks.save(), store.save()],
});

/** The state at a moment by seeking in a finished run is the state of a run that has got no further. */
function seekingIsRunning(document: ScenarioDocument, shares: readonly number[]): void {
  const whole = play(document);
  const { simulation } = begin(document);
  for (const part of [...shares].sort((a, b) => a - b)) {
    const at = Math.floor(whole.simulation.kernel.now * part);
    const sought = whole.simulation.at(at);
    simulation.advance(at);
    expect(equalPlain(sought.save(), simulation.kernel.save()), `the state at ${at} µs`).toBe(true);
    for (const { id } of simulation.compiled.topology.nodes) {
      expect(equalPlain(inspect(sought, id), inspect(simulation.kernel, id)), `${id} at ${at} µs`).toBe(true);
    }
  }
}

/** Back to a checkpoint and forward again, any number of events: the record, the verdicts and the digest as before. */
function backAndForward(document: ScenarioDocument, part: number): void {
  const whole = play(document);
  const run = begin(document);
  run.simulation.advance(Infinity, Math.floor(whole.store.length * part));
  const checkpoint = checkpointOf(run);
  run.simulation.advance();
  // That it was saved on the way changes nothing.
  expect(outcome(run)).toEqual(outcome(whole));

  const again = begin(document, { checkpoint, store: run.store });
  expect(again.store.length).toBe(checkpoint.events);
  again.simulation.advance();
  expect(outcome(again)).toEqual(outcome(whole));
  expect(equalPlain(spelled(again), spelled(whole)), 'the record').toBe(true);
  expect(equalPlain(again.simulation.kernel.save(), whole.simulation.kernel.save()), 'the last state').toBe(
    true,
  );
}

describe('time travel', () => {
  it.each(scenarios)('%s: seeking is running up to there', { timeout: LONG }, (_, document) => {
    seekingIsRunning(document, [0, 0.31, 0.5, 0.77, 1]);
  });

  it('random documents: seeking is running up to there', { timeout: LONG }, () => {
    fc.assert(
      fc.property(documentArbitrary(), share, share, (document, ...shares) =>
        seekingIsRunning(document, shares),
      ),
      RUNS,
    );
  });

  it.each(scenarios)('%s: k events back and k forward is the identity', { timeout: LONG }, (_, document) => {
    for (const part of [0.2, 0.8]) backAndForward(document, part);
  });

  it('random documents: k events back and k forward is the identity', { timeout: LONG }, () => {
    fc.assert(fc.property(documentArbitrary(), share, backAndForward), RUNS);
  });
});
