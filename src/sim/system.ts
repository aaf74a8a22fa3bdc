import type { Distribution } from '#lib/distribution.ts';
import type { Behaviour } from './behaviour.ts';
import type { Plain } from '#lib/plain.ts';

/** A drawn system, ready to run: indexes instead of names, microseconds instead of text. */
export interface System {
  readonly seed: number;
  readonly endUs: number;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkSpec[];
  readonly faults: readonly FaultSpec[];
}

export interface NodeSpec {
  readonly id: string;
  // The kernel hands each behaviour back only the state and parameters that it made itself.
  readonly behaviour: Behaviour<never, never>;
  readonly params: unknown;
}

export interface LinkSpec {
  /** `from>to`, also the key of its random streams. */
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly delay: Distribution;
  /** Shares of messages, 0 to 1. */
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
}

export interface Target {
  readonly node: number;
  /** -1: all of them. */
  readonly instance: number;
}

/** Which way a fault on a link works: along the arrow, against it, or both. */
export type Way = 'forward' | 'back' | 'both';

/** One entry of the timeline. `until` is Infinity when it does not heal by itself. */
export interface FaultSpec {
  /** Its place in the document's timeline. */
  readonly index: number;
  readonly at: number;
  readonly until: number;
  readonly action: FaultAction;
}

export type FaultAction =
  | { readonly do: 'crash' | 'restart' | 'pause'; readonly target: Target }
  /** Cuts whatever crosses between the two sides; `cuts` lists (link, way) worked out beforehand. */
  | { readonly do: 'partition'; readonly cuts: readonly { link: number; way: Way }[] }
  /** Ends the partitions with these timeline indexes, or all of them. */
  | { readonly do: 'heal'; readonly faults: readonly number[] | 'all' }
  | { readonly do: 'link'; readonly link: number; readonly way: Way; readonly effect: LinkEffect }
  | { readonly do: 'slow'; readonly target: Target; readonly factor: number }
  | { readonly do: 'load'; readonly node: number; readonly factor: number }
  | { readonly do: 'skew'; readonly node: number; readonly byUs: number }
  | {
      readonly do: 'message';
      readonly link: number;
      readonly way: 'forward' | 'back';
      /** The k-th message sent on that link and way, from 1. */
      readonly nth: number;
      readonly effect: { readonly drop: true } | { readonly duplicate: true } | { readonly delayUs: number };
    }
  | {
      readonly do: 'set';
      readonly node: number;
      readonly params: (current: unknown) => unknown;
      readonly what: Plain;
    }
  | { readonly do: 'setLink'; readonly link: number; readonly change: (current: LinkSpec) => LinkSpec };

/** What a fault adds to a link while it lasts; shares add up to at most 1. */
export interface LinkEffect {
  readonly cut?: boolean;
  readonly delay?: Distribution;
  readonly loss?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
}
