import type { Plain } from '#lib/plain.ts';
import { distinct, textOf } from './canonical.ts';
import type { Table } from './canonical.ts';
import { begin, impossible, subjectOf, UpdateError } from './crdt.ts';
import type { Clearable, Update } from './crdt.ts';
import { liveDots, mergeDots, noDots, put, without } from './dots.ts';
import type { Dots } from './dots.ts';

type Part =
  | { readonly vertex: Plain }
  /** `over`: the dots that its two vertices had when it was drawn. */
  | {
      readonly edge: readonly [Plain, Plain];
      readonly over: readonly [readonly string[], readonly string[]];
    };
type Graph = Dots<Part>;

/**
 * Directed graph from which vertices and edges can be removed: two observed-remove sets in one, after Shapiro's 2P2P-graph
 * (specification 16), but what was removed may come back. Exactly:
 *
 * - `add v`, `remove v`: observed-remove, so adding wins. A removal takes along the edges at v that it has seen.
 * - `connect u v` needs both here; `disconnect` takes away the drawings of the edge that it has seen, so drawing wins.
 * - An edge is there while it is drawn and, of each of its vertices, an addition is live that the drawing has seen: as in
 *   2P2P, removing a vertex wins over an edge drawn to it at the same time, and adding the vertex anew does not bring
 *   that edge back.
 *
 * Adding a vertex again keeps its older additions, on which edges stand: they go when the vertex is removed.
 */
export const graph: Clearable<Graph> = {
  empty: noDots,
  delta(state, update, { replica }) {
    if (update.do === 'clear') return without(liveDots(state));
    const from = subjectOf(update);
    switch (update.do) {
      case 'add':
        return put(state, { vertex: from }, replica, []);
      case 'remove': {
        const here = vertexDots(state, from);
        return here.length === 0
          ? null
          : without([...here, ...liveDots(state, (part) => touches(part, from))]);
      }
      case 'connect': {
        const over = [vertexDots(state, from), vertexDots(state, endOf(update))] as const;
        if (over.some((dots) => dots.length === 0)) return null;
        const edge = [from, endOf(update)] as const;
        return put(state, { edge, over }, replica, edgeDots(state, edge));
      }
      case 'disconnect': {
        const drawn = edgeDots(state, [from, endOf(update)]);
        return drawn.length === 0 ? null : without(drawn);
      }
      case 'increment':
      case 'decrement':
      case 'write':
        throw impossible(update);
    }
  },
  merge: mergeDots,
  value(state) {
    const parts = Object.values(state.live);
    const isThere = (over: readonly string[]): boolean => over.some((dot) => Object.hasOwn(state.live, dot));
    return {
      vertices: distinct(parts.flatMap((part) => ('vertex' in part ? [part.vertex] : []))),
      edges: distinct(
        parts.flatMap((part) => ('edge' in part && part.over.every(isThere) ? [part.edge] : [])),
      ),
    };
  },
  from(value) {
    const { vertices, edges } = (value ?? {}) as Table<Plain>;
    if (!Array.isArray(vertices) || !Array.isArray(edges)) return null;
    const pairs = edges as readonly Plain[];
    if (!pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) return null;
    return begin(graph, [
      ...distinct(vertices as readonly Plain[]).map((each) => ({ do: 'add', value: each }) as const),
      ...(pairs as readonly [Plain, Plain][]).map(([u, v]) => ({ do: 'connect', value: u, to: v }) as const),
    ]);
  },
  isClear: ({ live }) => Object.keys(live).length === 0,
};

const isSame = (a: Plain, b: Plain): boolean => textOf(a) === textOf(b);
const touches = (part: Part, vertex: Plain): boolean =>
  'edge' in part && part.edge.some((end) => isSame(end, vertex));

const vertexDots = (state: Graph, vertex: Plain): string[] =>
  liveDots(state, (part) => 'vertex' in part && isSame(part.vertex, vertex));
const edgeDots = (state: Graph, edge: readonly [Plain, Plain]): string[] =>
  liveDots(state, (part) => 'edge' in part && isSame(part.edge, edge));

function endOf({ do: operation, to }: Update): Plain {
  if (to === undefined) throw new UpdateError(`${operation} needs a vertex to lead to`);
  return to;
}
