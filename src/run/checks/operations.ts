import { newHistogram, percentile, recordValue } from '#lib/histogram.ts';
import type { Histogram } from '#lib/histogram.ts';
import { clonePlain } from '#lib/plain.ts';
import { Ended, Kind } from '#sim/record.ts';
import { words } from '#words/checks.ts';
import type { Judge, Say } from './judge.ts';

/** Fewer operations than this say nothing about a percentile while the run goes on. */
const ENOUGH = 20;

/** A percentile of the duration of operations that ended well stays below a bound. Failed ones are `availability`'s concern. */
export function latency(op: string | undefined, percent: number, belowUs: number, say: Say): Judge {
  let histogram: Histogram = newHistogram();
  const look = (): void => {
    const value = percentile(histogram, percent);
    say(value < belowUs ? 'holds' : 'breaks', words.latency(percent, value / 1000));
  };
  return {
    event(e) {
      if (e.kind !== Kind.end || e.b !== Ended.ok || (op !== undefined && e.text !== op)) return;
      recordValue(histogram, e.value);
      if (histogram.count >= ENOUGH) look();
    },
    finish() {
      if (histogram.count > 0) look();
      else say('unknown', words.noOperations);
    },
    save: () => clonePlain(histogram),
    load(saved) {
      histogram = clonePlain(saved as Histogram);
    },
  };
}

/** The share of operations that ended well stays above a bound. Those still under way at the end count as not answered. */
export function availability(op: string | undefined, above: number, say: Say): Judge {
  let s = { begun: 0, ok: 0, ended: 0 };
  const look = (of: number): void =>
    say(s.ok / of > above ? 'holds' : 'breaks', words.availability(s.ok, of));
  return {
    event(e) {
      if (op !== undefined && e.text !== op) return;
      if (e.kind === Kind.begin) s.begun++;
      else if (e.kind === Kind.end) {
        s.ended++;
        if (e.b === Ended.ok) s.ok++;
        if (s.ended >= ENOUGH) look(s.ended);
      }
    },
    finish() {
      if (s.begun === 0) say('unknown', words.noOperations);
      else look(s.begun);
    },
    save: () => ({ ...s }),
    load(saved) {
      s = { ...(saved as typeof s) };
    },
  };
}
