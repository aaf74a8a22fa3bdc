import { dropHints } from './replica.ts';
import { isSuspected } from './state.ts';
import type { Member } from './state.ts';
import { labelOf, tell } from './wire.ts';
import type { Row } from './wire.ts';

/** How often members in doubt, and those there are hints for, are asked whether they are back. */
const PROBE_US = 250_000;

/** Sees to it that members in doubt are asked from time to time. */
export function beginProbing(member: Member): void {
  const { state, io } = member;
  if (state.probing >= 0 || toProbe(member).length === 0) return;
  state.probing = io.timer(PROBE_US, { t: 'probe' });
}

export function probe(member: Member): void {
  member.state.probing = -1;
  for (const peer of toProbe(member)) tell(peer, 'ping', {}, member.io);
  beginProbing(member);
}

function toProbe({ state, params, store }: Member): string[] {
  return store.members.filter(
    (peer) =>
      peer !== store.self && (isSuspected(state, peer) || (params.hintedHandoff && state.hints.has(peer))),
  );
}

/** It is back: it gets what was kept for it. What it confirms is forgotten here. */
export function handOff({ state, params, io }: Member, peer: string): void {
  const hints = state.hints.get(peer);
  if (hints === undefined || !params.hintedHandoff) return;
  const rows = [...hints] as Row[];
  tell(peer, 'handOff', { rows }, io, labelOf('hint', rows));
}

export const onHandedOff = (member: Member, peer: string, rows: readonly Row[]): void =>
  dropHints(member, peer, rows);
