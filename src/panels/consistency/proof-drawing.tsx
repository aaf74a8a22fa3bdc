import { useId, useMemo, type ReactElement } from 'react';
import type { Proof } from '#run/protocol.ts';
import { seconds } from '#words/amounts.ts';
import { words } from '#words/consistency.ts';
import axes from '#panels/axes.module.css';
import styles from './proof.module.css';
import {
  BAR_HEIGHT,
  layoutOf,
  REGISTER,
  type Bar,
  type Cell,
  type Measure,
  type ProofLayout,
} from './proof-layout.ts';
import { amountOf, type Unit } from './sentence.ts';
import { short } from './values.ts';

/** Operations as intervals on a time axis, a lane for each session; above them what a register could hold. */
export function ProofDrawing({
  proof,
  unit,
  whole,
  width,
  sentence,
}: {
  proof: Proof;
  unit: Unit;
  /** With what else happened to the same keys. */
  whole: boolean;
  /** Px there are to fill. */
  width: number;
  /** What the drawing shows, for those who do not see it. */
  sentence: string;
}): ReactElement {
  const layout = useMemo(
    () => layoutOf(proof, whole, Math.max(260, width - NAMES - EDGE)),
    [proof, whole, width],
  );
  const key = proof.shown.find(({ key: one }) => one !== undefined)?.key;
  return (
    <div className={styles['drawn']}>
      <ul className={styles['sessions']} style={{ height: layout.height }} aria-hidden="true">
        {layout.register.length > 0 && (
          <li style={{ top: REGISTER.y }}>
            {words.proof.register}
            <span>{key}</span>
          </li>
        )}
        {layout.lanes.map(({ session, y }) => (
          <li key={session} style={{ top: y }}>
            {session}
          </li>
        ))}
        <li className={styles['unit']} style={{ top: layout.height - 20 }}>
          {unit === 'time' ? words.proof.seconds : words.proof.positions}
        </li>
      </ul>
      {/* Its content is drawn, so the keyboard needs it itself to scroll. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['scroll']} tabIndex={layout.width > width - NAMES - EDGE ? 0 : undefined}>
        <svg
          width={layout.width + EDGE}
          height={layout.height}
          viewBox={`${-EDGE / 2} 0 ${layout.width + EDGE} ${layout.height}`}
          role="img"
          aria-label={words.proof.drawing(sentence)}
        >
          <Ground layout={layout} unit={unit} />
          <Register cells={layout.register} />
          {layout.bars.map((bar) => (
            <Operation key={bar.operation.id} bar={bar} />
          ))}
          {layout.measure !== null && (
            <Late measure={layout.measure} unit={unit} bottom={layout.height - 26} />
          )}
        </svg>
      </div>
    </div>
  );
}

/** Px for the names of the lanes, and to the left and right of the axis together. */
const NAMES = 100;
const EDGE = 44;

function Ground({ layout, unit }: { layout: ProofLayout; unit: Unit }): ReactElement {
  const base = layout.height - 26;
  const from = layout.top - 14;
  const zigzag = 'l5 5.5l-5 5.5'.repeat(Math.floor((base - from - 8) / 11));
  return (
    <>
      {layout.wash !== null && (
        <rect
          className={styles['wash']}
          x={layout.wash.x}
          y={layout.wash.top}
          width={layout.wash.width}
          height={layout.wash.bottom - layout.wash.top}
        />
      )}
      {layout.lanes.map(({ session, y }) => (
        <path key={session} className={axes['grid']} d={`M0 ${y + BAR_HEIGHT / 2}H${layout.width}`} />
      ))}
      {layout.folds.map((x) => (
        <g key={x}>
          <rect className={styles['paper']} x={x - 5} y={from - 2} width="10" height={base - from} />
          <path className={axes['fold']} d={`M${x - 4.5} ${from}${zigzag}M${x} ${from}${zigzag}`} />
        </g>
      ))}
      <path className={axes['axis']} d={`M0 ${base}H${layout.width}`} />
      {layout.ticks.map(({ x, at }) => (
        <g key={at}>
          <path className={axes['axis']} d={`M${x} ${base - 4}v8`} />
          <text className={axes['tick']} textAnchor="middle" x={x} y={base + 20}>
            {unit === 'time' ? seconds(at) : at}
          </text>
        </g>
      ))}
    </>
  );
}

/** What one copy could hold: hatched while that was open, boxed where the read had to find it. */
function Register({ cells }: { cells: readonly Cell[] }): ReactElement | null {
  const hatch = useId();
  if (cells.length === 0) return null;
  const demanded = cells.filter(({ isDemanded }) => isDemanded);
  const from = Math.min(...demanded.map(({ x }) => x));
  const to = Math.max(...demanded.map(({ x, width }) => x + width));
  const { y, height } = REGISTER;
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className={styles['hatch']} d="M0 0v6" />
        </pattern>
      </defs>
      {cells.map(({ x, width, values }) => (
        <g key={x}>
          <rect
            className={values.length > 1 ? styles['open'] : styles['held']}
            x={x}
            y={y}
            width={width}
            height={height}
            {...(values.length > 1 ? { fill: `url(#${hatch})` } : {})}
          />
          {fitting(values, width).map((text) => (
            <text key={text} className={styles['value']} x={x + width / 2} y={y + height / 2 + 4}>
              {text}
            </text>
          ))}
        </g>
      ))}
      <path
        className={styles['rail']}
        d={`M${cells[0]!.x} ${y}H${ends(cells)}M${cells[0]!.x} ${y + height}H${ends(cells)}`}
      />
      {demanded.length > 0 && (
        <>
          <rect className={styles['demanded']} x={from} y={y} width={to - from} height={height} />
          <text
            className={styles['aside']}
            x={(from + to) / 2}
            y={y - 8}
            textAnchor={anchorAt((from + to) / 2, ends(cells))}
          >
            {demanded.some(({ values }) => values.length > 1)
              ? words.proof.mayReturn
              : words.proof.mustReturn}
          </text>
        </>
      )}
    </>
  );
}

const ends = (cells: readonly Cell[]): number => Math.max(...cells.map(({ x, width }) => x + width));

const ASIDE = 62;
const anchorAt = (x: number, width: number): 'start' | 'middle' | 'end' =>
  x < ASIDE ? 'start' : x > width - ASIDE ? 'end' : 'middle';

/** The words of a cell when there is room for them. */
function fitting(values: readonly string[], width: number): string[] {
  const text = values
    .map((value, i) => (i === 0 ? value : withoutCommon(value, values[0]!)))
    .join(words.proof.or);
  return text.length * 6.6 + 8 <= width ? [text] : [];
}

/** "version 15" beside "version 10" is "15". */
function withoutCommon(value: string, first: string): string {
  const word = first.slice(0, first.indexOf(' ') + 1);
  return word !== '' && value.startsWith(word) ? value.slice(word.length) : value;
}

function Operation({ bar }: { bar: Bar }): ReactElement {
  const { x, y, width, label, isOffending, isOpen } = bar;
  const right = x + width;
  return (
    <g
      className={styles['operation']}
      data-offending={isOffending || undefined}
      data-open={isOpen || undefined}
    >
      <path
        className={styles['bar']}
        d={
          isOpen
            ? `M${right} ${y}H${x + 4}q-4 0 -4 4V${y + BAR_HEIGHT - 4}q0 4 4 4H${right}`
            : `M${x + 4} ${y}H${right - 4}q4 0 4 4V${y + BAR_HEIGHT - 4}q0 4 -4 4H${x + 4}q-4 0 -4 -4V${y + 4}q0 -4 4 -4Z`
        }
      />
      <path
        className={styles['ends']}
        d={`M${x} ${y}v${BAR_HEIGHT}${isOpen ? '' : `M${right} ${y}v${BAR_HEIGHT}`}`}
      />
      <text className={styles['name']} x={x + width / 2} y={y + BAR_HEIGHT / 2 + 4}>
        {label}
      </text>
    </g>
  );
}

/** The answer after which the read began, and how long after. */
function Late({ measure, unit, bottom }: { measure: Measure; unit: Unit; bottom: number }): ReactElement {
  const { operation, from, to, y } = measure;
  const isWrite = operation.f === 'write' || operation.f === 'put';
  const middle = (from + to) / 2;
  const text = words.proof.later(amountOf(measure.lasting, unit));
  const half = (text.length * 6 + 18) / 2;
  const at = y + BAR_HEIGHT / 2;
  const fits = to - from > 2 * half + 24;
  const label = fits ? at : at - 26;
  return (
    <>
      <path className={styles['told']} d={`M${from} ${REGISTER.y + REGISTER.height}V${bottom}`} />
      <text
        className={styles['aside']}
        x={from - 8}
        y={REGISTER.y + REGISTER.height + 17}
        textAnchor={from > 130 ? 'end' : 'start'}
      >
        {(isWrite ? words.proof.told : words.proof.foundIt)(operation.session)}
      </text>
      <path
        className={styles['span']}
        d={`M${from + 2} ${at}H${to - 2}M${from + 8} ${at - 4}l-6 4l6 4M${to - 8} ${at - 4}l6 4l-6 4`}
      />
      {at + BAR_HEIGHT < bottom - 4 && at + 2 * BAR_HEIGHT > bottom - 20 && (
        <>
          <path
            className={styles['back']}
            d={`M${to + 18} ${y + BAR_HEIGHT}Q${to} ${bottom - 9} ${Math.max(from + 14, to - 40)} ${bottom - 9}H${from + 9}`}
          />
          <path className={styles['cross']} d={`M${from - 5} ${bottom - 14}l10 10m0 -10l-10 10`} />
          <text
            className={styles['aside']}
            x={from - 11}
            y={bottom - 5}
            textAnchor={from > 200 ? 'end' : 'start'}
          >
            {words.proof.fitsOnly(short(measure.reader.value))}
          </text>
        </>
      )}
      <rect
        className={styles['pill']}
        x={middle - half}
        y={label - 10}
        width={2 * half}
        height={20}
        rx={10}
      />
      <text className={styles['amount']} x={middle} y={label + 4}>
        {text}
      </text>
    </>
  );
}
