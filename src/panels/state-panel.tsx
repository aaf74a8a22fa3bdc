import { useEffect, useId, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { Inspection, MachineView } from '#run/protocol.ts';
import { words } from '#words/en.ts';
import { BOX_HEIGHT, layoutChart } from './chart-layout.ts';
import styles from './state-panel.module.css';
import type { Source } from './source.ts';

/** The machines of one node at a moment, each drawn with the state it is in. */
export function StatePanel({
  source,
  node,
  name,
  time,
  drawState,
}: {
  source: Source;
  /** Id of the node. */
  node: string;
  name: string;
  time: number;
  /** A drawing for a state of a machine that has one of its own, such as the bridge of a breaker. */
  drawState: (machine: string, state: string) => ReactNode;
}): ReactElement {
  const inspection = useInspection(source, node, time);
  const [chosen, choose] = useState(0);
  if (inspection === 'waiting') return <p className={styles['note']}>{words.state.loading}</p>;
  if (inspection === null) return <p className={styles['note']}>{words.state.unavailable}</p>;
  const { machines } = inspection;
  if (machines.length === 0) return <p className={styles['note']}>{words.state.noMachines(name)}</p>;
  const machine = machines[Math.min(chosen, machines.length - 1)];
  return (
    <div className={styles['state']}>
      <ul className={styles['list']}>
        {machines.map(({ title, subject, active }, index) => (
          <li key={`${title} ${subject} ${index}`}>
            <button type="button" aria-pressed={machine === machines[index]} onClick={() => choose(index)}>
              <b>{title}</b>
              <span>{subject}</span>
              <em>{active.length === 0 ? words.state.atRest : active.join(', ')}</em>
            </button>
          </li>
        ))}
      </ul>
      {machine !== undefined && (
        <div className={styles['drawing']}>
          <Chart machine={machine} />
          <Bridges machine={machine} drawState={drawState} />
        </div>
      )}
    </div>
  );
}

/** Asks anew when the node or the moment changes; one question at a time, and the last answer stays until the next. */
function useInspection(source: Source, node: string, time: number): Inspection | null | 'waiting' {
  const [answer, setAnswer] = useState<{
    readonly node: string;
    readonly inspection: Inspection | null;
  } | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const inspection = await source.inspect(node, time);
      if (current) setAnswer({ node, inspection });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [source, node, time]);
  return answer?.node === node ? answer.inspection : 'waiting';
}

function Chart({ machine }: { machine: MachineView }): ReactElement {
  const { width, height, boxes, arcs } = useMemo(() => layoutChart(machine), [machine]);
  const arrow = useId();
  const said = boxes.filter(({ active }) => active).map(({ label }) => `${label} ${words.state.active}`);
  return (
    <svg
      className={styles['chart']}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${machine.title}: ${said.length === 0 ? words.state.atRest : said.join(', ')}`}
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 10 10"
          refX="8.5"
          refY="5"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M1 1.200L8.600 5L1 8.800" className={styles['head']} />
        </marker>
      </defs>
      {arcs.map(({ d, label, labelX, labelY, anchor, lit }) => (
        <g key={d} data-lit={lit || undefined}>
          <path className={styles['arc']} d={d} markerEnd={`url(#${arrow})`} />
          <text className={styles['on']} x={labelX} y={labelY} textAnchor={anchor}>
            {label}
          </text>
        </g>
      ))}
      {boxes.map(({ path, label, x, y, width: wide, active, final, isFrame }) => (
        <g
          key={path}
          className={styles['box']}
          data-active={active || undefined}
          data-frame={isFrame || undefined}
        >
          <rect x={x} y={y} width={wide} height={BOX_HEIGHT} rx="8" />
          {final && (
            <rect
              className={styles['final']}
              x={x + 3}
              y={y + 3}
              width={wide - 6}
              height={BOX_HEIGHT - 6}
              rx="5.500"
            />
          )}
          {active && <circle cx={x + 13} cy={y + BOX_HEIGHT / 2} r="4" />}
          <text x={x + 24} y={y + BOX_HEIGHT / 2 + 4}>
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** For machines whose states have drawings on the canvas: the same drawings, the active one framed. */
function Bridges({
  machine,
  drawState,
}: {
  machine: MachineView;
  drawState: (machine: string, state: string) => ReactNode;
}): ReactElement | null {
  const drawn = machine.states
    .map(({ path, label }) => ({ path, label, drawing: drawState(machine.title, path) }))
    .filter(({ drawing }) => drawing !== null);
  if (drawn.length === 0) return null;
  return (
    <ul className={styles['bridges']}>
      {drawn.map(({ path, label, drawing }) => (
        <li key={path} data-active={machine.active.includes(path) || undefined}>
          {drawing}
          <span>{label}</span>
        </li>
      ))}
    </ul>
  );
}
