/** Throws when a promise that our own code made does not hold. Stays on in production; never used for a bad document. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Marks the end of an exhaustive `switch`: a type error when a case is missing, an exception when a cast hid one. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
