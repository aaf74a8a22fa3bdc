import type { MachineView } from '#run/protocol.ts';

/** A machine laid out as a column of states, with its transitions as arcs beside it. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arcs: readonly Arc[];
}
export interface Box {
  readonly path: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly active: boolean;
  readonly final: boolean;
  /** It only frames the states within it. */
  readonly isFrame: boolean;
}
export interface Arc {
  readonly d: string;
  readonly label: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly anchor: 'start' | 'end';
  /** It leaves a state that is active now. */
  readonly lit: boolean;
}

export const BOX_HEIGHT = 28;
const ROW = 46;
const INDENT = 12;
const CHAR = 7;
/** How far an arc swings out for each row that it passes, and at most. */
const SWING = 16;
const SWING_MAX = 92;
/** Room for the words of arcs on either side. */
const MARGIN = 120;

/** States from the top in the order of the machine; forward arcs on the right, backward ones on the left. */
export function layoutChart({ states, transitions, active }: MachineView): ChartLayout {
  const isActive = new Set(active);
  const depth = new Map<string, number>([['', -1]]);
  for (const { path, parent } of states) depth.set(path, (depth.get(parent) ?? -1) + 1);
  const widest = Math.max(
    80,
    ...states.map(({ label, path }) => label.length * CHAR + 28 + INDENT * (depth.get(path) ?? 0)),
  );
  const boxes = states.map(({ path, label, type }, row): Box => {
    const indent = INDENT * (depth.get(path) ?? 0);
    return {
      path,
      label,
      x: MARGIN + indent,
      y: 10 + row * ROW,
      width: widest - indent,
      active: isActive.has(path),
      final: type === 'final',
      isFrame: type === 'compound' || type === 'parallel',
    };
  });
  const places = new Map(boxes.map((box, row) => [box.path, { box, row }]));
  const merged = new Map<string, { from: string; to: string; on: string[] }>();
  for (const { from, to, on } of transitions) {
    const key = `${from}\n${to}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { from, to, on: [on] });
    else if (!known.on.includes(on)) known.on.push(on);
  }
  const arcs = [...merged.values()].flatMap(({ from, to, on }): Arc[] => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined || from === to) return [];
    const forward = end.row > start.row;
    const next = end.row - start.row === 1;
    const label = on.join(', ');
    const lit = start.box.active;
    const [y1, y2] = [start.box.y + BOX_HEIGHT / 2, end.box.y + BOX_HEIGHT / 2];
    if (next) {
      const x = start.box.x + 24;
      const d = `M${x} ${start.box.y + BOX_HEIGHT}V${end.box.y - 2}`;
      return [{ d, label, labelX: x + 8, labelY: (y1 + y2) / 2 + 3.5, anchor: 'start', lit }];
    }
    const side = forward ? 1 : -1;
    const [x1, x2] = forward
      ? [start.box.x + start.box.width, end.box.x + end.box.width + 2]
      : [start.box.x, end.box.x - 2];
    const swing = side * Math.min(SWING_MAX, SWING * Math.abs(end.row - start.row) + 8);
    const d = `M${x1} ${y1}C${x1 + swing} ${y1} ${x2 + swing} ${y2} ${x2} ${y2}`;
    const labelX = (x1 + x2) / 2 + swing * 0.75 + side * 4;
    return [{ d, label, labelX, labelY: (y1 + y2) / 2 + 3.5, anchor: forward ? 'start' : 'end', lit }];
  });
  return { width: widest + 2 * MARGIN, height: 10 + states.length * ROW, boxes, arcs };
}
