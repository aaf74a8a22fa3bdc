import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';
import { textField } from './payload.ts';

export interface BreakerView {
  readonly state: 'closed' | 'halfOpen' | 'open';
  /** When it will let a probe through, µs; -1 unless open. */
  readonly opensUntil: number;
  readonly since: number;
  /** Share of calls that failed, 0 to 1; -1 when it was not worked out yet. */
  readonly failureRate: number;
}

const GRAVITY = { closed: 0, halfOpen: 1, open: 2 } as const;

/** Circuit breakers by link. Each instance of the caller has its own; the link shows the worst of them. */
export class Breakers {
  readonly #store: RecordStore;
  /** Per link and name, per instance of the caller. */
  readonly #tracks = new Map<string, IntList[]>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** Takes `state` events of breakers and the facts whose names begin with `breaker.`. */
  add(event: number, name: string): void {
    const key = `${name} ${this.#store.link[event] as number}`;
    let tracks = this.#tracks.get(key);
    if (tracks === undefined) this.#tracks.set(key, (tracks = []));
    (tracks[Math.max(0, this.#store.instance[event] as number)] ??= new IntList()).push(event);
  }

  truncate(length: number): void {
    for (const tracks of this.#tracks.values()) for (const track of tracks) track?.cut(length);
  }

  /** The breaker on a link after `event`; null when it never moved, that is, when it is closed or there is none. */
  at(link: number, event: number): BreakerView | null {
    let worst: BreakerView | null = null;
    const instances = this.#tracks.get(`breaker ${link}`) ?? [];
    for (let instance = 0; instance < instances.length; instance++) {
      const moved = instances[instance]?.valueAtMost(event) ?? -1;
      if (moved < 0) continue;
      const state = stateNamed(textField(this.#store.dataOf(moved), 'to'));
      if (worst !== null && GRAVITY[worst.state] >= GRAVITY[state]) continue;
      const until = this.#value('breaker.opensUntil', link, instance, event);
      worst = {
        state,
        opensUntil: state === 'open' ? until : -1,
        since: this.#store.time[moved] as number,
        failureRate: this.#value('breaker.failureRate', link, instance, event),
      };
    }
    return worst;
  }

  #value(name: string, link: number, instance: number, event: number): number {
    const last = this.#tracks.get(`${name} ${link}`)?.[instance]?.valueAtMost(event) ?? -1;
    return last < 0 ? -1 : (this.#store.value[last] as number);
  }
}

function stateNamed(name: string): BreakerView['state'] {
  return name === 'open' || name === 'halfOpen' ? name : 'closed';
}
