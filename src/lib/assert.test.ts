import { expect, test } from 'vitest';
import { assert, unreachable } from './assert.ts';

test('assert lets a truthy condition pass and throws its message on a falsy one', () => {
  expect(() => assert(1, 'never')).not.toThrow();
  for (const falsy of [false, 0, '', null, undefined, NaN]) {
    expect(() => assert(falsy, 'the queue is sorted')).toThrow(new Error('the queue is sorted'));
  }
});

test('unreachable names the value that got there', () => {
  expect(() => unreachable('half-closed' as never)).toThrow('unreachable: half-closed');
});
