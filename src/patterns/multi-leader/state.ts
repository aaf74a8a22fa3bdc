import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Held } from '#patterns/session-token.ts';
import type { Kept } from './conflicts.ts';

export interface LeaderParams {
  readonly conflicts: 'lastWriteWins' | 'siblings';
  readonly clock: 'wall' | 'lamport' | 'hybrid';
  readonly causal: boolean;
  /** 0: every write is sent at once. */
  readonly exchangeUs: number;
  readonly sessions: boolean;
}

/** What one member did at one instant. Frozen; travels as it is. */
export interface Change {
  readonly actor: string;
  /** Its `seq`th; members take an actor's changes in this order. */
  readonly seq: number;
  readonly time: HybridTime;
  /** Causal delivery: what its maker knew, which must be there first. */
  readonly needs: VectorClock;
  readonly rows: readonly (readonly [key: string, kept: Kept])[];
  readonly label: string;
}

/** The changes of one actor that some member may still lack: those after `base`. */
export interface Log {
  base: number;
  /** When rows came in place of the changes up to `base`. */
  since: number;
  entries: { readonly change: Change; readonly at: number }[];
}

/** What a disk keeps, and a crash may take back. Rows and changes are frozen, so a copy is cheap. */
export interface OnDisk {
  /** How many changes of each actor have been applied here, without a gap. */
  known: VectorClock;
  /** The latest time that this member has heard of, or made. */
  time: HybridTime;
  rows: Map<string, Kept>;
  logs: Map<string, Log>;
}

export interface Peer {
  /** As it last said; whether it has said anything since this member began. */
  known: VectorClock;
  told: boolean;
  /** It will know so much if nothing is lost; taken back when it has said nothing of it for a while. */
  sent: VectorClock;
  progressAt: number;
  heardAt: number;
}

/** What one member is. Plain data. */
export interface LeaderState extends OnDisk {
  /** Under which name it counts its changes. */
  actor: string;
  /** How often a crash has taken something back: each time it must take a new name. */
  life: number;
  /** Whether it hears all the others: `together` or `apart`. */
  reach: string;
  durable: OnDisk;
  peers: Map<string, Peer>;
  /** Changes that came before what they need. */
  early: Change[];
  held: Held[];
  /** Rows that stand in several versions. */
  siblings: number;
}

export const copyOf = ({ known, time, rows, logs }: OnDisk): OnDisk => ({
  known,
  time,
  rows: new Map(rows),
  logs: new Map([...logs].map(([actor, log]) => [actor, { ...log, entries: [...log.entries] }])),
});

const LIFE = '~';
export const actorName = (member: string, life: number): string =>
  life === 0 ? member : `${member}${LIFE}${life}`;
const lifeOf = (actor: string): number => Number(actor.split(LIFE)[1] ?? 0);
export const memberOf = (actor: string): string => actor.split(LIFE)[0]!;

/** A later life of the same member has begun. */
export const isOver = (known: VectorClock, actor: string): boolean =>
  Object.keys(known).some((each) => memberOf(each) === memberOf(actor) && lifeOf(each) > lifeOf(actor));

/**
 * Whether all that a session has seen is known. What a crash took back comes again from whoever had heard of it, or from
 * nowhere: of a life that is over nothing is waited for.
 */
export function meets(known: VectorClock, token: VectorClock): boolean {
  for (const actor in token) {
    if ((known[actor] ?? 0) < token[actor]! && !isOver(known, actor)) return false;
  }
  return true;
}
