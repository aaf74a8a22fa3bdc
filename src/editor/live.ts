import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { equalPlain } from '#lib/plain.ts';
import type { RunView } from '#run/view/run-view.ts';
import type { Playback } from './ports.ts';

/** While time runs, everything drawn is looked at anew on every so many-th frame, each on its turn. */
const TURNS = 4;
/** When time stands, what had not had its turn is brought up to date after so long, ms. */
const SETTLE_MS = 80;
/** A badge is read in so long, seconds of the reader's time. */
const LINGER_S = 1.4;

type Look = (t: number) => void;

/**
 * Tells what is drawn when to look at the run again: at once when time stands or jumps, in turns while it runs, so
 * that no frame has to do everything and no number changes faster than it can be read.
 */
export class Live {
  readonly playback: Playback;
  readonly #turns: readonly Set<Look>[] = Array.from({ length: TURNS }, () => new Set<Look>());
  #next = 0;
  #joined = 0;
  #shown = -1;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(playback: Playback) {
    this.playback = playback;
  }

  get time(): number {
    return this.playback.time;
  }

  get run(): RunView {
    return this.playback.view;
  }

  /** How much virtual time passes while a badge is read. */
  get lingerUs(): number {
    return this.playback.getState().scale * LINGER_S;
  }

  /** Calls `look` whenever it is its turn. */
  add(look: Look): () => void {
    const turn = this.#turns[this.#joined++ % TURNS]!;
    turn.add(look);
    this.#stop ??= this.playback.subscribeFrame((t) => this.#frame(t));
    return () => {
      turn.delete(look);
      if (this.#turns.every(({ size }) => size === 0)) {
        this.#stop?.();
        this.#stop = undefined;
        clearTimeout(this.#settling);
      }
    };
  }

  #frame(t: number): void {
    const { playing, scale } = this.playback.getState();
    const isJump = t < this.#shown || t - this.#shown > scale / 2;
    this.#shown = t;
    clearTimeout(this.#settling);
    if (!playing || isJump) {
      for (const turn of this.#turns) for (const look of turn) look(t);
      return;
    }
    for (const look of this.#turns[this.#next++ % TURNS]!) look(t);
    this.#settle();
  }

  /** Brings everything up to date once time stands; while it runs, frames do that, however few there are. */
  #settle(): void {
    this.#settling = setTimeout(() => {
      if (this.playback.getState().playing) return this.#settle();
      for (const turn of this.#turns) for (const look of turn) look(this.playback.time);
    }, SETTLE_MS);
  }
}

export const LiveContext = createContext<Live | null>(null);

/**
 * What `look` sees of the run now; the component is rendered again only when that is another value. `look` must be
 * stable (useCallback) and give plain data. Without a run it is `otherwise`.
 */
export function useLive<T>(look: (live: Live, t: number) => T, otherwise: T): T {
  const live = useContext(LiveContext);
  const cell = useMemo(() => (live === null ? null : new Cell(live, look)), [live, look]);
  const seen = useSyncExternalStore(cell?.subscribe ?? never, cell?.read ?? nothing);
  return cell === null ? otherwise : (seen as T);
}

/** The last value of one look, replaced only by a different one. */
class Cell<T> {
  readonly #live: Live;
  readonly #look: (live: Live, t: number) => T;
  #value: T;

  constructor(live: Live, look: (live: Live, t: number) => T) {
    this.#live = live;
    this.#look = look;
    this.#value = look(live, live.time);
  }

  readonly read = (): T => this.#value;

  readonly subscribe = (notify: () => void): (() => void) =>
    this.#live.add((t) => {
      const next = this.#look(this.#live, t);
      if (equalPlain(this.#value, next)) return;
      this.#value = next;
      notify();
    });
}

const nothing = (): undefined => undefined;
const never = (): (() => void) => nothing;
