import type { Proof } from '#run/protocol.ts';
import { lasting } from '#words/amounts.ts';
import { words } from '#words/consistency.ts';
import { operationsOf, short } from './values.ts';

/** What the numbers of an operation's times are. */
export type Unit = 'time' | 'positions';

const { say } = words;

/** The one sentence that says why it cannot be. */
export function sentenceOf(proof: Proof, unit: Unit): string {
  const byId = operationsOf(proof);
  const { story } = proof;
  if (story.why === 'cycle') return say.cycle;
  if (story.why === 'no order') return say.noOrder;
  const read = byId.get(story.read);
  if (read === undefined) return say.noOrder;
  const reader = read.session;
  const value = short(read.value);
  switch (story.why) {
    case 'never written':
      return say.neverWritten(reader, value);
    case 'stale': {
      const newer = byId.get(story.newer);
      if (newer === undefined) return say.noOrder;
      const isWrite = newer.f === 'write' || newer.f === 'put';
      const told = (isWrite ? say.wrote : say.found)(newer.session, short(newer.value));
      return say.stale(reader, amountOf(read.call - (newer.ret ?? 0), unit), told, value);
    }
    case 'not yet written':
      return say.notYetWritten(reader, value, byId.get(story.write)?.session ?? '');
    case 'known':
      return say.known(reader, short(byId.get(story.write)?.value), value);
    case 'session': {
      const write = byId.get(story.write);
      const newer = short(write?.value);
      return isGuarantee(proof.of)
        ? say[proof.of](reader, write?.session ?? '', newer, value)
        : say.known(reader, newer, value);
    }
  }
}

type Guarantee = 'read-your-writes' | 'monotonic-reads' | 'monotonic-writes' | 'writes-follow-reads';
const isGuarantee = (of: string): of is Guarantee => Object.hasOwn(say, of);

export const amountOf = (amount: number, unit: Unit): string =>
  unit === 'time' ? lasting(amount) : words.proof.events(amount);
