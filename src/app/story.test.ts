import { describe, expect, it } from 'vitest';
import { placeIn, storyOf } from './story.ts';

describe('the moments of a run that is presented', () => {
  const timeline = [{ at: '4s', for: '2s' }, { at: '5s' }, { at: 'soon', for: '1s' }];

  it('are its start and end, what breaks and heals, and what checks come to say, once each and in order', () => {
    const changes = (
      [
        [100_000, 'holds'],
        [7_000_000, 'breaks'],
        [8_000_000, 'holds'],
      ] as const
    ).map(([at, verdict]) => ({ at, verdict, event: 0, reason: '' }));
    expect(storyOf(timeline, [{ changes }], 10_000_000)).toEqual([
      0, 4_000_000, 5_000_000, 6_000_000, 7_000_000, 8_000_000, 10_000_000,
    ]);
  });

  it('lie within the run', () => {
    expect(storyOf(timeline, [], 5_500_000)).toEqual([0, 4_000_000, 5_000_000, 5_500_000]);
    expect(storyOf([], [], 0)).toEqual([0]);
  });

  it('know the place of the playhead', () => {
    const story = [0, 4_000_000, 6_000_000];
    expect(placeIn(story, 0)).toBe(0);
    expect(placeIn(story, 3_999_999)).toBe(1);
    expect(placeIn(story, 5_000_000)).toBe(1);
    expect(placeIn(story, 9_000_000)).toBe(2);
  });
});
