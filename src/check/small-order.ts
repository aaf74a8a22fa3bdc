import type { Plain } from '#lib/plain.ts';
import { identity, type Operation, type Primitive } from './history.ts';

/** Models whose verdict is an order: of everything, or of what one session sees. */
export type OrderModel = 'sequential' | 'causal-cm' | 'pram';

/** More operations than this are not ordered here: they are sets of bits. */
const OPERATIONS_MAX = 20;

/**
 * An order of a few reads and writes that the model allows, earliest calls first where there is a choice; null when
 * there is none. For `causal-cm` and `pram` it is the view of `session`: everybody's writes and its own reads.
 * For showing, not for judging: causality is that of these operations alone.
 */
export function orderOf(
  operations: readonly Operation[],
  model: OrderModel,
  session: string | null,
  initial: (key: string | undefined) => Plain,
): Operation[] | null {
  if (operations.length > OPERATIONS_MAX) return null;
  const all = operations
    .filter(({ outcome }) => outcome !== 'fail')
    .toSorted((a, b) => a.call - b.call || a.id - b.id);
  const inView = (each: Operation): boolean =>
    model === 'sequential' || isWrite(each) || each.process === session;
  const before = precedences(all, model);
  const seen = new Set<string>();
  const order: number[] = [];
  const held = new Map<string | undefined, Primitive>();
  const wanted = all.reduce(
    (bits, each, i) => (inView(each) && each.outcome === 'ok' ? bits | (1 << i) : bits),
    0,
  );
  const shown = all.reduce((bits, each, i) => (inView(each) ? bits | (1 << i) : bits), 0);
  const at = (key: string | undefined): Primitive => held.get(key) ?? identity(initial(key));

  const place = (placed: number): boolean => {
    if ((placed & wanted) === wanted) return true;
    const name = `${placed}:${[...held]
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .sort()
      .join()}`;
    if (seen.has(name)) return false;
    seen.add(name);
    for (let i = 0; i < all.length; i += 1) {
      const bit = 1 << i;
      if ((shown & bit) === 0 || (placed & bit) !== 0 || (before[i]! & shown & ~placed & wanted) !== 0)
        continue;
      const { key, value } = all[i]!;
      const was = held.get(key);
      if (isWrite(all[i]!)) held.set(key, identity(value ?? null));
      else if (value !== undefined && at(key) !== identity(value)) continue;
      order.push(i);
      if (place(placed | bit)) return true;
      order.pop();
      if (was === undefined) held.delete(key);
      else held.set(key, was);
    }
    return false;
  };
  return place(0) ? order.map((i) => all[i]!) : null;
}

/** For each operation the bits of those that must come before it, as far as these operations tell. */
function precedences(all: readonly Operation[], model: OrderModel): number[] {
  const before = all.map((operation, i) =>
    all.reduce((bits, other, j) => {
      const earlier = j < i && other.process === operation.process && other.outcome === 'ok';
      const found =
        model === 'causal-cm' &&
        !isWrite(operation) &&
        isWrite(other) &&
        other.key === operation.key &&
        identity(other.value ?? null) === identity(operation.value ?? null);
      return earlier || found ? bits | (1 << j) : bits;
    }, 0),
  );
  for (let again = true; again;) {
    again = false;
    before.forEach((bits, i) => {
      const more = before.reduce((sum, each, j) => ((bits & (1 << j)) === 0 ? sum : sum | each), bits);
      if (more === bits) return;
      before[i] = more;
      again = true;
    });
  }
  return before;
}

const isWrite = ({ f }: Operation): boolean => f === 'write' || f === 'put';
