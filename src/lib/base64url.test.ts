import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from './base64url.ts';

test('encoding agrees with Node and is undone by decoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = encodeBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64Url(text)).toEqual(bytes);
    }),
  );
});

// RFC 4648, section 10, without the padding.
test.each([
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
])('%j is written %j', (plain, text) => {
  expect(encodeBase64Url(new TextEncoder().encode(plain))).toBe(text);
});

test('a text is either refused or exactly what its bytes are written as', () => {
  const near = fc.string({ unit: fc.constantFrom(...'AZaz09-_+/= \n\0é€w') });
  fc.assert(
    fc.property(near, (text) => {
      const bytes = decodeBase64Url(text);
      if (bytes !== null) expect(encodeBase64Url(bytes)).toBe(text);
      else
        expect(/^[\w-]*$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text).toBe(
          false,
        );
    }),
    { numRuns: 1000 },
  );
});

test.each(['A', 'AAAAA', 'A+', 'A/', 'AA==', 'A A', 'AA\n', 'é', 'AAA\u0141', '\ud83d\ude00', 'AB', 'AAB'])(
  '%j is refused: a wrong character, an impossible length or bits left over',
  (text) => {
    expect(decodeBase64Url(text)).toBe(null);
  },
);
