import type { Plain } from '#lib/plain.ts';

/** A field of a payload; undefined when it is no record or has no such field of its own. */
export function field(data: Plain | undefined, name: string): Plain | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return Object.hasOwn(data, name) ? (data as { readonly [key: string]: Plain })[name] : undefined;
}

/** A field that should be text; '' when it is not. */
export function textField(data: Plain | undefined, name: string): string {
  const value = field(data, name);
  return typeof value === 'string' ? value : '';
}
