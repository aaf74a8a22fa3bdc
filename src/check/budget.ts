/**
 * What a check may cost. A checker that would need more answers `unknown`, it never hangs.
 *
 * Steps rather than seconds, so that a verdict is the same on every machine; whoever has a clock may add `expired`.
 */
export interface Budget {
  /** Search steps (one operation tried in one state); about two to ten million a second. */
  readonly stepsMax: number;
  /** Bytes of remembered search states. */
  readonly memoryBytesMax: number;
  /** Asked every few thousand steps; true ends the check with `unknown`. */
  readonly expired?: () => boolean;
}

export const defaultBudget: Budget = { stepsMax: 20_000_000, memoryBytesMax: 256 * 1024 * 1024 };

const POLL_SHIFT = 12;

/** Counts what a check has used. Once spent, it stays spent. */
export class Meter {
  readonly budget: Budget;
  steps = 0;
  bytes = 0;
  /** The sentence for the verdict `unknown`, once the budget is spent. */
  spent: string | null = null;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** Takes steps; false when the budget does not allow it. */
  step(count = 1): boolean {
    if (this.spent !== null) return false;
    const before = this.steps;
    this.steps += count;
    if (this.steps > this.budget.stepsMax) {
      this.spent = `no verdict within ${this.budget.stepsMax} search steps`;
    } else if (before >>> POLL_SHIFT !== this.steps >>> POLL_SHIFT && this.budget.expired?.() === true) {
      this.spent = 'no verdict within the time given';
    }
    return this.spent === null;
  }

  /** Asks the clock at once; false when the time is over. For long stretches that take their steps in advance. */
  poll(): boolean {
    if (this.spent === null && this.budget.expired?.() === true)
      this.spent = 'no verdict within the time given';
    return this.spent === null;
  }

  /** Takes memory; false when the budget does not allow it. */
  take(bytes: number): boolean {
    if (this.spent !== null) return false;
    this.bytes += bytes;
    if (this.bytes > this.budget.memoryBytesMax) {
      this.spent = `no verdict within ${Math.floor(this.budget.memoryBytesMax / 1_048_576)} MiB of search states`;
    }
    return this.spent === null;
  }

  /** Gives memory back when a part of the check is over. */
  release(bytes: number): void {
    this.bytes -= bytes;
  }

  /** A meter for a side errand (making a witness smaller) that may use up to `steps` of what is left. */
  errand(steps: number): Meter {
    const left = Math.max(0, this.budget.stepsMax - this.steps);
    const { expired, memoryBytesMax } = this.budget;
    const budget = { stepsMax: Math.min(steps, left), memoryBytesMax };
    return new Meter(expired === undefined ? budget : { ...budget, expired });
  }
}
