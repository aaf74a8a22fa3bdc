import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8 } from './utf8.ts';

test('the bytes are those of TextEncoder, lone surrogates included', () => {
  const encoder = new TextEncoder();
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(fc.oneof(units, fc.string({ unit: 'binary' })), (text) => {
      expect(encodeUtf8(text)).toEqual(encoder.encode(text));
    }),
  );
  for (const edge of [
    '\x7f\x80',
    '\u07ff\u0800',
    '\uffff\u{10000}',
    '\u{10ffff}',
    '\ud800',
    '\udc00\ud800x',
  ]) {
    expect(encodeUtf8(edge)).toEqual(encoder.encode(edge));
  }
});
