/**
 * A logarithmic scale for a slider: positions 0..STEPS on the track, values min..max (both above 0). Equal ways on
 * the track multiply the value by the same factor.
 */
export const STEPS = 1000;

export interface LogScale {
  positionOf(value: number): number;
  valueAt(position: number): number;
}

/** `digits`: to how many significant digits a value is rounded; the two ends are always exact. */
export function logScale(min: number, max: number, digits = 2): LogScale {
  if (!(min > 0 && max > min)) throw new RangeError(`a logarithmic scale from ${min} to ${max}`);
  const span = Math.log(max / min);
  const clamp = (value: number): number => Math.min(max, Math.max(min, value));
  return {
    positionOf: (value) => Math.round((STEPS * Math.log(clamp(value) / min)) / span),
    valueAt: (position) => {
      if (position <= 0) return min;
      if (position >= STEPS) return max;
      return clamp(Number((min * Math.exp((span * position) / STEPS)).toPrecision(digits)));
    },
  };
}
