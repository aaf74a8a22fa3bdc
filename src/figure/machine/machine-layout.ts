import type { MachineView } from '#flow/machine-view.ts';

/** A state as it is drawn: `y` is its middle, px. */
export interface LaidState {
  readonly path: string;
  readonly title: string;
  readonly sub: string;
  readonly y: number;
  readonly height: number;
  readonly shape: 'box' | 'choice' | 'final';
  /** It takes something back: to the right of the others, in the colour of compensation. */
  readonly undoes: boolean;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

/** A transition as it is drawn. */
interface LaidEdge extends Edge {
  readonly d: string;
  /** Where its word stands; null when it needs none. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' } | null;
}

export interface LaidMachine {
  readonly states: readonly LaidState[];
  readonly edges: readonly LaidEdge[];
  /** The middle of the column, px from the left. */
  readonly middle: number;
  readonly width: number;
  readonly height: number;
}

export const BOX_WIDTH = 118;
const LANE = 11;
const MARGIN = 10;
const UNDO_SHIFT = 34;
const CORNER = 7;

/** Events that mean nothing but "and on": their arrows need no word. */
const SILENT: ReadonlySet<string> = new Set(['ok', 'done', 'item']);

/**
 * Transitions among the states that are drawn. Those that are not stand for nothing a person wrote (ends of branches,
 * pauses before another try): what leads to one of them leads to where it goes on.
 */
export function edgesAmong(machine: MachineView, drawn: ReadonlySet<string>): readonly Edge[] {
  const out = new Map<string, Edge[]>();
  const add = (edge: Edge): void => {
    out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  };
  machine.transitions.forEach(add);
  const parents = new Map(machine.states.map((state) => [state.path, state.parent]));
  const types = new Map(machine.states.map((state) => [state.path, state.type]));
  for (const { path, type, parent } of machine.states) {
    // A branch that has reached its end goes on where the whole goes on.
    if (type === 'final' && parent !== '') {
      const whole = parents.get(parent) ?? '';
      for (const edge of out.get(whole) ?? []) if (edge.on === 'done') add({ ...edge, from: path });
    }
    // Entering what runs side by side enters the first state of each branch.
    if (type === 'compound' && types.get(parent) === 'parallel') {
      const first = machine.states.find((state) => state.parent === path && state.type !== 'final');
      if (first !== undefined) add({ from: parent, to: first.path, on: 'ok' });
    }
  }

  const edges = new Map<string, Edge>();
  const follow = (from: string, edge: Edge, on: string, seen: ReadonlySet<string>): void => {
    if (drawn.has(edge.to)) {
      const found = { from, to: edge.to, on };
      const key = `${from} ${edge.to}`;
      // Of several ways to the same state one is drawn, the plain one first.
      if (!edges.has(key) || SILENT.has(on)) edges.set(key, found);
      return;
    }
    if (seen.has(edge.to)) return;
    // A failure somewhere on the way is what the whole way is about.
    for (const next of out.get(edge.to) ?? []) {
      follow(from, next, next.on === 'fail' ? 'fail' : on, new Set([...seen, edge.to]));
    }
  };
  for (const from of drawn) {
    const isParallel = types.get(from) === 'parallel';
    for (const edge of out.get(from) ?? []) {
      if (isParallel && edge.on === 'done') continue;
      follow(from, edge, edge.on, new Set([from]));
    }
  }
  return [...edges.values()].filter((edge) => edge.from !== edge.to);
}

/** Places the transitions: straight to the next state, in lanes beside the column to all others. */
export function layOut(states: readonly LaidState[], edges: readonly Edge[]): LaidMachine {
  const order = [...states].sort((a, b) => a.y - b.y);
  const rank = new Map(order.map((state, index) => [state.path, index]));
  const byPath = new Map(order.map((state) => [state.path, state]));
  const undoes = order.some((state) => state.undoes);

  const sides = { left: [] as Edge[], right: [] as Edge[] };
  const straight: Edge[] = [];
  for (const edge of edges) {
    const [a, b] = [byPath.get(edge.from), byPath.get(edge.to)];
    if (a === undefined || b === undefined) continue;
    const next = (rank.get(edge.to) ?? 0) === (rank.get(edge.from) ?? 0) + 1;
    if (next && a.undoes === b.undoes) straight.push(edge);
    else if (SILENT.has(edge.on) && b.y > a.y && !a.undoes) sides.right.push(edge);
    else if (b.undoes) sides.right.push(edge);
    else sides.left.push(edge);
  }
  const spanOf = (edge: Edge): readonly [number, number] => {
    const [a, b] = [byPath.get(edge.from)?.y ?? 0, byPath.get(edge.to)?.y ?? 0];
    return [Math.min(a, b), Math.max(a, b)];
  };
  const left = lanesFor(sides.left, spanOf);
  const right = lanesFor(sides.right, spanOf);
  const leftWidth = MARGIN + (left.count === 0 ? 0 : left.count * LANE + 6);
  const rightWidth = MARGIN + (undoes ? UNDO_SHIFT : 0) + (right.count === 0 ? 0 : right.count * LANE + 6);
  const middle = leftWidth + BOX_WIDTH / 2;
  const xOf = (state: LaidState): number => middle + (state.undoes ? UNDO_SHIFT : 0);
  const halfOf = (state: LaidState): number => (state.shape === 'choice' ? 18 : BOX_WIDTH / 2);

  const drawStraight = (edge: Edge): LaidEdge => {
    const [a, b] = [byPath.get(edge.from)!, byPath.get(edge.to)!];
    const x = xOf(a);
    const [from, to] = [a.y + a.height / 2, b.y - b.height / 2];
    return {
      ...edge,
      d: `M${x} ${from}V${to - 2}`,
      label: SILENT.has(edge.on) ? null : { x: x + 7, y: from + 12, anchor: 'start' },
    };
  };
  const drawAside = (edge: Edge, side: 'left' | 'right'): LaidEdge => {
    const [a, b] = [byPath.get(edge.from)!, byPath.get(edge.to)!];
    const sign = side === 'left' ? -1 : 1;
    const lane = (side === 'left' ? left : right).of.get(edge) ?? 0;
    const edgeOfBoxes = middle + sign * (BOX_WIDTH / 2 + (side === 'right' && undoes ? UNDO_SHIFT : 0));
    const x = edgeOfBoxes + sign * (8 + lane * LANE);
    const down = b.y > a.y;
    const [from, to] = [a.y + (a.shape === 'choice' ? 0 : down ? 5 : -5), b.y + (down ? -5 : 5)];
    const [startX, endX] = [xOf(a) + sign * halfOf(a), xOf(b) + sign * halfOf(b)];
    const turn = down ? 1 : -1;
    return {
      ...edge,
      d:
        `M${startX} ${from}H${x - sign * CORNER}Q${x} ${from} ${x} ${from + turn * CORNER}` +
        `V${to - turn * CORNER}Q${x} ${to} ${x - sign * CORNER} ${to}H${endX + sign * 2}`,
      label: SILENT.has(edge.on)
        ? null
        : a.shape === 'choice'
          ? { x: startX + sign * 5, y: from - 5, anchor: side === 'left' ? 'end' : 'start' }
          : { x: x - sign * 4, y: (from + to) / 2, anchor: side === 'left' ? 'start' : 'end' },
    };
  };
  const bottom = order.at(-1);
  return {
    states: order,
    edges: [
      ...straight.map(drawStraight),
      ...sides.left.map((edge) => drawAside(edge, 'left')),
      ...sides.right.map((edge) => drawAside(edge, 'right')),
    ],
    middle,
    width: leftWidth + BOX_WIDTH + rightWidth,
    height: bottom === undefined ? 0 : bottom.y + bottom.height / 2 + 8,
  };
}

/** Short ways lie nearest to the boxes; ways that run side by side get a lane each. */
function lanesFor(
  edges: readonly Edge[],
  spanOf: (edge: Edge) => readonly [number, number],
): { readonly of: ReadonlyMap<Edge, number>; readonly count: number } {
  const of = new Map<Edge, number>();
  const lanes: (readonly [number, number])[][] = [];
  const length = (edge: Edge): number => spanOf(edge)[1] - spanOf(edge)[0];
  for (const edge of [...edges].sort((a, b) => length(a) - length(b))) {
    const [top, bottom] = spanOf(edge);
    let lane = lanes.findIndex((taken) => taken.every(([from, to]) => bottom < from || top > to));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane]?.push([top, bottom]);
    of.set(edge, lane);
  }
  return { of, count: lanes.length };
}

const STEP_HEIGHT = 58;

/** A machine on its own: its states one below the other, in the order in which they are written. */
export function layOutAlone(machine: MachineView): LaidMachine {
  const shown = machine.states.filter(({ type }) => type !== 'compound');
  const leaving = (path: string, on: string): boolean =>
    machine.transitions.some((one) => one.from === path && one.on === on);
  const states = shown.map(({ path, label, type }, index): LaidState => ({
    path,
    title: label,
    sub: '',
    y: 40 + index * STEP_HEIGHT,
    height: 30,
    shape: type === 'final' ? 'final' : leaving(path, 'then') && leaving(path, 'else') ? 'choice' : 'box',
    undoes: false,
  }));
  return layOut(states, edgesAmong(machine, new Set(shown.map(({ path }) => path))));
}
