import { compile } from '#run/compile.ts';
import { RecordStore } from '#run/record-store.ts';
import { Simulation } from '#run/simulation.ts';
import { RunView } from '#run/view/run-view.ts';
import { newMessageFrame } from '#run/view/messages.ts';
import { newStream, nextUniform } from '#lib/random.ts';
import '#run/all-parts.ts';
import { city } from './documents.ts';
import { number, percentile, type Row } from './row.ts';

const EVENTS = 100_000;
const JUMPS = 200;

/** Jumps to random moments: what the worker does to say what is inside a node, and what the page does to draw. */
export function seekRows(): Row[] {
  const compiled = compile(city());
  const store = new RecordStore();
  const simulation = new Simulation(compiled, { sinks: [store], eventsMax: EVENTS });
  simulation.advance();
  const view = new RunView();
  view.begin(compiled.topology, 0);
  view.store.append(store.takeChunk().chunk);
  view.advance();
  const frame = newMessageFrame();

  const random = newStream(1, 'bench', 'seek', '');
  const inWorker: number[] = [];
  const onPage: number[] = [];
  for (let jump = 0; jump < JUMPS; jump++) {
    const at = Math.floor(nextUniform(random) * simulation.kernel.now);
    let from = performance.now();
    simulation.at(at);
    inWorker.push(performance.now() - from);
    from = performance.now();
    view.messagesAt(at, 100_000, frame);
    for (let node = 0; node < compiled.topology.nodes.length; node++) {
      view.statusAt(node, 0, at);
      view.valueAt(node, 0, 'busy', at);
      view.latencyAt(node, at);
    }
    view.activeFlowsAt(at);
    view.verdictsAt(at);
    onPage.push(performance.now() - from);
  }
  const row = (what: string, times: readonly number[]): Row => {
    const worst = percentile(times, 0.95);
    return {
      what: `${what}, run of ${number(simulation.kernel.events)} events, 200 nodes, p95`,
      target: '100 ms',
      measured: `${worst.toFixed(1)} ms`,
      isReached: worst <= 100,
    };
  };
  return [row('jump anywhere: the picture', onPage), row('jump anywhere: the state inside', inWorker)];
}
