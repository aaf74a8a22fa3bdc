import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { words } from '#words/cli.ts';
import { eventsOf, formatOf, runForOf, seedOf } from './arguments.ts';
import type { Format } from './arguments.ts';
import { Exit } from './command.ts';
import type { Command } from './command.ts';
import { tellProblems } from './problems.ts';
import { readSource } from './source.ts';
import { jsonLines } from './trace-jsonl.ts';
import { mermaid } from './trace-mermaid.ts';
import { otlp } from './trace-otlp.ts';
import type { Tracer } from './tracer.ts';

const EVENTS_MAX = 1_000_000;
/** Events between two writes. */
const SLICE = 2_000;

const tracers: Readonly<Record<Format, Tracer>> = { jsonl: jsonLines, otlp, mermaid };

export const trace: Command = {
  name: 'trace',
  takes: 'FILE|LINK|@scenario',
  from: 1,
  upTo: 1,
  summary: words.trace.summary,
  options: {
    format: { value: 'FORMAT', says: words.trace.format },
    seed: { value: 'N', says: words.option.seed },
    for: { value: 'TIME', says: words.option.for },
    events: { value: 'N', says: words.trace.events },
  },
  async perform(given, io) {
    const format = formatOf(given) ?? 'jsonl';
    const [seed, runFor, eventsMax] = [seedOf(given), runForOf(given), eventsOf(given) ?? EVENTS_MAX];
    const { document, problems } = await readSource(given.operands[0]!, io);
    const compiled = compile({
      ...document,
      ...(seed === undefined ? {} : { seed }),
      ...(runFor === undefined ? {} : { runFor }),
    });
    let pending: string[] = [];
    const writer = tracers[format](compiled, (text) => pending.push(text));
    const sink = { event: writer.event, save: () => null, load: () => {} };
    const simulation = new Simulation(compiled, { sinks: [sink], checkpoints: false, eventsMax });
    for (let done = false; !done;) {
      done = simulation.advance(Infinity, SLICE);
      const text = pending.join('');
      pending = [];
      if (text !== '') await io.out(text);
    }
    writer.end();
    await io.out(pending.join(''));
    tellProblems(problems, io);
    const { ending } = simulation;
    if (problems.length > 0) return Exit.badInput;
    if (ending === null || ending.why === 'finished') return Exit.good;
    if (ending.why !== 'error') {
      io.err(
        `${ending.why === 'instant' ? words.stopped.instant(ending.node, ending.at) : words.stopped.events(ending.node, ending.at, simulation.kernel.events)}\n`,
      );
    }
    return Exit.asNotExpected;
  },
};
