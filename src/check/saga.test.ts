import { describe, expect, it } from 'vitest';
import { allOrCompensated, type SagaEvent } from './saga.ts';

/** `+0 +1 -1 -0`: steps done and undone. */
const events = (text: string, saga = 's'): SagaEvent[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, id) => ({
      id,
      saga,
      step: Number(word.slice(1)),
      effect: word.startsWith('+') ? 'done' : 'undone',
    }));

describe('allOrCompensated', () => {
  it.each(['', '+0 +1 +2', '+0 -0', '+0 +1 -1 -0', '+0 +1 +2 -2 -1 -0'])('allows %s', (text) => {
    expect(allOrCompensated(events(text), 3, true)).toEqual({ verdict: 'valid' });
  });

  it.each([
    ['+0 +1', 'ended halfway', null],
    ['+0 +1 -1', 'left a step standing', null],
    ['+0 +1 -0 -1', 'undid in the wrong order', 2],
    ['+0 -0 -0', 'undid twice', 2],
    ['+0 +0 +1 +2', 'did a step twice', 1],
    ['+0 +2 +1', 'skipped a step', 1],
    ['+0 +1 -1 +1 +2', 'went on after undoing', 3],
    ['-1', 'undid what was never done', 0],
  ])('refuses %s, which %s', (text, _, offending) => {
    const verdict = allOrCompensated(events(text), 3, true);
    expect(verdict.verdict).toBe('invalid');
    if (offending !== null) expect(verdict).toMatchObject({ witness: { offending } });
  });

  it('waits for runs that are under way, but not with what cannot end well', () => {
    expect(allOrCompensated(events('+0 +1'), 3, false).verdict).toBe('unknown');
    expect(allOrCompensated(events('+0 +1 -0'), 3, false).verdict).toBe('invalid');
    expect(allOrCompensated([...events('+0 +1 +2'), ...events('+0 -0', 'other')], 3, false).verdict).toBe(
      'valid',
    );
  });
});
