import type { Plain } from '#lib/plain.ts';
import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
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

/** The link between two members may be drawn either way round. */
export function tell<Verb extends keyof Wire>(
  peer: string,
  verb: Verb,
  body: Wire[Verb],
  io: Io,
  label = '',
): void {
  const port = io.ports.find((each) => each.peerId === peer);
  if (port === undefined) return;
  io.send({
    link: port.link,
    back: !port.outgoing,
    kind: label === '' ? 'control' : 'replication',
    verb,
    label,
    body: Object.freeze(body) as unknown as Plain,
    ordered: true,
  });
}

export const peerOf = (message: Message, io: Io): string =>
  io.ports.find((port) => port.link === message.link)?.peerId ?? '';
