/** Amounts as people read them. Durations come in µs. */

/** "0.4 ms", "12 ms", "1.8 s", "3 min". */
export function lasting(us: number): string {
  if (us < 1_000) return us < 50 ? `${Math.round(us)} µs` : `${trimmed(us / 1_000, 1)} ms`;
  if (us < 10_000) return `${trimmed(us / 1_000, 1)} ms`;
  if (us < 999_500) return `${Math.round(us / 1_000)} ms`;
  if (us < 99_950_000) return `${trimmed(us / 1_000_000, 1)} s`;
  return us < 600_000_000 ? `${Math.round(us / 1_000_000)} s` : `${Math.round(us / 60_000_000)} min`;
}

/** A moment in seconds with milliseconds: "3.412 s". */
export const moment = (us: number): string => `${seconds(us)} s`;

/** The same without its unit: "3.412". */
export const seconds = (us: number): string => (Math.floor(us / 1_000) / 1_000).toFixed(3);

/** How long ago a person did something, in ms of their own time: "just now", "3 h ago". */
export function ago(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** 0.031 as "3.1 %". */
export const share = (ratio: number): string =>
  `${ratio > 0 && ratio < 0.0995 ? trimmed(ratio * 100, 1) : Math.round(ratio * 100)} %`;

/** 1284 as "1 284", with a narrow space that does not break. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** "1 event", "2 events". */
export const some = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** "a", "a and b", "a, b and c". */
export const and = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

const trimmed = (value: number, digits: number): string => value.toFixed(digits).replace(/\.0+$/, '');
