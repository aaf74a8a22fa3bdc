import { useId, type KeyboardEvent, type ReactElement } from 'react';
import { Tear } from '#figure/tear.tsx';
import type { About } from '#run/protocol.ts';
import { implies } from '#run/view/lattice.ts';
import { Lamp } from '#ui/icon.tsx';
import { tipAttributes } from '#ui/tooltip.tsx';
import { words } from '#words/consistency.ts';
import type { Row, RowId } from './lamps.ts';
import styles from './lattice.module.css';

/** Px from the left at which each lamp hangs. Lines run down in the column of the lower lamp, so no two share one. */
const COLUMN: Readonly<Record<RowId, number>> = {
  linearizable: 54,
  sequential: 54,
  'causal-cm': 34,
  'causal-ccv': 92,
  'causal-cc': 72,
  pram: 26,
  'read-your-writes': 10,
  'monotonic-reads': 28,
  'monotonic-writes': 46,
  'writes-follow-reads': 90,
  eventual: 68,
};

const ROW = 37;
const TEAR = 20;
const GUTTER = 108;
const LAMP = 16;

/** The models as a list, strongest first, with the lines of what implies what; torn where the broken ones end. */
export function Lattice({
  rows,
  aboutOf,
  chosen,
  onChoose,
}: {
  rows: readonly Row[];
  aboutOf: (id: RowId) => About | null;
  chosen: RowId;
  onChoose: (id: RowId) => void;
}): ReactElement {
  const name = useId();
  const broken = rows.filter(({ verdict }) => verdict === 'no').length;
  const isTorn = broken > 0 && broken < rows.length;
  const topOf = (index: number): number => index * ROW + (isTorn && index >= broken ? TEAR : 0);
  const middle = new Map(rows.map(({ id }, index) => [id, topOf(index) + ROW / 2]));
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const goals: Readonly<Record<string, number>> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: -1 };
    const goal = goals[event.key];
    if (at < 0 || goal === undefined) return;
    buttons.at(goal % buttons.length)?.focus();
    event.preventDefault();
  };
  return (
    // The rows in it take the focus and the keys come up from them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      className={styles['lattice']}
      style={{ height: topOf(rows.length - 1) + ROW }}
      aria-label={words.lattice}
      onKeyDown={onKeyDown}
    >
      <li className={styles['lines']} aria-hidden="true">
        <svg width={GUTTER} height={topOf(rows.length - 1) + ROW}>
          {implies.map(([stronger, weaker]) => (
            <path
              key={`${stronger} ${weaker}`}
              className={styles['line']}
              d={lineOf(COLUMN[stronger], middle.get(stronger)!, COLUMN[weaker], middle.get(weaker)!)}
            />
          ))}
          {isTorn && (
            <g className="fig">
              <Tear
                key={broken}
                x={-4}
                y={broken * ROW + TEAR / 2}
                length={GUTTER + 4}
                horizontal
                width={9}
                drift={2.5}
                fibre={3}
                rough={0.75}
                step={1.8}
                taperStart={12}
                taperEnd={22}
                seed={broken + 3}
              />
            </g>
          )}
        </svg>
      </li>
      {rows.map(({ id, verdict, says, more }, index) => {
        const about = aboutOf(id);
        const tip =
          about === null
            ? {}
            : tipAttributes({
                words: words.tip(about.definition, about.source, about.cost, about.limits),
                side: 'right',
              });
        return (
          <li key={id} style={{ top: topOf(index), height: ROW }}>
            <button
              type="button"
              aria-current={id === chosen || undefined}
              aria-describedby={`${name}-${id}`}
              tabIndex={id === chosen ? 0 : -1}
              data-verdict={verdict}
              onClick={() => onChoose(id)}
            >
              <span className={styles['lamp']} style={{ left: COLUMN[id] - LAMP / 2 }} {...tip}>
                <Lamp verdict={verdict} size={LAMP} />
              </span>
              <span className={styles['name']}>{words.models[id].name}</span>
              <span className={styles['verdict']}>
                <b>{says}</b>
              </span>
              <span className={styles['says']} id={`${name}-${id}`}>
                {words.models[id].says}
              </span>
              <span className={styles['more']}>{more}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Down from the stronger model into the column of the weaker one, and on to it. */
function lineOf(x1: number, y1: number, x2: number, y2: number): string {
  const from = y1 + LAMP / 2 + 1;
  const to = y2 - LAMP / 2 - 1;
  if (x1 === x2) return `M${x1} ${from}V${to}`;
  const bend = Math.min(to, from + 26);
  return `M${x1} ${from}C${x1} ${from + 14} ${x2} ${bend - 14} ${x2} ${bend}V${to}`;
}
