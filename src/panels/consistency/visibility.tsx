import type { ReactElement } from 'react';
import type { Visibility as Bins, VisibilityBin } from '#run/protocol.ts';
import { words } from '#words/consistency.ts';
import axes from '#panels/axes.module.css';
import styles from './visibility.module.css';

const HEIGHT = 112;
const LEFT = 38;
const BOTTOM = 32;
const TOP = 8;
const COLUMN_MAX = 56;

/** How often reads found the newest write, by their distance from it: a bar as measured, a rule across as predicted. */
export function Visibility({ visibility, width }: { visibility: Bins; width: number }): ReactElement {
  const { n, r, w, bins } = visibility;
  const step = Math.min(COLUMN_MAX, (width - LEFT - 8) / bins.length);
  const right = LEFT + step * bins.length;
  const floor = HEIGHT - BOTTOM;
  const yOf = (share: number): number => floor - (floor - TOP) * share;
  const told = bins.map((bin) => words.visibility.say(msOf(bin), bin.reads, measured(bin), bin.predicted));
  return (
    <section className={styles['visibility']} aria-label={words.visibility.title}>
      <h3>{words.visibility.title}</h3>
      <p>{words.visibility.explain(n, r, w)}</p>
      <svg width={right + 8} height={HEIGHT} role="img" aria-label={told.join(' ')}>
        <path className={axes['grid']} d={`M${LEFT} ${yOf(1)}H${right}M${LEFT} ${yOf(0.5)}H${right}`} />
        {[1, 0.5, 0].map((share) => (
          <text key={share} className={axes['tick']} x={LEFT - 6} y={yOf(share) + 4} textAnchor="end">
            {share * 100} %
          </text>
        ))}
        {bins.map((bin, i) => {
          const x = LEFT + step * i;
          const y = yOf(measured(bin));
          return (
            <g key={bin.underUs}>
              <title>{told[i]}</title>
              <rect className={styles['measured']} x={x + 4} y={y} width={step - 8} height={floor - y} />
              <path className={styles['predicted']} d={`M${x + 1} ${yOf(bin.predicted)}h${step - 2}`} />
              <text className={axes['tick']} x={x + step / 2} y={floor + 13} textAnchor="middle">
                {words.visibility.under(msOf(bin))}
              </text>
              <text className={styles['count']} x={x + step / 2} y={floor + 26} textAnchor="middle">
                {words.visibility.of(bin.reads)}
              </text>
            </g>
          );
        })}
        <path className={axes['axis']} d={`M${LEFT} ${floor}H${right}`} />
      </svg>
    </section>
  );
}

const msOf = ({ underUs }: VisibilityBin): number => underUs / 1_000;
const measured = ({ fresh, reads }: VisibilityBin): number => fresh / reads;
