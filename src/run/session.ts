import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { durationToUs } from '#lib/schema/delay.ts';
import { readDocument } from '#scenario/read.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { judgeStoresLater } from './checks/checkers.ts';
import { deadlinesOf } from './checks/checks.ts';
import { compile } from './compile.ts';
import type { Compiled } from './compile.ts';
import { inspect } from './inspect.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { reading } from './reading.ts';
import { RecordStore } from './record-store.ts';
import { Simulation } from './simulation.ts';
import type { SimulationOptions } from './simulation.ts';

/** Events of one slice, and time of one slice in real milliseconds: whichever comes first. */
const SLICE_EVENTS = 2_000;
const SLICE_MS = 12;
/** One check of one model of consistency, real milliseconds: beyond it the answer is unknown. */
const CHECK_MS = 400;

/** What is about a run. */
export type ToSession = Exclude<ToWorker, { type: 'models' | 'check' | 'decode' }>;

/** How long a run may get, and how densely it can be forked. */
export type SessionOptions = Pick<SimulationOptions, 'eventsMax' | 'checkpointEvery'>;

/**
 * The worker's side of the conversation, apart from the worker itself: the clock, the timer and the post are
 * handed in, so that the same code is tested in Node.
 */
export class RunSession {
  readonly #post: (message: FromWorker, transfer: readonly ArrayBufferLike[]) => void;
  readonly #clockMs: () => number;
  readonly #options: SessionOptions;
  #store = new RecordStore();
  #simulation: Simulation | null = null;
  #document: ScenarioDocument | null = null;
  #run = 0;
  /** How often some check had changed its mind when that was last posted. */
  #said = 0;
  /** Somebody wants all stores judged; the work on it, once it has begun. */
  #wantsJudgement = false;
  #judging: ReturnType<typeof judgeStoresLater> | null = null;

  constructor(
    post: (message: FromWorker, transfer: readonly ArrayBufferLike[]) => void,
    clockMs: () => number,
    options: SessionOptions = {},
  ) {
    this.#post = post;
    this.#clockMs = clockMs;
    this.#options = options;
  }

  receive(message: ToSession): void {
    switch (message.type) {
      case 'load':
        return this.#load(message.run, message.document);
      case 'inspect': {
        const kernel = this.#simulation?.at(message.at);
        return this.#post(
          { type: 'inspected', ask: message.ask, inspection: kernel ? inspect(kernel, message.node) : null },
          [],
        );
      }
      case 'judge':
        this.#wantsJudgement = true;
        return;
      case 'stop':
        this.#wantsJudgement = false;
        this.#simulation = null;
        return;
    }
  }

  /** Simulates one slice and posts what is new. False when nothing is left to do. */
  work(): boolean {
    const simulation = this.#simulation;
    if (simulation === null) return false;
    if (simulation.ending !== null) return this.#judge(simulation);
    const until = this.#clockMs() + SLICE_MS;
    try {
      while (!simulation.advance(Infinity, SLICE_EVENTS)) if (this.#clockMs() >= until) break;
    } catch (error) {
      this.#flush(simulation);
      this.#simulation = null;
      const text = error instanceof Error ? error.message : String(error);
      this.#post(
        {
          type: 'end',
          run: this.#run,
          ending: { why: 'error', text },
          digest: '',
          verdicts: simulation.checks.verdicts(),
        },
        [],
      );
      return false;
    }
    this.#flush(simulation);
    if (simulation.ending === null) return true;
    this.#post(
      {
        type: 'end',
        run: this.#run,
        ending: simulation.ending,
        digest: simulation.digest.hex,
        verdicts: simulation.checks.verdicts(),
      },
      [],
    );
    return this.#wantsJudgement;
  }

  /** One slice of judging the stores. False when nothing is left to do. */
  #judge({ compiled }: Simulation): boolean {
    if (!this.#wantsJudgement) return false;
    const end = this.#clockMs() + SLICE_MS;
    this.#judging ??= judgeStoresLater(compiled, this.#store, () => {
      const until = this.#clockMs() + CHECK_MS;
      return () => this.#clockMs() > until;
    });
    let step = this.#judging.next();
    while (step.done !== true && this.#clockMs() < end) step = this.#judging.next();
    if (step.done !== true) return true;
    this.#stopJudging();
    this.#post({ type: 'judged', run: this.#run, stores: step.value }, []);
    return false;
  }

  #stopJudging(): void {
    this.#wantsJudgement = false;
    this.#judging = null;
  }

  #load(run: number, input: Plain): void {
    const { document, problems } = readDocument(input, reading);
    if (document === undefined) return;
    const compiled = compile(document);
    const from = this.#commonPast(document, compiled);
    const keep = from?.events ?? 0;
    this.#store.truncate(keep);
    this.#stopJudging();
    this.#run = run;
    this.#said = -1;
    this.#document = document;
    this.#post({ type: 'begin', run, keep, topology: compiled.topology, problems }, []);
    this.#simulation = new Simulation(compiled, {
      ...this.#options,
      sinks: [this.#store],
      ...(from === null ? {} : { from }),
    });
  }

  /** The last checkpoint up to which the new document's run is the old one's: they differ in later faults at most. */
  #commonPast(document: ScenarioDocument, compiled: Compiled): ReturnType<Simulation['before']> {
    const old = this.#document;
    if (old === null || this.#simulation === null) return null;
    const { timeline: before = [], ...restBefore } = old;
    const { timeline: after = [], ...restAfter } = document;
    if (!equalPlain(restBefore, restAfter)) return null;
    let first = Infinity;
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      const [x, y] = [before[i], after[i]];
      if (x !== undefined && y !== undefined && equalPlain(x, y)) continue;
      for (const entry of [x, y]) if (entry !== undefined) first = Math.min(first, durationToUs(entry.at));
    }
    // A later fault also moves the deadlines of `eventually`: what was decided at the old ones is taken back.
    const deadlines = [deadlinesOf(this.#simulation.compiled), deadlinesOf(compiled)] as const;
    deadlines[0].forEach((deadline, index) => {
      if (deadline !== deadlines[1][index]) first = Math.min(first, deadline, deadlines[1][index]!);
    });
    return this.#simulation.before(first);
  }

  #flush(simulation: Simulation): void {
    const { chunk, transfer } = this.#store.takeChunk();
    const { changes } = simulation.checks;
    const isNews = changes !== this.#said;
    this.#said = changes;
    this.#post(
      {
        type: 'chunk',
        run: this.#run,
        chunk,
        ...(isNews ? { verdicts: simulation.checks.verdicts() } : {}),
        until:
          simulation.ending?.why === 'finished' ? simulation.compiled.system.endUs : simulation.kernel.now,
      },
      transfer,
    );
  }
}
