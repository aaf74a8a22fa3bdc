import type { Kernel } from '#sim/kernel.ts';
import type { RecordEvent } from '#sim/record.ts';
import type { Verdict } from '#run/protocol.ts';

export type Answer = Verdict['final'];

/** One check at work. It reads the record as it grows, and says its verdict whenever it changes. */
export interface Judge {
  /** Sees every event. */
  event?(event: RecordEvent, index: number): void;
  /** After everything that happened at one stimulus: the state is consistent now. */
  settled?(kernel: Kernel): void;
  /** Earliest moment at which it wants to look although nothing happens; Infinity: never. */
  wakesAt?(): number;
  finish?(kernel: Kernel): void;
  /** Plain data, for checkpoints. */
  save(): unknown;
  load(saved: unknown): void;
}

/** Told by a judge: the verdict now, and why. */
export type Say = (
  verdict: Answer,
  reason: string,
  when?: { readonly at: number; readonly event: number },
) => void;
