import type { Proof, ShownOperation } from '#run/protocol.ts';
import { words } from '#words/consistency.ts';
import { timeAxis } from './time-axis.ts';
import { labelOf, operationsOf, short } from './values.ts';

/** Everything of a drawn proof, in px of the drawing. */
export interface ProofLayout {
  readonly width: number;
  readonly height: number;
  /** Where the lanes begin. */
  readonly top: number;
  readonly lanes: readonly { readonly session: string; readonly y: number }[];
  readonly bars: readonly Bar[];
  readonly register: readonly Cell[];
  readonly folds: readonly number[];
  readonly ticks: readonly { readonly x: number; readonly at: number }[];
  /** From the answer that forbids it to the read that is too late. */
  readonly measure: Measure | null;
  /** The wash that ties the read to what the register then held. */
  readonly wash: {
    readonly x: number;
    readonly width: number;
    readonly top: number;
    readonly bottom: number;
  } | null;
}

export interface Bar {
  readonly operation: ShownOperation;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly label: string;
  readonly isOffending: boolean;
  /** It never answered: its right end is open. */
  readonly isOpen: boolean;
}

export interface Cell {
  readonly x: number;
  readonly width: number;
  readonly values: readonly string[];
  /** While the offending read lasted. */
  readonly isDemanded: boolean;
}

export interface Measure {
  readonly operation: ShownOperation;
  readonly reader: ShownOperation;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly lasting: number;
}

export const BAR_HEIGHT = 28;
export const REGISTER = { y: 30, height: 26 } as const;
const LANE_HEIGHT = 50;
const CHARACTER = 7;
const TICK_ROOM = 46;
/** How far an unanswered operation goes on, as a share of all. */
const TAIL = 0.04;

/** Lays out a proof as operations in lanes over folded time. `whole`: with what else happened to the same keys. */
export function layoutOf(proof: Proof, whole: boolean, width: number): ProofLayout {
  const byId = operationsOf(proof);
  const ids = whole ? proof.around : proof.operations;
  const shown = ids.map((id) => byId.get(id)!);
  const first = Math.min(...shown.map(({ call }) => call));
  const last = Math.max(...shown.map(({ call, ret }) => ret ?? call));
  const end = last + Math.max(1, (last - first) * TAIL);
  const untilOf = ({ ret }: ShownOperation): number => ret ?? end;
  const axis = timeAxis(
    shown.map((operation) => ({
      from: operation.call,
      to: untilOf(operation),
      need: labelOf(operation).length * CHARACTER + 20,
    })),
    width,
  );
  const hasRegister = proof.held.length > 0;
  const top = hasRegister ? 88 : 20;
  const sessions = [...new Set(shown.map(({ session }) => session))];
  const laneOf = (session: string): number => top + sessions.indexOf(session) * LANE_HEIGHT;
  const bars = shown.map((operation): Bar => {
    const x = axis.xOf(operation.call);
    return {
      operation,
      x,
      y: laneOf(operation.session),
      width: axis.xOf(untilOf(operation)) - x,
      label: labelOf(operation),
      isOffending: operation.id === proof.offending,
      isOpen: operation.ret === null,
    };
  });
  const bottom = top + sessions.length * LANE_HEIGHT;
  const offending = bars.find(({ isOffending }) => isOffending);
  return {
    width: axis.width,
    height: bottom + 26,
    top,
    lanes: sessions.map((session) => ({ session, y: laneOf(session) })),
    bars,
    register: registerOf(proof, byId, axis.xOf, offending),
    folds: axis.folds,
    ticks: ticksOf(bars, axis.xOf, offending),
    measure: measureOf(proof, byId, axis.xOf, offending),
    wash:
      hasRegister && offending !== undefined && proof.allowed !== null
        ? { x: offending.x, width: offending.width, top: REGISTER.y + REGISTER.height, bottom: offending.y }
        : null,
  };
}

function registerOf(
  proof: Proof,
  byId: ReadonlyMap<number, ShownOperation>,
  xOf: (time: number) => number,
  offending: Bar | undefined,
): Cell[] {
  const read = proof.allowed === null ? undefined : offending?.operation;
  const cells: Cell[] = [];
  for (const { from, to, writes } of proof.held) {
    const values = writes.map((id) => (id === null ? words.proof.firstValue : short(byId.get(id)?.value)));
    const isDemanded = read !== undefined && from >= read.call && to <= (read.ret ?? Infinity);
    const before = cells.at(-1);
    const x = xOf(from);
    const width = xOf(to) - x;
    if (
      before !== undefined &&
      before.isDemanded === isDemanded &&
      before.values.join('\n') === values.join('\n')
    )
      cells[cells.length - 1] = { ...before, width: before.width + width };
    else if (width > 0) cells.push({ x, width, values, isDemanded });
  }
  return cells;
}

function ticksOf(
  bars: readonly Bar[],
  xOf: (time: number) => number,
  offending: Bar | undefined,
): ProofLayout['ticks'] {
  const wanted = [...(offending === undefined ? [] : [offending]), ...bars].flatMap(({ operation }) =>
    operation.ret === null ? [operation.call] : [operation.call, operation.ret],
  );
  const ticks: { x: number; at: number }[] = [];
  for (const at of wanted) {
    const x = xOf(at);
    if (ticks.every((tick) => Math.abs(tick.x - x) >= TICK_ROOM)) ticks.push({ x, at });
  }
  return ticks;
}

function measureOf(
  { story }: Proof,
  byId: ReadonlyMap<number, ShownOperation>,
  xOf: (time: number) => number,
  offending: Bar | undefined,
): Measure | null {
  if (story.why !== 'stale' || offending === undefined) return null;
  const operation = byId.get(story.newer);
  if (operation === undefined || operation.ret === null) return null;
  return {
    operation,
    reader: offending.operation,
    from: xOf(operation.ret),
    to: offending.x,
    y: offending.y,
    lasting: offending.operation.call - operation.ret,
  };
}
