/**
 * The 64 bits of a double, by one shared pair of views. Write `float64[0]`, then read `words[HIGH]` and `words[LOW]`,
 * or the other way round; nobody may rely on what an earlier user left there.
 */
export const float64 = new Float64Array(1);
export const words = new Uint32Array(float64.buffer);

float64[0] = 1;

/** Index in `words` of the half with sign and exponent; asked of the machine, since byte order differs. */
export const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
export const LOW = 1 - HIGH;
