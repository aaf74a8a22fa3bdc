import { nextBelow, nextUniform } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';

export const ALL_FAULTS = ['crash', 'pause', 'isolate', 'cut', 'away', 'link'] as const;

/**
 * Some faults of `kinds` on members that are linked in full; all are over by 6.5 s, or by
 * `overMs`. `away` cuts a member off from the others and from the client `xan`.
 */
export function randomFaults(
  stream: Stream,
  members: readonly string[],
  kinds: readonly string[],
  overMs = 6_500,
): unknown[] {
  const pick = <T>(list: readonly T[]): T => list[nextBelow(stream, list.length)]!;
  return Array.from({ length: 2 + nextBelow(stream, 5) }, () => {
    const at = 300 + nextBelow(stream, overMs - 1_800);
    const span = Math.min(
      overMs - at,
      50 + Math.floor(nextUniform(stream) * nextUniform(stream) * (overMs - 2_500)),
    );
    const time = { at: `${at}ms`, for: `${span}ms` };
    const node = pick(members);
    const others = members.filter((each) => each !== node);
    switch (pick(kinds)) {
      case 'crash':
        return { ...time, do: 'crash', node };
      case 'pause':
        return { ...time, do: 'pause', node };
      case 'isolate':
        return { ...time, do: 'partition', between: [node, others] };
      case 'cut':
        return {
          ...time,
          do: 'partition',
          between: [node, pick(others)],
          oneWay: nextBelow(stream, 2) === 0,
        };
      case 'away':
        return { ...time, do: 'partition', between: [node, [...others, 'xan']] };
      default: {
        const [from, to] = [node, pick(others)].sort();
        return {
          ...time,
          do: 'link',
          from,
          to,
          loss: 0.3,
          duplicate: 0.2,
          reorder: 0.3,
        };
      }
    }
  });
}
