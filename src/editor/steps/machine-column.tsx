import { useLayoutEffect, useMemo, useState, type ReactElement, type RefObject } from 'react';
import type { RunClient } from '#run/client.ts';
import { steps as words } from '#words/steps.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import type { Bearer } from './document.ts';
import { recordedIndex, type Drawing } from './machine.ts';
import { Machine } from '#figure/machine/machine-drawing.tsx';
import { edgesAmong, layOut, type LaidState } from '#figure/machine/machine-layout.ts';
import { recordedNames } from './passings.ts';
import { short } from './sentence.ts';
import styles from './steps.module.css';
import { stepAt, verbIn } from './tree.ts';
import { usePlayhead } from './use-playhead.ts';

/** Where the row of each step stands, by the name of its state: px from the top of the list. */
type Levels = ReadonlyMap<string, { readonly y: number; readonly bad: boolean }>;

const BOX_HEIGHT = 36;
const ABOVE = 30;
/** The middle of a row's first line, px below its top. */
const FIRST_LINE = 19;

/** The machine that the steps compile to, beside the list: every state level with its step, the active ones marked. */
export function MachineColumn({
  title,
  list,
  bearer,
  drawing,
  client,
  onSelect,
}: {
  readonly title: string;
  /** The element that holds the rows. */
  readonly list: RefObject<HTMLElement | null>;
  readonly bearer: Bearer;
  readonly drawing: Drawing;
  readonly client: RunClient | null;
  readonly onSelect: (way: Way) => void;
}): ReactElement {
  const levels = useLevels(list);
  const laid = useMemo(() => {
    const states = statesAt(levels, bearer, drawing);
    return layOut(states, edgesAmong(drawing.machine, new Set(states.map(({ path }) => path))));
  }, [levels, bearer, drawing]);
  const { active, count } = useActive(client, bearer, drawing);
  const first = laid.states[0];
  const bad = new Set([...levels].flatMap(([path, { bad: isBad }]) => (isBad ? [path] : [])));
  return (
    <div className={styles['machine']}>
      <Machine
        title={words.machineOf(title)}
        laid={laid}
        active={active}
        bad={bad}
        begin={first === undefined ? null : { from: first.y - first.height / 2 - 26, to: first.path }}
        onSelect={(path) => {
          const way = drawing.wayOf.get(path);
          if (way !== undefined) onSelect(way);
        }}
      />
      {client !== null && <p>{words.underWay(count)}</p>}
    </div>
  );
}

/** A state for every row that has one, and the end below them. */
function statesAt(levels: Levels, bearer: Bearer, drawing: Drawing): readonly LaidState[] {
  const undoing = new Set(drawing.program.steps.filter((node) => node.undoing).map(({ place }) => place));
  const known = new Map(drawing.machine.states.map((state) => [state.path, state.type]));
  const states = [...levels].flatMap(([path, { y }]): readonly LaidState[] => {
    const way = drawing.wayOf.get(path);
    if (way === undefined || !known.has(path)) return [];
    const step = stepAt(bearer.steps, way);
    const verb = verbIn(step) ?? '?';
    const isChoice = drawing.machine.transitions.some(
      ({ from, on }) => from === path && (on === 'else' || on === 'then'),
    );
    return [
      {
        path,
        title: verb,
        sub: isFields(step) && !Array.isArray(step[verb]) ? subOf(step, verb) : '',
        y,
        height: isChoice ? 30 : BOX_HEIGHT,
        shape: isChoice ? 'choice' : 'box',
        undoes: undoing.has(path),
      },
    ];
  });
  const bottom = Math.max(ABOVE, ...states.map(({ y }) => y));
  return [
    ...states,
    { path: 'done', title: 'done', sub: '', y: bottom + 66, height: 28, shape: 'final', undoes: false },
  ];
}

/** The name that tells this step from others of its verb. */
const subOf = (step: Readonly<Record<string, unknown>>, verb: string): string => {
  const named = step['event'] ?? step['op'] ?? step[verb];
  return short(typeof named === 'string' || typeof named === 'number' ? named : '');
};

/** Reads where the rows stand, whenever they grow, shrink, come, go or turn bad. */
function useLevels(list: RefObject<HTMLElement | null>): Levels {
  const [levels, setLevels] = useState<Levels>(new Map());
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const read = (): void => {
      const found = levelsIn(element);
      setLevels((before) => (sameLevels(before, found) ? before : found));
    };
    // The first one reports at once what it is to observe, before anything is painted.
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    const rows = new MutationObserver(read);
    rows.observe(element, { childList: true, subtree: true, attributeFilter: ['data-bad', 'data-place'] });
    return () => {
      sizes.disconnect();
      rows.disconnect();
    };
  }, [list]);
  return levels;
}

function levelsIn(list: HTMLElement): Levels {
  const top = list.getBoundingClientRect().top;
  const levels = new Map<string, { y: number; bad: boolean }>();
  let last = -BOX_HEIGHT;
  for (const row of list.querySelectorAll<HTMLElement>('[data-place]')) {
    // Short rows that follow closely would have their states on top of each other.
    const y = Math.max(
      last + BOX_HEIGHT + 16,
      Math.round(row.getBoundingClientRect().top - top + FIRST_LINE),
    );
    levels.set(row.dataset['place'] ?? '', { y, bad: row.dataset['bad'] !== undefined });
    last = y;
  }
  return levels;
}

const sameLevels = (a: Levels, b: Levels): boolean =>
  a.size === b.size && [...a].every(([path, { y, bad }]) => b.get(path)?.y === y && b.get(path)?.bad === bad);

/** The states in which flows of these steps stand at the playhead. */
function useActive(
  client: RunClient | null,
  bearer: Bearer,
  drawing: Drawing,
): { readonly active: ReadonlyMap<string, string>; readonly count: number } {
  const { t, length } = usePlayhead(client);
  return useMemo(() => {
    const active = new Map<string, string>();
    let count = 0;
    if (client === null || length === 0) return { active, count };
    const node = client.view.node(bearer.node);
    const names = recordedNames(bearer);
    for (const flow of client.view.activeFlowsAt(t)) {
      if (flow.node !== node || !names.has(flow.handler)) continue;
      count++;
      const place = drawing.program.steps.find(
        ({ index }) => recordedIndex(bearer.word, index) === flow.step,
      )?.place;
      if (place !== undefined) active.set(place, flow.name);
    }
    return { active, count };
  }, [client, bearer, drawing, t, length]);
}
