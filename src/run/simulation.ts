import { Kernel } from '#sim/kernel.ts';
import type { KernelState } from '#sim/kernel.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';
import { Checks } from './checks/checks.ts';
import type { Compiled } from './compile.ts';
import { DigestSink } from './digest.ts';
import type { Ending } from './protocol.ts';

/** Everything that a run is at one moment: what is needed to go on from there. */
export interface Checkpoint {
  readonly at: number;
  readonly events: number;
  readonly kernel: KernelState;
  readonly sinks: readonly unknown[];
}

/** Events in all; beyond it a run stops and says where the work was. */
const EVENTS_MAX = 2_000_000;
const CHECKPOINT_EVERY = 4_096;
/** Kept at once; when there are more, every second one goes and the distance doubles. */
const CHECKPOINTS_MAX = 64;

export interface SimulationOptions {
  /** Read the record beside digest and checks. */
  readonly sinks?: readonly Sink[];
  readonly eventsMax?: number;
  /** Keep checkpoints, for seeking and forking (default true). */
  readonly checkpoints?: boolean;
  /** Events between two checkpoints at first (default 4096). */
  readonly checkpointEvery?: number;
  readonly from?: Checkpoint;
}

/**
 * A run of one system: the kernel, and what reads its record. Goes on in slices; can be put back to any moment
 * (nearest checkpoint, then replay), and another system that differs only later can take up from a checkpoint.
 */
export class Simulation {
  readonly compiled: Compiled;
  readonly kernel: Kernel;
  readonly checks: Checks;
  readonly digest = new DigestSink();
  readonly #sinks: readonly Sink[];
  readonly #eventsMax: number;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #keeps: boolean;
  #every: number;
  #ended: Ending | null = null;

  constructor(compiled: Compiled, options: SimulationOptions = {}) {
    this.compiled = compiled;
    this.checks = new Checks(compiled);
    this.#sinks = [this.digest, this.checks, ...(options.sinks ?? [])];
    this.#eventsMax = options.eventsMax ?? EVENTS_MAX;
    this.#keeps = options.checkpoints ?? true;
    this.#every = options.checkpointEvery ?? CHECKPOINT_EVERY;
    if (options.from) this.#sinks.forEach((sink, index) => sink.load(options.from!.sinks[index]));
    // Without checks nobody asks what they last saw.
    const hasChecks = !this.checks.isEmpty;
    const sinks = this.#sinks.filter((sink) => hasChecks || sink !== this.checks);
    const emit = (event: RecordEvent, index: number): void => {
      for (let i = 0; i < sinks.length; i++) sinks[i]!.event(event, index);
    };
    this.kernel = new Kernel(compiled.system, emit, options.from?.kernel);
    if (options.from) this.#checkpoints.push(options.from);
    else this.checks.settled(this.kernel);
  }

  get ending(): Ending | null {
    return this.#ended;
  }
  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  /** Goes on to `untilUs` (at most to the end of the run), or for `events` more events. True when it got there. */
  advance(untilUs = this.compiled.system.endUs, events = Infinity): boolean {
    const { kernel, checks } = this;
    const end = Math.min(untilUs, this.compiled.system.endUs);
    const stopAt = Math.min(kernel.events + events, this.#eventsMax);
    // Nobody looks in between: the kernel goes on by itself.
    if (checks.isEmpty && !this.#keeps && this.#ended === null) kernel.run(end, stopAt - kernel.events);
    while (this.#ended === null) {
      if (kernel.stop !== null) {
        this.#finish({ why: 'instant', node: kernel.stop.node, at: kernel.stop.at });
        return true;
      }
      const next = kernel.nextTime();
      const wake = checks.wakesAt();
      if (wake < next && wake <= end) {
        kernel.run(wake, 0);
        checks.wake(kernel);
        continue;
      }
      if (next > end) {
        kernel.run(end, 0);
        if (end === this.compiled.system.endUs) this.#finish({ why: 'finished' });
        return true;
      }
      if (kernel.events >= this.#eventsMax) {
        this.#finish({ why: 'events', node: kernel.busiest(), at: kernel.now });
        return true;
      }
      if (kernel.events >= stopAt) return false;
      this.#checkpoint();
      kernel.step();
      checks.settled(kernel);
    }
    return true;
  }

  /** The latest checkpoint at which nothing later than `at` has happened; null: only the beginning will do. */
  before(at: number): Checkpoint | null {
    for (let i = this.#checkpoints.length - 1; i >= 0; i--)
      if (this.#checkpoints[i]!.at < at) return this.#checkpoints[i]!;
    return null;
  }

  /** A kernel as it was after everything that happened up to and including `at`. */
  at(at: number): Kernel {
    const from = this.before(at);
    const kernel = new Kernel(this.compiled.system, () => {}, from?.kernel);
    kernel.run(Math.min(at, this.kernel.now));
    return kernel;
  }

  #finish(ending: Ending): void {
    this.#ended = ending;
    if (ending.why === 'finished') this.checks.finish(this.kernel);
  }

  #checkpoint(): void {
    if (!this.#keeps) return;
    const last = this.#checkpoints[this.#checkpoints.length - 1];
    // Nobody goes back into the middle of an instant; and where very much happens at one, the state to copy grows too.
    if (this.kernel.events < (last?.events ?? 0) + this.#every || last?.at === this.kernel.now) return;
    this.#checkpoints.push({
      at: this.kernel.now,
      events: this.kernel.events,
      kernel: this.kernel.save(),
      sinks: this.#sinks.map((sink) => sink.save()),
    });
    if (this.#checkpoints.length <= CHECKPOINTS_MAX) return;
    this.#checkpoints.splice(
      0,
      this.#checkpoints.length,
      ...this.#checkpoints.filter((_, index) => index % 2 === 1),
    );
    this.#every *= 2;
  }
}
