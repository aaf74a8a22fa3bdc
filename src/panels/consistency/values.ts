import type { Plain } from '#lib/plain.ts';
import type { Proof, ShownOperation } from '#run/protocol.ts';
import { words } from '#words/consistency.ts';

const LENGTH_MAX = 22;

/** A value in few characters: `{"version": 41}` is "version 41". */
export function short(value: Plain | undefined): string {
  if (value === undefined) return '?';
  if (value === null) return words.say.nothing;
  if (typeof value === 'string') return cut(value === '' ? '""' : value);
  if (typeof value !== 'object') return String(value);
  const fields = Array.isArray(value) ? [] : Object.entries(value as Readonly<Record<string, Plain>>);
  const [first] = fields;
  if (fields.length === 1 && first !== undefined && (typeof first[1] !== 'object' || first[1] === null))
    return cut(`${first[0]} ${String(first[1])}`);
  return cut(JSON.stringify(value));
}

const cut = (text: string): string => (text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX - 1)}…` : text);

/** "write 41", "read → 41". */
export function labelOf({ f, value, outcome, text }: ShownOperation): string {
  if (text !== undefined) return cut(text);
  if (f === 'read' || f === 'get') return outcome === 'ok' ? `${f} → ${short(value)}` : f;
  return value === undefined ? f : `${f} ${short(value)}`;
}

/** Operations by their ids. */
export const operationsOf = (proof: Proof): ReadonlyMap<number, ShownOperation> =>
  new Map(proof.shown.map((operation) => [operation.id, operation]));
