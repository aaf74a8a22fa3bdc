import type { Plain } from '#lib/plain.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import type { Command } from './machine.ts';
import type { RaftMessage } from './state.ts';

/** The link between two members may be drawn either way round. */
export function send(to: string, message: RaftMessage, label: string, io: Io): void {
  const port = io.ports.find((each) => each.peerId === to);
  if (port === undefined) return;
  const carries = message.t === 'snapshot' || (message.t === 'append' && message.entries.length > 0);
  io.send({
    link: port.link,
    back: !port.outgoing,
    kind: carries ? 'replication' : 'control',
    verb: message.t,
    label,
    body: message as unknown as Plain,
    ordered: true,
  });
}

export function peerOf(message: Message, io: Io): string {
  return io.ports.find((port) => port.link === message.link)?.peerId ?? '';
}

/** What a person reads on a message; nothing on those that only say that somebody is there. */
export function labelOf(message: RaftMessage): string {
  switch (message.t) {
    case 'requestVote':
      return message.pre ? `pre-vote, term ${message.term}?` : `vote, term ${message.term}?`;
    case 'vote':
      return message.granted ? (message.pre ? 'would vote' : 'vote') : 'no';
    case 'append': {
      const { entries } = message;
      const last = entries[entries.length - 1];
      if (last === undefined) return '';
      const name = `${labelOfEntry(last.command)} #${last.index}`;
      return entries.length > 1 ? `${name} +${entries.length - 1}` : name;
    }
    case 'snapshot':
      return `snapshot ${message.last.index}`;
    case 'appended':
    case 'heartbeat':
    case 'heard':
      return '';
  }
}

/** An entry in a few words, the row that it is about first. */
export function labelOfEntry(command: Plain): string {
  if (command === null) return 'new term';
  const { verb, body } = command as unknown as Command;
  if (body.key === undefined) return verb;
  return verb === 'put' ? body.key : `${body.key} ${verb}`;
}
