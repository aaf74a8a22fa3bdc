import type { Plain } from '#lib/plain.ts';
import { tellMember } from '#patterns/between-members.ts';
import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Kept } from './conflicts.ts';
import type { Change } from './state.ts';

/** What members tell each other. All of them say how far they know. */
export interface Wire {
  known: { readonly known: VectorClock };
  changes: { readonly known: VectorClock; readonly changes: readonly Change[] };
  /** For a member that lacks changes which nobody keeps any more. */
  rows: {
    readonly known: VectorClock;
    readonly time: HybridTime;
    readonly rows: readonly (readonly [key: string, kept: Kept])[];
  };
}

/** Tells another member something; what a person can read carries data. */
export function tell<Verb extends keyof Wire>(
  peer: string,
  verb: Verb,
  told: Wire[Verb],
  io: Io,
  label = '',
): void {
  const body = Object.freeze(told) as unknown as Plain;
  tellMember(peer, { kind: label === '' ? 'control' : 'replication', verb, body, label }, io);
}
