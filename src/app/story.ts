import { documentStore } from '#editor/store.ts';
import { timelineOf } from '#editor/edit/document.ts';
import { parseDuration } from '#lib/duration.ts';
import type { RunClient } from '#run/client.ts';
import type { Verdict } from '#run/protocol.ts';

/** How near to a moment the playhead counts as standing at it, µs. */
const NEAR_US = 1_000;

/**
 * The moments that somebody who presents a run stops at, µs: its start, whenever something is broken or heals, whenever
 * a check comes to break or is well again, and its end.
 */
export function storyOf(
  timeline: readonly { readonly at: string; readonly for?: string | undefined }[],
  verdicts: readonly Pick<Verdict, 'changes'>[],
  endUs: number,
): readonly number[] {
  const faults = timeline.flatMap((entry) => {
    const at = parseDuration(entry.at);
    if (at === null) return [];
    const lasts = entry.for === undefined ? null : parseDuration(entry.for);
    return lasts === null ? [at] : [at, at + lasts];
  });
  const turns = verdicts.flatMap(({ changes }) =>
    changes
      .filter(({ verdict }, i) => (verdict === 'breaks') !== (changes[i - 1]?.verdict === 'breaks'))
      .map(({ at }) => at),
  );
  const moments = [0, ...faults, ...turns, endUs]
    .filter((at) => at >= 0 && at <= endUs)
    .sort((a, b) => a - b);
  return moments.filter((at, i) => i === 0 || at - (moments[i - 1] ?? 0) > NEAR_US);
}

/** Where in the story the playhead is: the last moment that has come. */
export const placeIn = (story: readonly number[], time: number): number =>
  story.findLastIndex((at) => at <= time + NEAR_US);

export function storyNow(client: RunClient): readonly number[] {
  const { verdicts, endUs } = client.getState();
  return storyOf(timelineOf(documentStore.getState().document), verdicts, endUs);
}

/** To the next moment of the story, or the one before; time stands there. */
export function goInStory(client: RunClient, step: 1 | -1): void {
  const story = storyNow(client);
  const here = placeIn(story, client.time);
  const isAt = Math.abs((story[here] ?? 0) - client.time) <= NEAR_US;
  const to = story[step === 1 ? here + 1 : isAt ? here - 1 : here];
  client.pause();
  if (to !== undefined) client.seek(to);
}
