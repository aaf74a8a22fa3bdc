import type { Plain } from '#lib/plain.ts';
import type { Marks, Outcome } from '#sim/message.ts';
import { mergeVectors } from '#lib/vector-clock.ts';

/**
 * What sessions have seen of clusters, by session and cluster, as far as replies brought it (`Replication` says what).
 * It belongs to the instance that asks: a session that goes on at another instance begins there without.
 */
export type Seen = Map<string, SeenBySession>;
interface SeenBySession {
  readonly session: string;
  token: Marks | null;
  /** By row. */
  contexts: Map<string, Marks>;
}

/** Of more, those that asked longest ago are forgotten. */
const SESSIONS_MAX = 256;
const CONTEXTS_MAX = 64;

interface Question {
  readonly cluster: string;
  readonly session: string;
  readonly body: { readonly [key: string]: Plain };
}
const nameOf = ({ cluster, session }: Question): string => `${cluster} ${session}`;

export function marksFor(
  seen: Seen,
  question: Question,
): { readonly token?: Marks; readonly context?: Marks } {
  const own = seen.get(nameOf(question));
  if (own === undefined) return NOTHING;
  const context = own.contexts.get(rowOf(question));
  return { ...(own.token !== null && { token: own.token }), ...(context !== undefined && { context }) };
}
const NOTHING = Object.freeze({});

export function remember(seen: Seen, question: Question, outcome: Outcome): void {
  if (!outcome.ok || (outcome.token === undefined && outcome.context === undefined)) return;
  const name = nameOf(question);
  const own = seen.get(name) ?? {
    session: question.session,
    token: null,
    contexts: new Map<string, Marks>(),
  };
  if (outcome.token !== undefined) own.token = mergeVectors(own.token ?? NOTHING, outcome.token);
  if (outcome.context !== undefined) {
    const row = rowOf(question);
    const known = own.contexts.get(row) ?? NOTHING;
    setLast(own.contexts, row, mergeVectors(known, outcome.context), CONTEXTS_MAX);
  }
  setLast(seen, name, own, SESSIONS_MAX);
}

export function forgetSession(seen: Seen, session: string): void {
  for (const [name, own] of seen) if (own.session === session) seen.delete(name);
}

const rowOf = ({ body }: Question): string => (typeof body['key'] === 'string' ? body['key'] : '');

function setLast<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= max) return;
  for (const oldest of map.keys()) return void map.delete(oldest);
}
