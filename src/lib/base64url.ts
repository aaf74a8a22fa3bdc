const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The six bits of a character code; -1 for a character outside the alphabet. */
const SIXES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) SIXES[ALPHABET.charCodeAt(i)] = i;

/** Base64 with the URL-safe alphabet, unpadded (RFC 4648, section 5). */
export function encodeBase64Url(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff;
    waiting += 8;
    while (waiting >= 6) {
      waiting -= 6;
      text += ALPHABET.charAt((bits >> waiting) & 63);
    }
  }
  if (waiting > 0) text += ALPHABET.charAt((bits << (6 - waiting)) & 63);
  return text;
}

/**
 * The bytes of an unpadded base64url text. Null for a character outside the alphabet (padding included), a length that
 * no bytes give, and bits left over that are not zero: every text that is read is one that would be written.
 */
export function decodeBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let waiting = 0;
  let filled = 0;
  for (let i = 0; i < text.length; i++) {
    const six = SIXES[text.charCodeAt(i)] ?? -1;
    if (six < 0) return null;
    bits = ((bits << 6) | six) & 0xffff;
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      bytes[filled++] = (bits >> waiting) & 255;
    }
  }
  return (bits & ((1 << waiting) - 1)) === 0 ? bytes : null;
}
