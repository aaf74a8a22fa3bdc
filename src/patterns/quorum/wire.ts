import type { Plain } from '#lib/plain.ts';
import { freezeDeep } from '#lib/plain.ts';
import { tellMember } from '#patterns/between-members.ts';
import type { Io } from '#sim/behaviour.ts';
import type { MessageKind } from '#sim/message.ts';
import type { Copy } from './copy.ts';

/** A row and what the sender knows of it. */
export type Row = readonly [key: string, copy: Copy];

/** What members tell each other, by verb. `op` is the coordinator's number of an operation. */
export interface Wire {
  /** `hintFor` names the member that the receiver stands in for, or ''. */
  readonly write: {
    readonly op: number;
    readonly key: string;
    readonly copy: Copy;
    readonly hintFor: string;
  };
  readonly wrote: { readonly op: number };
  readonly read: { readonly op: number; readonly key: string };
  readonly copy: { readonly op: number; readonly copy: Copy | null };
  readonly range: { readonly op: number; readonly prefix: string };
  readonly rows: { readonly op: number; readonly rows: readonly Row[] };
  readonly repair: { readonly rows: readonly Row[] };
  readonly ping: Record<string, never>;
  readonly pong: Record<string, never>;
  readonly handOff: { readonly rows: readonly Row[] };
  readonly handedOff: { readonly rows: readonly Row[] };
  /** A number for each bucket of the rows that both hold: equal numbers, equal rows. */
  readonly digest: { readonly buckets: readonly number[] };
  /** Which buckets differ, and what is in them here. */
  readonly differing: {
    readonly buckets: readonly number[];
    readonly stamps: readonly (readonly [string, string])[];
  };
  /** Rows for the receiver, and which ones the sender would like to have. */
  readonly exchange: { readonly rows: readonly Row[]; readonly wanted: readonly string[] };
}
export type Verb = keyof Wire;

const KINDS: Readonly<Record<Verb, MessageKind>> = {
  write: 'replication',
  wrote: 'control',
  read: 'control',
  copy: 'replication',
  range: 'control',
  rows: 'replication',
  repair: 'replication',
  ping: 'control',
  pong: 'control',
  handOff: 'replication',
  handedOff: 'control',
  digest: 'control',
  differing: 'control',
  exchange: 'replication',
};

/** Tells another member something. Answers may overtake each other: an operation knows its own by its number. */
export function tell<V extends Verb>(peer: string, verb: V, told: Wire[V], io: Io, label = ''): void {
  const body = freezeDeep(told) as unknown as Plain;
  tellMember(peer, { kind: KINDS[verb], verb, body, label, ordered: false }, io);
}

/** What a person reads on a message of several rows. */
export function labelOf(what: string, rows: readonly Row[]): string {
  const first = rows[0]?.[0] ?? '';
  return rows.length > 1 ? `${what} ${first} +${rows.length - 1}` : `${what} ${first}`;
}
