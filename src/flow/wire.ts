import type { Plain } from '#lib/plain.ts';
import type { Update } from '#patterns/crdt/crdt.ts';
import type { Marks } from '#sim/message.ts';

/**
 * What travels between nodes: the bodies of messages by verb. Kinds know these and not each other.
 * `id` is the same on every attempt of one step of one flow, `attempt` counts from 1.
 */
export interface Asking {
  readonly id: string;
  readonly attempt: number;
  /** The client session on whose behalf this is asked. */
  readonly session: string;
  /** What the session has been answered in this cluster so far; left out when no answer brought a token. */
  readonly token?: Marks;
  /** Versions of this row that the session has been shown or has written. */
  readonly context?: Marks;
}
export interface CallBody extends Asking {
  readonly op: string;
  readonly body: { readonly [key: string]: Plain };
}
export interface GetBody extends Asking {
  readonly key: string;
}
export interface ScanBody extends Asking {
  readonly prefix: string;
}
/** A write that happens only when `if` is true of the row before (`old`) and the names in `scope`. */
export interface Conditional {
  readonly if?: string;
  readonly scope?: { readonly [key: string]: Plain };
}
export interface DeleteBody extends Asking, Conditional {
  readonly key: string;
}
/** `value` is a template and `scope` its names when the value needs `old`; else it is the value. */
export interface PutBody extends Asking, Conditional {
  readonly key: string;
  readonly value: Plain;
  /** The value is a template to be filled in here. */
  readonly late?: boolean;
}
/** An update of a row of a CRDT type, carried out on the state that the store has. */
export interface UpdateBody extends Asking, Update {
  readonly key: string;
}
/** `steps` are steps of the language, carried out by the store at one instant. */
export interface TransactionBody extends Asking {
  readonly steps: Plain;
  readonly scope: { readonly [key: string]: Plain };
}
export interface EventBody {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** Milliseconds on the publisher's clock. */
  readonly time: number;
  readonly key: string;
  readonly body: { readonly [key: string]: Plain };
}
export interface PublishBody extends Asking {
  readonly topic: string;
  readonly event: EventBody;
}
export interface SendBody extends Asking {
  readonly queue: string;
  readonly event: EventBody;
}

/** A consumer shows which member of which group it is; said again at every heartbeat. */
export interface JoinBody {
  /** Topic or queue. */
  readonly channel: string;
  readonly group: string;
  readonly instance: number;
  /** How many unfinished deliveries it takes at once; 0: as the broker says. */
  readonly window: number;
  /** A group that exists only for this life of this member starts at the newest event. */
  readonly fromNewest: boolean;
  /** Counts the member's lives, so that a broker sees at once that what it had delivered is lost. */
  readonly life: number;
}
export interface DeliverBody {
  readonly channel: string;
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  readonly delivery: number;
  readonly event: EventBody;
  /** Logs: which reading of the partition this belongs to; it rises whenever the log goes back to the committed offset. */
  readonly run?: number;
  /** Logs: the offset delivered before this one in the same run, -1 for its first. A gap means that one was lost. */
  readonly after?: number;
}
export interface AckBody {
  readonly channel: string;
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  readonly instance: number;
  /** Of the event: after a crash of the log another one may stand at that offset. */
  readonly id: string;
  /** False: put it back (queues), with the reason. */
  readonly ok: boolean;
  readonly reason: string;
}
/** A log takes a partition from a member that lives; the member answers when it has finished what it was doing. */
export interface RevokeBody {
  readonly channel: string;
  readonly group: string;
  readonly partition: number;
}
