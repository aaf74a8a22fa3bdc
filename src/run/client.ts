import type { Plain } from '#lib/plain.ts';
import type { StoreJudgement } from './judged.ts';
import type { Ending, FromWorker, Inspection, Problem, Topology, ToWorker, Verdict } from './protocol.ts';
import { RunView } from './view/run-view.ts';

/** The part of `Worker` that is used, so that tests can stand in for one. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What changes now and then: what the shell renders. The playhead is not in it; see `subscribeFrame`. */
export interface RunState {
  readonly playing: boolean;
  /** Playing, but the playhead has reached what is simulated. */
  readonly waiting: boolean;
  /** Virtual µs per second of the reader's time. */
  readonly scale: number;
  /** Simulated up to here, µs. */
  readonly until: number;
  /** Where the run ends, µs: as designed, or earlier when it was stopped. */
  readonly endUs: number;
  readonly seed: number;
  /** null while it is being simulated. */
  readonly ending: Ending | null;
  /** A fingerprint of the record; '' until it ended. */
  readonly digest: string;
  readonly topology: Topology | null;
  readonly problems: readonly Problem[];
  readonly verdicts: readonly Verdict[];
  /** Every store judged by every model of consistency; null until somebody asks and the run is over. */
  readonly judged: readonly StoreJudgement[] | null;
  /** The simulation gave no answer: it was started anew, or given up until the next change. */
  readonly trouble: 'restarted' | 'stuck' | null;
}

/** Where playing is held up. */
export interface Brake {
  /** The first moment after `from`, at `until` or before, at which it is; Infinity when there is none. µs. */
  next(from: number, until: number): number;
  /** The playhead has come there: whoever set the brake says what now. */
  reached(at: number): void;
}

/** How slowly and how fast time may go, virtual µs per second. */
export const SCALE_MIN = 1_000;
export const SCALE_MAX = 10_000_000;
const SCALE_DEFAULT = 100_000;

/** A worker that says nothing for so long while it owes an answer is taken for dead, ms. */
const SILENCE_MS = 5_000;
/** After a pause of the page, time goes on from where it stood, ms. */
const FRAME_MS_MAX = 100;

const AT_FIRST: RunState = {
  playing: false,
  waiting: false,
  scale: SCALE_DEFAULT,
  until: 0,
  endUs: 0,
  seed: 0,
  ending: null,
  digest: '',
  topology: null,
  problems: [],
  verdicts: [],
  judged: null,
  trouble: null,
};

/**
 * The page's side of a run: owns the worker, keeps the record it sends, and moves the playhead over it. The worker
 * simulates ahead; the playhead waits where the record ends.
 */
export class RunClient {
  readonly view = new RunView();
  /** Raises a worker: its own, and others for those who have work beside the run. */
  readonly spawn: () => WorkerLike;
  #brake: Brake | null = null;
  #worker: WorkerLike | null = null;
  #document: Plain = null;
  #run = 0;
  #begun = 0;
  #time = 0;
  #state = AT_FIRST;
  readonly #stateListeners = new Set<() => void>();
  readonly #frameListeners = new Set<(time: number) => void>();
  readonly #asked = new Map<number, (inspection: Inspection | null) => void>();
  #asks = 0;
  #judges = 0;
  #frame = 0;
  #frameAt = -1;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #deaths = 0;

  constructor(spawn: () => WorkerLike) {
    this.spawn = spawn;
  }

  // A store as zustand's `useStore` takes them.
  readonly getState = (): RunState => this.#state;
  readonly getInitialState = (): RunState => AT_FIRST;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** The playhead, µs. */
  get time(): number {
    return this.#time;
  }

  /** Calls `listener` with the playhead once per frame in which it moved or the record changed under it. */
  readonly subscribeFrame = (listener: (time: number) => void): (() => void) => {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  };

  /** Runs this document. The playhead stays where it is. */
  load(document: Plain): void {
    this.#document = document;
    this.#deaths = 0;
    this.#set({ trouble: null });
    this.#post(document);
  }

  /** What runs inside a node at a time; null when the worker cannot say. */
  inspect(node: string, at: number): Promise<Inspection | null> {
    if (this.#worker === null) return Promise.resolve(null);
    const ask = ++this.#asks;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve);
      this.#worker?.postMessage({ type: 'inspect', ask, node, at: Math.floor(at) });
      this.#expectAnswer();
    });
  }

  /** Wants the stores judged, of this run and of those after it, until the function returned is called. */
  judge(): () => void {
    this.#judges++;
    if (this.#state.judged === null) this.#worker?.postMessage({ type: 'judge' });
    return () => void this.#judges--;
  }

  /** From the end, playing begins again at the start. */
  play(): void {
    if (this.#state.playing) return;
    if (this.#state.ending !== null && this.#time >= this.#state.endUs) this.#time = 0;
    this.#frameAt = -1;
    this.#set({ playing: true });
    this.#requestFrame();
  }

  pause(): void {
    if (this.#state.playing) this.#set({ playing: false, waiting: false });
  }

  toggle(): void {
    if (this.#state.playing) this.pause();
    else this.play();
  }

  seek(time: number): void {
    this.#time = this.#clamp(time);
    this.#requestFrame();
  }

  /** To the next moment at which something happens. */
  stepForward(): void {
    this.pause();
    const next = this.view.eventAt(this.#time) + 1;
    if (next < this.view.store.length) this.seek(this.view.store.time[next] as number);
    else this.seek(this.#state.endUs);
  }

  /** To the last moment before this one at which something happened. */
  stepBack(): void {
    this.pause();
    const last = this.view.eventAt(this.#time);
    const at = last < 0 ? 0 : (this.view.store.time[last] as number);
    if (last >= 0 && at < this.#time) return this.seek(at);
    const before = this.view.eventAt(at - 1);
    this.seek(before < 0 ? 0 : (this.view.store.time[before] as number));
  }

  /** To the next moment at which a check breaks, after the last one to the first. False when none does. */
  nextBroken(): boolean {
    const moments = this.#state.verdicts
      .flatMap(({ changes }) => changes.filter(({ verdict }) => verdict === 'breaks').map(({ at }) => at))
      .sort((x, y) => x - y);
    const next = moments.find((at) => at > this.#time) ?? moments[0];
    if (next === undefined) return false;
    this.pause();
    this.seek(next);
    return true;
  }

  setScale(scale: number): void {
    this.#set({ scale: Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale)) });
  }

  /** Asked on every frame while it plays. Returns what takes it off. */
  setBrake(brake: Brake): () => void {
    this.#brake = brake;
    return () => {
      if (this.#brake === brake) this.#brake = null;
    };
  }

  /** Ends the worker; the record so far stays readable. */
  dispose(): void {
    this.pause();
    this.#bury();
  }

  // ------------------------------------------------------------------ the worker

  #post(document: Plain): void {
    const worker = this.#worker ?? this.#raise();
    this.#set({ ending: null, digest: '' });
    worker.postMessage({ type: 'load', run: ++this.#run, document });
    this.#expectAnswer();
  }

  #raise(): WorkerLike {
    const worker = this.spawn();
    // A new worker counts its strings and payloads from nothing, and so must the page.
    this.view.reset();
    worker.onmessage = ({ data }) => {
      if (this.#worker === worker) this.#hear(data);
    };
    worker.onerror = () => {
      if (this.#worker === worker) this.#revive();
    };
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.type === 'inspected') {
      this.#asked.get(message.ask)?.(message.inspection);
      this.#asked.delete(message.ask);
    } else if (message.type === 'begin') this.#begin(message);
    else if ('run' in message && message.run === this.#begun) {
      // A chunk of a run that was replaced meanwhile still comes before the `begin` that takes it back: the strings
      // and payloads in it count.
      if (message.type === 'chunk') this.#append(message);
      else if (message.type === 'judged') this.#judged(message);
      // Its end is no news any more: that would pass for the end of the run that replaces it.
      else if (message.run === this.#run) this.#end(message);
    }
    this.#expectAnswer();
  }

  #judged({ stores }: Extract<FromWorker, { type: 'judged' }>): void {
    this.view.stale = stores
      .flatMap(({ stale }) => stale.filter(({ versions }) => versions > 0))
      .sort((x, y) => x.at - y.at);
    this.#set({ judged: stores });
    this.#requestFrame();
  }

  #begin({ run, keep, topology, problems }: Extract<FromWorker, { type: 'begin' }>): void {
    this.#begun = run;
    this.view.begin(topology, keep);
    const { length, time } = this.view.store;
    this.#set({
      topology,
      problems,
      endUs: topology.endUs,
      seed: topology.seed,
      until: length === 0 ? 0 : (time[length - 1] as number),
      ending: null,
      digest: '',
      verdicts: [],
      judged: null,
    });
    if (this.#judges > 0) this.#worker?.postMessage({ type: 'judge' });
    // When this run was replaced meanwhile, the playhead is already meant for the next one.
    if (run === this.#run) this.#time = Math.min(this.#time, topology.endUs);
    this.#requestFrame();
  }

  #append({ chunk, until, verdicts = this.#state.verdicts }: Extract<FromWorker, { type: 'chunk' }>): void {
    this.view.store.append(chunk);
    this.view.advance();
    this.view.verdicts = verdicts;
    this.#set({ until, verdicts });
    this.#requestFrame();
  }

  #end({ ending, digest, verdicts }: Extract<FromWorker, { type: 'end' }>): void {
    this.view.verdicts = verdicts;
    const { until, endUs } = this.#state;
    const stopped = ending.why !== 'finished';
    this.#set({ ending, digest, verdicts, endUs: stopped ? until : endUs, until: stopped ? until : endUs });
    if (stopped) this.#time = Math.min(this.#time, until);
    this.#deaths = 0;
    // What readers of copies were given is told on the figure, so somebody always asks.
    if (this.#judges === 0 && hasCopies(this.#document)) this.#worker?.postMessage({ type: 'judge' });
    this.#requestFrame();
  }

  /** Watches for silence while an answer is owed. */
  #expectAnswer(): void {
    clearTimeout(this.#silence);
    const owed = this.#begun !== this.#run || this.#state.ending === null || this.#asked.size > 0;
    if (owed && this.#worker !== null) this.#silence = setTimeout(() => this.#revive(), SILENCE_MS);
  }

  /** Once for each document; a second death says that this document is the reason. */
  #revive(): void {
    this.#bury();
    this.#deaths++;
    if (this.#deaths > 1) {
      this.pause();
      this.#set({ trouble: 'stuck', ending: { why: 'error', text: '' }, endUs: this.#state.until });
      return;
    }
    this.#set({ trouble: 'restarted' });
    this.#post(this.#document);
  }

  #bury(): void {
    clearTimeout(this.#silence);
    this.#worker?.terminate();
    this.#worker = null;
    for (const answer of this.#asked.values()) answer(null);
    this.#asked.clear();
  }

  // ------------------------------------------------------------------ the playhead

  /** While a document is on its way to the worker, `endUs` is still that of the one before: `#begin` clamps then. */
  #clamp(time: number): number {
    const endUs = this.#begun === this.#run ? this.#state.endUs : Infinity;
    return Math.max(0, Math.min(time, endUs || time));
  }

  #requestFrame(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    this.#frame = 0;
    const { playing, scale, until, endUs, ending, waiting } = this.#state;
    if (playing) {
      const passed = this.#frameAt < 0 ? 0 : Math.min(FRAME_MS_MAX, now - this.#frameAt);
      this.#frameAt = now;
      const wanted = this.#time + (passed / 1000) * scale;
      const limit = ending === null ? Math.min(until, endUs) : endUs;
      const stop = this.#brake?.next(this.#time, Math.min(wanted, limit)) ?? Infinity;
      if (stop !== Infinity) {
        this.#time = stop;
        this.#tell();
        this.#brake?.reached(stop);
        this.#requestFrame();
        return;
      }
      const isHeld = ending === null && wanted >= limit;
      if (wanted < limit) this.#time = wanted;
      else this.#time = Math.max(this.#time, limit);
      if (isHeld !== waiting) this.#set({ waiting: isHeld });
      if (!isHeld && wanted >= limit) this.#set({ playing: false, waiting: false });
      else this.#requestFrame();
    }
    this.#tell();
  }

  #tell(): void {
    // While what lies before the playhead is simulated anew, the last picture stays.
    if (this.#time > this.#state.until && this.#state.ending === null) return;
    for (const listener of this.#frameListeners) listener(this.#time);
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#stateListeners) listener();
  }
}

function hasCopies(document: Plain): boolean {
  const { clusters } = (document ?? {}) as { readonly clusters?: unknown };
  return typeof clusters === 'object' && clusters !== null && Object.keys(clusters).length > 0;
}
