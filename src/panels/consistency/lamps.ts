import type { Lamp, LampState, StoreJudgement } from '#run/protocol.ts';
import { words } from '#words/consistency.ts';

/** The models, and what becomes of the copies in the end. */
export type RowId = Lamp | 'eventual';

/** A lamp as it stands at a moment of the run. */
export interface Row {
  readonly id: RowId;
  readonly verdict: 'ok' | 'no' | 'half';
  /** In a word, and with a little more. */
  readonly says: string;
  readonly more: string;
}

const { lamp: say } = words;

/** All lamps at a moment: the red ones first, in each part the strongest first. A model implies none that comes before it. */
export function rowsAt(store: StoreJudgement, time: number, endUs: number): Row[] {
  const rows = [...store.lamps.map((lamp) => rowAt(lamp, store, time)), eventualAt(store, time, endUs)];
  return [
    ...rows.filter(({ verdict }) => verdict === 'no'),
    ...rows.filter(({ verdict }) => verdict !== 'no'),
  ];
}

function rowAt(state: LampState, store: StoreJudgement, time: number): Row {
  const { lamp: id, verdict, brokenAt, proof } = state;
  if (verdict === 'unknown') return { id, verdict: 'half', says: say.unknown, more: '' };
  if (brokenAt !== null && brokenAt <= time) {
    return { id, verdict: 'no', says: say.invalid, more: say.operations(proof?.operations.length ?? 0) };
  }
  if (time < store.firstAt) return { id, verdict: 'half', says: say.notYet, more: '' };
  if (brokenAt !== null) return { id, verdict: 'ok', says: say.later, more: say.breaksAt(brokenAt) };
  const byOrder = id === 'linearizable' || id === 'sequential';
  return { id, verdict: 'ok', says: say.valid, more: byOrder ? say.anOrder : say.noBadPattern };
}

function eventualAt({ members, converged, firstAt }: StoreJudgement, time: number, endUs: number): Row {
  const id = 'eventual';
  if (members.length < 2) {
    return {
      id,
      verdict: time < firstAt ? 'half' : 'ok',
      says: time < firstAt ? say.notYet : say.valid,
      more: say.oneCopy,
    };
  }
  if (time < endUs) return { id, verdict: 'half', says: say.unknown, more: say.askAtEnd };
  const { verdict, key } = converged;
  if (verdict === 'valid') return { id, verdict: 'ok', says: say.valid, more: say.agree };
  if (verdict === 'unknown') return { id, verdict: 'half', says: say.unknown, more: say.stillTalking };
  return { id, verdict: 'no', says: say.invalid, more: say.differ(key ?? '') };
}

/** The strongest model whose lamp is green; null when none is. */
export const strongestThatHolds = (rows: readonly Row[]): RowId | null =>
  rows.find(({ id, verdict }) => verdict === 'ok' && id !== 'eventual')?.id ?? null;
