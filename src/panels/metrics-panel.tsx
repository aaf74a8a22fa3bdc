import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { onThemeChange, readColours } from '#ui/theme.ts';
import { panelWords } from '#words/panels.ts';
import { figuresOf, type Figures, type Series } from './metrics.ts';
import styles from './metrics-panel.module.css';
import type { Names } from './names.ts';
import type { Source } from './source.ts';

type Values = readonly (number | null)[];

/** Latency, throughput and queue over the run, a row for each node; a click on a figure goes to that moment. */
export function MetricsPanel({
  source,
  names,
  until,
}: {
  source: Source;
  names: Names;
  until: number;
}): ReactElement {
  const figures = useMemo(() => figuresOf(source.view, until), [source, until]);
  if (figures.series.length === 0) return <p className={styles['note']}>{panelWords.metrics.none}</p>;
  return (
    // Its content is drawn, so the keyboard needs it itself to scroll.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['metrics']} tabIndex={0} aria-label={panelWords.metrics.label}>
      <p className={styles['hint']}>{panelWords.metrics.hint}</p>
      {figures.series.map((series) => (
        <Row
          key={series.node}
          source={source}
          name={names.node(series.node)}
          figures={figures}
          series={series}
        />
      ))}
    </section>
  );
}

function Row({
  source,
  name,
  figures: { times },
  series,
}: {
  source: Source;
  name: string;
  figures: Figures;
  series: Series;
}): ReactElement {
  const { latency, throughput, queue, lag, took, done, underWay } = panelWords.metrics;
  const { p99, perSecond, waiting } = series;
  const figures: Readonly<Record<Series['of'], readonly (readonly [string, Values])[]>> = {
    answers: [
      [latency, p99],
      [throughput, perSecond],
      [queue, waiting],
    ],
    operations: [
      [took, p99],
      [done, perSecond],
      [underWay, waiting],
    ],
    log: [[lag, waiting]],
  };
  return (
    <section className={styles['row']}>
      <h2>{name}</h2>
      {figures[series.of].map(([title, values]) => (
        <Figure key={title} source={source} title={title} name={name} times={times} values={values} />
      ))}
    </section>
  );
}

function Figure({
  source,
  title,
  name,
  times,
  values,
}: {
  source: Source;
  title: string;
  name: string;
  times: readonly number[];
  values: Values;
}): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [theme, setTheme] = useState(0);
  useEffect(() => onThemeChange(() => setTheme((n) => n + 1)), []);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot: uPlot | undefined;
    let stop = (): void => undefined;
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { default: Plot } = await import('uplot');
      if (isGone) return;
      plot = drawPlot(Plot, element, source, times, values);
      stop = source.subscribeFrame(() => plot?.redraw(false, false));
    };
    void draw();
    return () => {
      isGone = true;
      stop();
      plot?.destroy();
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- colours are read anew for another theme
  }, [source, times, values, theme]);
  const last = values.findLast((value) => value !== null) ?? 0;
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return (
    <figure className={styles['figure']}>
      <figcaption>{title}</figcaption>
      <div
        ref={place}
        role="img"
        aria-label={panelWords.metrics.say(name, title, round(last), round(most))}
      />
    </figure>
  );
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

function drawPlot(
  Plot: typeof uPlot,
  element: HTMLElement,
  source: Source,
  times: readonly number[],
  values: Values,
): uPlot {
  const colours = readColours(['ink', 'ink-3', 'rule']);
  const axis = { stroke: colours['ink-3'], font: '10.5px "Commit Mono"', ticks: { show: false } };
  const plot = new Plot(
    {
      width: Math.max(120, element.clientWidth),
      height: 96,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { time: false, range: [0, source.view.topology.endUs / 1e6] },
        y: { range: (_, __, max) => [0, Math.max(1, max * 1.15)] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 22 },
        { ...axis, grid: { stroke: colours.rule, width: 1 }, size: 38, space: 28 },
      ],
      series: [{}, { stroke: colours.ink, width: 1.6, points: { show: false }, spanGaps: false }],
      hooks: {
        draw: [
          (drawn) => {
            const x = drawn.valToPos(source.time / 1e6, 'x', true);
            drawn.ctx.fillStyle = colours.ink;
            drawn.ctx.fillRect(x - 0.75, drawn.bbox.top, 1.5, drawn.bbox.height);
          },
        ],
      },
    },
    [[...times], [...values]],
    element,
  );
  plot.over.addEventListener('click', ({ offsetX }) => {
    source.pause();
    source.seek(plot.posToVal(offsetX, 'x') * 1e6);
  });
  return plot;
}
