import type { MouseEvent, ReactElement } from 'react';
import type { StaleRead } from '#run/protocol.ts';
import { words } from '#words/consistency.ts';
import axes from '#panels/axes.module.css';
import styles from './staleness.module.css';

const HEIGHT = 84;
const LEFT = 38;
const BOTTOM = 18;
const TOP = 8;

/** How old every answer was, over the run: a needle for each read, at each px of the axis the worst. */
export function Staleness({
  reads,
  endUs,
  time,
  width,
  onGo,
}: {
  reads: readonly StaleRead[];
  endUs: number;
  /** The playhead, µs. */
  time: number;
  /** Px there are to fill. */
  width: number;
  onGo: (time: number) => void;
}): ReactElement | null {
  if (reads.length === 0) return null;
  const stale = reads.filter(({ versions }) => versions > 0);
  const worst = (of: (read: StaleRead) => number): number =>
    reads.reduce((most, read) => Math.max(most, of(read)), 0);
  const versions = worst((read) => read.versions);
  const us = worst((read) => read.us);
  return (
    <section className={styles['staleness']} aria-label={words.stale.title}>
      <h3>{words.stale.title}</h3>
      <p>
        {stale.length === 0
          ? words.stale.none(reads.length)
          : words.stale.some(stale.length, reads.length, versions, us)}
      </p>
      {stale.length > 0 && (
        <div className={styles['figures']}>
          <Needles
            title={words.stale.versions}
            reads={reads}
            of={(read) => read.versions}
            most={versions}
            endUs={endUs}
            time={time}
            width={figureWidth(width)}
            onGo={onGo}
          />
          <Needles
            title={words.stale.time}
            reads={reads}
            of={(read) => read.us / 1000}
            most={us / 1000}
            endUs={endUs}
            time={time}
            width={figureWidth(width)}
            onGo={onGo}
          />
        </div>
      )}
    </section>
  );
}

const GAP = 20;
const figureWidth = (width: number): number => Math.max(220, width < 620 ? width : (width - GAP) / 2);

function Needles({
  title,
  reads,
  of,
  most,
  endUs,
  time,
  width,
  onGo,
}: {
  title: string;
  reads: readonly StaleRead[];
  of: (read: StaleRead) => number;
  most: number;
  endUs: number;
  time: number;
  width: number;
  onGo: (time: number) => void;
}): ReactElement {
  const plot = width - LEFT - 8;
  const floor = HEIGHT - BOTTOM;
  const xOf = (at: number): number => LEFT + (plot * at) / endUs;
  const columns = new Map<number, number>();
  for (const read of reads) {
    const x = Math.round(xOf(read.at) * 2) / 2;
    columns.set(x, Math.max(columns.get(x) ?? 0, of(read)));
  }
  const path = [...columns]
    .filter(([, value]) => value > 0)
    .map(([x, value]) => `M${x} ${floor}V${floor - ((floor - TOP) * value) / most}`)
    .join('');
  const fresh = [...columns]
    .filter(([, value]) => value === 0)
    .map(([x]) => `M${x} ${floor}v3`)
    .join('');
  const at = (event: MouseEvent<SVGSVGElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    onGo(Math.max(0, Math.min(endUs, ((event.clientX - left - LEFT) / plot) * endUs)));
  };
  const mostText = String(Math.round(most));
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {/* A press goes to that moment; the scrubber does the same by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={words.stale.say(title, mostText)}
        onClick={at}
      >
        <path className={axes['grid']} d={`M${LEFT} ${TOP}H${width - 8}`} />
        <path className={axes['axis']} d={`M${LEFT} ${floor}H${width - 8}`} />
        <text className={axes['tick']} x={LEFT - 6} y={TOP + 4} textAnchor="end">
          {mostText}
        </text>
        <text className={axes['tick']} x={LEFT - 6} y={floor + 4} textAnchor="end">
          0
        </text>
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <text
            key={part}
            className={axes['tick']}
            x={xOf(endUs * part)}
            y={HEIGHT - 3}
            textAnchor={part === 1 ? 'end' : 'middle'}
          >
            {Math.round((endUs * part) / 1e5) / 10}
          </text>
        ))}
        <path className={styles['fresh']} d={fresh} />
        <path className={styles['needle']} d={path} />
        <path className={styles['now']} d={`M${xOf(time)} 2V${floor}`} />
      </svg>
    </figure>
  );
}
