import type { Plain } from '#lib/plain.ts';
import type { Io, Port } from '#sim/behaviour.ts';
import type { Message, MessageKind } from '#sim/message.ts';

/** What one member of a cluster tells another. */
export interface Telling {
  readonly kind: MessageKind;
  readonly verb: string;
  /** Nobody changes it any more. */
  readonly body: Plain;
  /** What a person reads on it; '' on those that only say that somebody is there. */
  readonly label: string;
  /** It keeps its place behind earlier ordered ones (default true). */
  readonly ordered?: boolean;
}

/** The link between two members may be drawn either way round; of two, each takes its own. */
export function tellMember(peer: string, { kind, verb, body, label, ordered = true }: Telling, io: Io): void {
  let port: Port | undefined;
  for (const each of io.ports)
    if (each.peerId === peer && (port === undefined || (each.outgoing && !port.outgoing))) port = each;
  if (port === undefined) return;
  io.send({ link: port.link, back: !port.outgoing, kind, verb, label, body, ordered });
}

/** The member that sent a message; '' when no link leads to the sender. */
export const peerOf = (message: Message, io: Io): string =>
  io.ports.find((port) => port.link === message.link)?.peerId ?? '';
