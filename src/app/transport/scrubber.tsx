import {
  useMemo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { words } from '#words/en.ts';
import { useSheet } from '#app/document.ts';
import { ScrubberMarks } from '#app/parts.ts';
import { useFrame, useRun, useRunClient } from '#app/run-context.ts';
import { FaultBar, HINT } from './fault-bar.tsx';
import { lanesOf, tickText, ticksOf } from './lanes.ts';
import styles from './transport.module.css';

const LANES = 3;

/** The whole run as a line: faults above it, broken checks on it, and the playhead to be taken along. */
export function Scrubber(): ReactElement {
  const sheet = useSheet();
  const endUs = useRun((run) => run.endUs);
  const simulated = useRun((run) => (run.endUs > 0 ? run.until / run.endUs : 0));
  const lanes = useMemo(() => lanesOf(sheet, LANES), [sheet]);
  const track = useRef<HTMLDivElement>(null);
  useFrame((time) => {
    const share = endUs > 0 ? (100 * time) / endUs : 0;
    track.current?.style.setProperty('--now', `${share}%`);
    track.current?.style.setProperty('--now-share', String(share));
  });
  const timeAt = (clientX: number): number => {
    const box = track.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? 0 : ((clientX - box.left) / box.width) * endUs;
  };
  return (
    <div className={styles['scrubber']} data-lanes={lanes.length}>
      <p id={HINT} hidden>
        {words.timeline.hint}
      </p>
      <div className={styles['labels']} aria-hidden="true">
        {lanes.map(({ label }) => (
          <span key={label} title={label}>
            {label}
          </span>
        ))}
      </div>
      <div
        className={styles['track']}
        ref={track}
        style={{ '--simulated': `${100 * simulated}%` } as CSSProperties}
      >
        <ul className={styles['lanes']} aria-label={words.timeline.label}>
          {lanes.flatMap(({ bars }, lane) =>
            bars.map((bar) => (
              <FaultBar key={bar.index} bar={bar} lane={lane} endUs={endUs} timeAt={timeAt} />
            )),
          )}
        </ul>
        <Line endUs={endUs} timeAt={timeAt} />
        <Broken endUs={endUs} />
        <ScrubberMarks endUs={endUs} timeAt={timeAt} />
        <Axis endUs={endUs} />
      </div>
    </div>
  );
}

function Line({ endUs, timeAt }: { endUs: number; timeAt: (clientX: number) => number }): ReactElement {
  const client = useRunClient();
  const knob = useRef<HTMLDivElement>(null);
  const wasPlaying = useRef(false);
  useFrame((time) => {
    const value = Math.round(time / 1000);
    knob.current?.setAttribute('aria-valuenow', String(value));
    knob.current?.setAttribute('aria-valuetext', words.transport.sayPosition(time));
  });
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    wasPlaying.current = client.getState().playing;
    client.pause();
    client.seek(timeAt(event.clientX));
    knob.current?.focus({ preventScroll: true });
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) client.seek(timeAt(event.clientX));
  };
  const onPointerUp = (): void => {
    if (wasPlaying.current) client.play();
    wasPlaying.current = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = (event.shiftKey ? 10 : 1) * (endUs / 200);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => client.seek(client.time - step),
      ArrowRight: () => client.seek(client.time + step),
      ArrowDown: () => client.seek(client.time - step),
      ArrowUp: () => client.seek(client.time + step),
      PageDown: () => client.seek(client.time - endUs / 10),
      PageUp: () => client.seek(client.time + endUs / 10),
      Home: () => client.seek(0),
      End: () => client.seek(endUs),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={styles['line']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      <i className={styles['future']} />
      <i className={styles['simulated']} />
      <i className={styles['past']} />
      <div className={styles['hair']} />
      <div
        ref={knob}
        className={styles['knob']}
        role="slider"
        tabIndex={0}
        aria-label={words.transport.position}
        aria-valuemin={0}
        aria-valuemax={Math.round(endUs / 1000)}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function Broken({ endUs }: { endUs: number }): ReactElement {
  const client = useRunClient();
  const verdicts = useRun((run) => run.verdicts);
  const marks = verdicts.flatMap(({ check, title, changes }) =>
    changes
      .filter(({ verdict }) => verdict === 'breaks')
      .slice(0, 20)
      .map(({ at }) => ({ check, title, at })),
  );
  return (
    <>
      {marks.map(({ check, title, at }) => (
        <button
          key={`${check} ${at}`}
          type="button"
          className={styles['violation']}
          style={{ left: `${(100 * at) / Math.max(1, endUs)}%` }}
          aria-label={words.timeline.broken(title, words.moment(at))}
          title={words.timeline.broken(title, words.moment(at))}
          onClick={() => {
            client.pause();
            client.seek(at);
          }}
        />
      ))}
    </>
  );
}

function Axis({ endUs }: { endUs: number }): ReactElement {
  const { stepUs, ticks } = ticksOf(endUs, 12);
  const last = ticks.at(-1) ?? 0;
  return (
    <div className={styles['axis']} aria-hidden="true">
      {ticks.map((t) => (
        <span key={t} style={{ left: `${endUs > 0 ? (100 * t) / endUs : 0}%` }}>
          {tickText(t, stepUs)}
          {t === last && ' s'}
        </span>
      ))}
    </div>
  );
}
