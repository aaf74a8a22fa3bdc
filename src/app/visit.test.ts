import { expect, it } from 'vitest';
import { readVisit } from './visit.ts';

const plain = { embed: false, checks: false, play: false, edit: true, momentUs: null, host: null };

it('reads the switches of an address, and takes what it cannot read for not said', () => {
  expect(readVisit('')).toEqual(plain);
  expect(readVisit('?embed&play&edit=false&t=4.2s&theme=dark&checks')).toEqual({
    ...plain,
    embed: true,
    checks: true,
    play: true,
    edit: false,
    momentUs: 4_200_000,
  });
  expect(readVisit('?embed=0&play=false&edit&t=soon')).toEqual(plain);
  expect(readVisit('?t=-1s&t=2s').momentUs).toBeNull();
});

it('listens to nobody when the host is not an address', () => {
  expect(readVisit('?host=https://example.org/a/page').host).toBe('https://example.org');
  expect(readVisit('?host=example').host).toBe('null');
});
