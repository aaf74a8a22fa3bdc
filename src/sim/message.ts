import type { Plain } from '#lib/plain.ts';
import type { Reason } from './reasons.ts';

/** The glyph a message travels as; `control` is what keeps sessions alive (heartbeats, acknowledgements). */
export const MESSAGE_KINDS = ['request', 'reply', 'event', 'compensation', 'replication', 'control'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** How far something has come, by whatever counts it; of two, the greater of each name. */
export type Marks = { readonly [name: string]: number };

/** How an attempt ended, as the one who waited for it sees it. */
export type Outcome =
  | { readonly ok: true; readonly value: Plain; readonly token?: Marks; readonly context?: Marks }
  | { readonly ok: false; readonly reason: Reason; readonly text?: string };

/** A message under way or just arrived. Nobody changes it or its `body` once it is sent; the kernel freezes both when it saves. */
export interface Message {
  /** Unique in the run; a duplicate made by a link has an id of its own. */
  readonly id: number;
  readonly kind: MessageKind;
  /** Indexes into the system's nodes. */
  readonly from: number;
  readonly fromInstance: number;
  /** Which life of the sender sent it: an answer to an earlier life is not waited for. */
  readonly fromEpoch: number;
  readonly to: number;
  /** -1: the receiving node chooses. */
  readonly toInstance: number;
  readonly link: number;
  /** Against the arrow of its link: replies, acknowledgements, deliveries pulled by consumers. */
  readonly back: boolean;
  /** The sender waits for a reply: refused or reset connections are reported to it. */
  readonly wanted: boolean;
  /** The id of the request this answers, or -1. */
  readonly re: number;
  /** An answer that carries a failure. */
  readonly failed: boolean;
  /** Which handler at the receiver this is for ('call', 'get', 'publish', 'join', …). */
  readonly verb: string;
  readonly label: string;
  readonly body: Plain;
  readonly sentAt: number;
}

/** How an instance is called wherever a person may read it: counted from 1, as in the document. */
export const instanceName = (node: string, instance: number): string => `${node}#${instance + 1}`;
