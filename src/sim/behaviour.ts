import type { Distribution } from '#lib/distribution.ts';
import type { Plain } from '#lib/plain.ts';
import type { Message, MessageKind, Outcome } from './message.ts';

export type Status = 'up' | 'down' | 'paused';

/** What can happen to a node. Everything it may know arrives here or through `Io`. */
export type Stimulus =
  | { readonly type: 'start' }
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'timer'; readonly payload: Plain }
  /** The instance died: forget what was in memory. Nothing can be sent. */
  | { readonly type: 'crash' }
  /** The instance lives again, with what survived. */
  | { readonly type: 'restart' }
  /** A parameter was set while it runs. */
  | { readonly type: 'params' }
  /** The load is multiplied by `factor` from now on (1 = as designed). */
  | { readonly type: 'load'; readonly factor: number };

export interface SendOptions {
  readonly link: number;
  readonly back?: boolean;
  readonly kind: MessageKind;
  readonly verb: string;
  readonly body: Plain;
  readonly label?: string;
  /** A certain instance of the receiver; left out, the receiver's address chooses. */
  readonly toInstance?: number;
  /** A reply is waited for (default false). */
  readonly wanted?: boolean;
  /** Keeps its place behind earlier ordered messages of this link and direction (default false). */
  readonly ordered?: boolean;
}

/** A link as its two ends see it. */
export interface Port {
  readonly link: number;
  readonly id: string;
  /** The node at the other end. */
  readonly peer: number;
  readonly peerId: string;
  /** This node stands at the arrow's tail (false: at its head). */
  readonly outgoing: boolean;
}

/** What a node may do and ask for while it handles one stimulus. Times are whole microseconds. */
export interface Io<Params = unknown> {
  readonly node: number;
  readonly nodeId: string;
  readonly instance: number;
  readonly params: Params;
  /** Virtual time. Only for durations; what a program would print comes from `clock`. */
  readonly now: number;
  /** This node's own clock: virtual time plus its skew. */
  readonly clock: number;
  readonly ports: readonly Port[];
  status(instance: number): Status;
  /** A uniform draw in [0, 1) from this node's stream for `purpose`. */
  draw(purpose: string): number;
  /** A duration from this node's stream for `purpose`. */
  sample(purpose: string, distribution: Distribution): number;
  send(options: SendOptions): number;
  reply(to: Message, outcome: Outcome, kind?: MessageKind): void;
  /** Fires once after `delayUs`; dies with the instance. `work: true` is stretched while the node is slowed. */
  timer(delayUs: number, payload: Plain, options?: { work?: boolean }): number;
  cancel(timer: number): void;
  /** Records a fact of this kind's own vocabulary. */
  fact(name: string, fields?: Fact): number;
  /** Records that a machine moved. */
  moved(machine: string, from: string, to: string, by: string, link?: number): number;
  begin(operation: number, name: string, data: Plain): number;
  end(operation: number, name: string, outcome: number, durationUs: number, data: Plain): number;
  flow(phase: number, flow: string, step: number, number: number, data?: Plain): number;
  /** The event that what follows is recorded as caused by; returns the former one. */
  because(event: number): number;
}

export interface Fact {
  readonly a?: number;
  readonly b?: number;
  readonly value?: number;
  readonly link?: number;
  readonly data?: Plain;
}

/**
 * What stands on the canvas. `State` is plain data: it can be cloned, hashed, sent and shown. A behaviour
 * changes its state in place and never reads a clock, a random source, another node or the network.
 */
export interface Behaviour<State = unknown, Params = unknown> {
  readonly kind: string;
  /** How many processes run behind this node's address (default 1). */
  instances?(params: Params): number;
  start(io: Io<Params>): State;
  step(state: State, stimulus: Stimulus, io: Io<Params>): void;
  /** Which instance serves a message sent to the address; -1 refuses it. Default: 0. */
  pick?(state: State, message: Message, io: Io<Params>): number;
  /** What expressions in checks see under this node's id. Read-only. */
  shows(state: State, io: Pick<Io<Params>, 'now' | 'status' | 'params'>): Plain | ReadonlyMap<string, Plain>;
}
