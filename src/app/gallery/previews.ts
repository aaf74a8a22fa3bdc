import { busyAt, pictureAt, type PictureMoment } from '#editor/picture-moment.ts';
import { sceneOf, type Scene } from '#editor/scene.ts';
import { parseDuration } from '#lib/duration.ts';
import type { Plain } from '#lib/plain.ts';
import type { Scenario } from '#library/scenario.ts';
import { RunClient, type WorkerLike } from '#run/client.ts';
import type { VerdictView } from '#run/view/run-view.ts';

/** What is known of a scenario's own run: a telling moment of it, and how its checks stand at its end. */
export interface Preview {
  readonly scene: Scene;
  readonly moment?: PictureMoment;
  readonly verdicts?: readonly VerdictView['verdict'][];
}

/** Virtual µs per second of the reader's: a picture is looked at for a few seconds only. */
const SCALE = 250_000;
/** A picture is taken at the busiest of so many moments, this far apart, µs. */
const LOOKS = 12;
const LOOK_US = 60_000;
/** How long after its first fault a scenario shows what it is about, µs. */
const TROUBLE_US = 300_000;
/** A worker keeps what its runs said; after so many it is replaced. */
const RUNS_MAX = 8;
/** A moving picture is drawn at most this often, ms. */
const FRAME_MS = 30;

/**
 * Makes the pictures of the gallery, one at a time, each from a run of its own in a worker of the gallery's: first a
 * still of every scenario that has come into view, and at once a moving one of the scenario that is pointed at.
 */
export class Previews {
  readonly #client: RunClient;
  readonly #known = new Map<string, Preview>();
  readonly #waiting = new Map<string, Scenario>();
  readonly #listeners = new Set<() => void>();
  #task: (() => void) | null = null;
  #playing: string | null = null;
  #runs = 0;
  #may = false;

  constructor(spawn: () => WorkerLike) {
    this.#client = new RunClient(spawn);
    this.#client.setScale(SCALE);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is known by now; the same object until more is. */
  of(id: string): Preview | null {
    return this.#known.get(id) ?? null;
  }

  /** From now on there is time for stills. */
  begin(): void {
    this.#may = true;
    this.#next();
  }

  /** A still is wanted: at first as it was drawn, and when there is time as it runs. */
  want(scenario: Scenario): void {
    if (this.#known.get(scenario.id)?.verdicts !== undefined) return;
    this.#waiting.set(scenario.id, scenario);
    whenIdle(() => {
      if (!this.#waiting.has(scenario.id)) return;
      this.#sceneOf(scenario);
      this.#tell();
      this.#next();
    });
  }

  /** It went out of view before its turn. */
  forget({ id }: Scenario): void {
    this.#waiting.delete(id);
  }

  /** Runs a scenario for `draw` until the function returned is called; nothing else runs meanwhile. */
  play(scenario: Scenario, draw: (moment: PictureMoment) => void): () => void {
    this.#stop();
    this.#playing = scenario.id;
    const scene = this.#sceneOf(scenario);
    let last = this.of(scenario.id)?.moment;
    let drawnAt = -Infinity;
    const run = (): void => {
      this.#client.play();
      const stop = this.#client.subscribeFrame((t) => {
        const now = performance.now();
        if (now - drawnAt < FRAME_MS) return;
        drawnAt = now;
        last = pictureAt(scene, this.#client.view, t, last);
        draw(last);
      });
      this.#task = stop;
    };
    this.#run(scenario, run);
    return () => {
      if (this.#playing !== scenario.id) return;
      this.#playing = null;
      this.#stop();
      this.#next();
    };
  }

  /** Nobody looks any more: what is known stays, its worker goes. */
  rest(): void {
    this.#may = false;
    this.#playing = null;
    this.#stop();
    this.#waiting.clear();
    this.#client.dispose();
  }

  #next(): void {
    if (!this.#may || this.#playing !== null || this.#task !== null) return;
    for (const [id, scenario] of this.#waiting) {
      this.#waiting.delete(id);
      if (this.#known.get(id)?.verdicts !== undefined) continue;
      this.#run(scenario, () => {
        this.#stop();
        this.#next();
      });
      return;
    }
  }

  /** Runs a scenario to its end, takes its picture, and goes on with `then`, the playhead where the picture was taken. */
  #run(scenario: Scenario, then: () => void): void {
    const client = this.#client;
    if (++this.#runs % RUNS_MAX === 0) client.dispose();
    client.pause();
    client.load(scenario.document as unknown as Plain);
    const look = (): void => {
      if (client.getState().ending === null) return;
      stop();
      this.#task = null;
      const { id } = scenario;
      const at = momentFor(scenario, client);
      client.seek(at);
      const scene = this.#sceneOf(scenario);
      const moment = pictureAt(scene, client.view, at);
      const verdicts = client.view.verdictsAt(client.getState().endUs).map(({ verdict }) => verdict);
      this.#known.set(id, { scene, moment, verdicts });
      this.#tell();
      then();
    };
    const stop = client.subscribe(look);
    this.#task = () => {
      stop();
      // Half a run is none: its still is made when there is time again.
      this.#waiting.set(scenario.id, scenario);
    };
  }

  #sceneOf({ id, document }: Scenario): Scene {
    const known = this.#known.get(id) ?? { scene: sceneOf(document) };
    this.#known.set(id, known);
    return known.scene;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #stop(): void {
    this.#task?.();
    this.#task = null;
    this.#client.pause();
  }
}

/** A moment at which something is going wrong and much is under way, µs. */
function momentFor({ opensAt, document }: Scenario, client: RunClient): number {
  const fault = parseDuration(document.timeline?.[0]?.at ?? '') ?? 0;
  const from = opensAt === undefined ? fault + TROUBLE_US : (parseDuration(opensAt) ?? 0);
  let best = from;
  let most = -1;
  for (let i = 0; i < LOOKS; i++) {
    const busy = busyAt(client.view, from + i * LOOK_US);
    if (busy <= most) continue;
    most = busy;
    best = from + i * LOOK_US;
  }
  return best;
}

const whenIdle = (work: () => void): unknown => (globalThis.requestIdleCallback ?? setTimeout)(work);
