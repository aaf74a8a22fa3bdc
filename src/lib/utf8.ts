/** A string's UTF-8 bytes, as `TextEncoder` gives them: half of a surrogate pair alone becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let filled = 0;
  for (const character of text) {
    let code = character.codePointAt(0) as number;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) {
      bytes[filled++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[filled++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        bytes[filled++] = 0xe0 | (code >> 12);
      } else {
        bytes[filled++] = 0xf0 | (code >> 18);
        bytes[filled++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[filled++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[filled++] = 0x80 | (code & 63);
  }
  return bytes.slice(0, filled);
}
