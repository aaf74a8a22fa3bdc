import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import type { RunView } from '#run/view/run-view.ts';
import { words } from '#words/en.ts';
import { panelWords } from '#words/panels.ts';
import { labelOf } from './labels.ts';
import type { Names } from './names.ts';
import type { Source } from './source.ts';
import { diagramAround, LANE_HEIGHT, type Arrow, type Diagram } from './space-time.ts';
import axes from './axes.module.css';
import styles from './space-time-panel.module.css';

/** Who told whom, in the order in which it happened; the playhead crosses all lanes. */
export function SpaceTimePanel({
  source,
  names,
  time,
  length,
}: {
  source: Source;
  names: Names;
  time: number;
  length: number;
}): ReactElement {
  const { view } = source;
  // A new stretch is cut out only when the playhead comes near its end: until then it stands still.
  const [held, hold] = useState<Stretch | null>(null);
  const stretch =
    held !== null && isAbout(held, view, length, time) ? held : stretchAround(view, length, time);
  if (stretch !== held) hold(stretch);
  const { diagram } = stretch;
  const scroller = useRef<HTMLElement>(null);
  const now = diagram.xOf(time);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollLeft, clientWidth } = element;
    if (now < scrollLeft + 40 || now > scrollLeft + clientWidth - 80)
      element.scrollLeft = now - clientWidth * 0.4;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another stretch is scrolled to as well
  }, [now, diagram]);
  if (diagram.arrows.length === 0) return <p className={styles['note']}>{panelWords.spaceTime.nothing}</p>;
  const go = (event: number): void => {
    source.pause();
    source.seek(view.store.time[event] ?? 0);
  };
  return (
    <div className={styles['spaceTime']}>
      <ul className={styles['names']} style={{ lineHeight: `${LANE_HEIGHT}px` }}>
        {diagram.lanes.map(({ node }) => (
          <li key={node}>{names.node(node)}</li>
        ))}
      </ul>
      {/* Its content is drawn, so the keyboard needs it itself to scroll. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
      <section
        className={styles['scroller']}
        ref={scroller}
        tabIndex={0}
        aria-label={panelWords.spaceTime.label}
      >
        {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex */}
        <svg width={diagram.width} height={diagram.height} role="img" aria-label={panelWords.spaceTime.label}>
          <Ground diagram={diagram} />
          <Arrows diagram={diagram} source={source} onGo={go} />
          <path className={styles['now']} d={`M${now} 4V${diagram.height - 16}`} />
        </svg>
      </section>
    </div>
  );
}

interface Stretch {
  readonly view: RunView;
  readonly length: number;
  /** The playhead is well within it between these, µs. */
  readonly from: number;
  readonly to: number;
  readonly diagram: Diagram;
}

const isAbout = (stretch: Stretch, view: RunView, length: number, time: number): boolean =>
  stretch.view === view && stretch.length === length && time >= stretch.from && time <= stretch.to;

function stretchAround(view: RunView, length: number, time: number): Stretch {
  const diagram = diagramAround(view, time);
  const sent = diagram.arrows.map(({ message }) => view.store.time[view.messages.sendOf(message)] ?? 0);
  const from = Math.min(time, sent[Math.floor(sent.length * 0.1)] ?? 0);
  const to = Math.max(time, sent[Math.floor(sent.length * 0.9)] ?? 0);
  return { view, length, from, to, diagram };
}

function Ground({ diagram: { lanes, folds, ticks, width, height } }: { diagram: Diagram }): ReactElement {
  const zigzag = 'l5 5.5l-5 5.5'.repeat(Math.ceil((height - 34) / 11));
  return (
    <>
      {lanes.map(({ node, y }) => (
        <path key={node} className={styles['lane']} d={`M0 ${y}H${width}`} />
      ))}
      {folds.map((x) => (
        <g key={x}>
          <rect className={styles['foldGround']} x={x - 6} y="6" width="12" height={height - 28} />
          <path className={axes['fold']} d={`M${x - 4} 6${zigzag}M${x} 6${zigzag}`} />
        </g>
      ))}
      {ticks.map(({ x, us }) => (
        <text key={x} className={axes['tick']} textAnchor="middle" x={x} y={height - 4}>
          {words.seconds(us)}
        </text>
      ))}
    </>
  );
}

function Arrows({
  diagram: { arrows, dots },
  source: { view },
  onGo,
}: {
  diagram: Diagram;
  source: Source;
  onGo: (event: number) => void;
}): ReactElement {
  const id = useId();
  return (
    <>
      <defs>
        <marker
          id={id}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M1.500 1.500L9 5L1.500 8.500" fill="none" stroke="context-stroke" strokeWidth="1.600" />
        </marker>
      </defs>
      {arrows.map((arrow) => (
        <g
          key={arrow.message}
          className={styles['arrow']}
          data-kind={arrow.kind}
          onClick={() => onGo(arrow.event)}
        >
          <title>{labelOf(view, view.messages.sendOf(arrow.message))}</title>
          <path className={styles['touch']} d={lineOf(arrow)} />
          <path
            className={styles['stroke']}
            d={lineOf(arrow)}
            markerEnd={arrow.dropped ? undefined : `url(#${id})`}
          />
          {(arrow.dropped || arrow.failed) && (
            <path
              className={styles['cross']}
              d={
                arrow.dropped
                  ? crossAt(arrow.x2, arrow.y2)
                  : crossAt((arrow.x1 + arrow.x2) / 2, (arrow.y1 + arrow.y2) / 2)
              }
            />
          )}
          <text
            className={styles['label']}
            x={(arrow.x1 + arrow.x2) / 2 + 4}
            y={(arrow.y1 + arrow.y2) / 2 - 3}
          >
            {arrow.kind === 'reply' ? '' : labelOf(view, view.messages.sendOf(arrow.message))}
          </text>
        </g>
      ))}
      {dots.map(({ x, y, event }) => (
        <circle key={event} className={styles['dot']} cx={x} cy={y} r="2.800" />
      ))}
    </>
  );
}

const lineOf = ({ x1, y1, x2, y2 }: Arrow): string => `M${x1} ${y1}L${x2} ${y2}`;
const crossAt = (x: number, y: number): string => `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`;
