import type { Plain } from '#lib/plain.ts';
import { tellMember } from '#patterns/between-members.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Command } from './machine.ts';
import type { RaftMessage } from './state.ts';

export function send(to: string, message: RaftMessage, label: string, io: Io): void {
  const carries = message.t === 'snapshot' || (message.t === 'append' && message.entries.length > 0);
  const body = message as unknown as Plain;
  tellMember(to, { kind: carries ? 'replication' : 'control', verb: message.t, body, label }, io);
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
