import { useMemo, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { sessionStore } from '#editor/session.ts';
import { words } from '#words/en.ts';
import { playerWords } from '#words/player.ts';
import { useRun, useRunClient } from '#app/run-context.ts';
import { clearLoop, setMark } from './brake.ts';
import { hitsOf } from './breakpoints.ts';
import styles from './player.module.css';
import { playerStore, usePlayer } from './player-store.ts';

/** More dots than this are a line. */
const HITS_MAX = 400;
/** Arrow keys move a mark by this, with Shift by ten times as much, µs. */
const KEY_STEP = 10_000;

/** What the player adds to the scrubber: the loop with its marks, and where breakpoints hold the run up. */
export function ScrubberMarks({
  endUs,
  timeAt,
}: {
  endUs: number;
  timeAt: (clientX: number) => number;
}): ReactElement {
  const a = usePlayer((player) => player.a);
  const b = usePlayer((player) => player.b);
  const loops = usePlayer((player) => player.loops);
  const left = (us: number): string => `${endUs > 0 ? (100 * Math.min(us, endUs)) / endUs : 0}%`;
  return (
    <>
      {a !== null && b !== null && (
        <i
          className={styles['loop']}
          data-on={loops || undefined}
          style={{ left: left(a), right: `calc(100% - ${left(b)})` }}
        />
      )}
      <Hits left={left} />
      {a !== null && <Mark which="a" at={a} endUs={endUs} left={left(a)} timeAt={timeAt} />}
      {b !== null && <Mark which="b" at={b} endUs={endUs} left={left(b)} timeAt={timeAt} />}
    </>
  );
}

function Hits({ left }: { left: (us: number) => string }): ReactElement {
  const client = useRunClient();
  const breakpoints = useStore(sessionStore, (state) => state.breakpoints);
  const over = useRun((run) => run.ending !== null);
  const verdicts = useRun((run) => run.verdicts);
  const hits = useMemo(
    () => (breakpoints.size === 0 ? [] : hitsOf(client.view, breakpoints, HITS_MAX)),
    // oxlint-disable-next-line react/exhaustive-deps -- `over` and `verdicts` say that the record in `view` is another one
    [client, breakpoints, over, verdicts],
  );
  return (
    <>
      {hits.map((at) => (
        <i key={at} className={styles['hit']} style={{ left: left(at) }} />
      ))}
    </>
  );
}

function Mark({
  which,
  at,
  endUs,
  left,
  timeAt,
}: {
  which: 'a' | 'b';
  at: number;
  endUs: number;
  left: string;
  timeAt: (clientX: number) => number;
}): ReactElement {
  const { loop } = playerWords;
  /** Between the ends of the run, and on its own side of the other mark. */
  const moveTo = (us: number): void => {
    const { a, b } = playerStore.getState();
    const least = which === 'b' ? (a ?? 0) + 1 : 0;
    const most = which === 'a' && b !== null ? b - 1 : endUs;
    const { loops } = playerStore.getState();
    setMark(which, Math.min(most, Math.max(least, us)));
    playerStore.setState({ loops });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = (event.shiftKey ? 10 : 1) * KEY_STEP;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') moveTo(at - by);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') moveTo(at + by);
    else if (event.key === 'Delete' || event.key === 'Backspace') clearLoop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={styles['mark']}
      style={{ left }}
      role="slider"
      tabIndex={0}
      aria-label={loop.mark[which]}
      aria-valuemin={0}
      aria-valuemax={Math.round(endUs / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={words.moment(at)}
      title={`${loop.mark[which]}: ${words.moment(at)}. ${loop.hint}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) =>
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      onPointerMove={(event: PointerEvent<HTMLDivElement>) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(timeAt(event.clientX));
      }}
    >
      {which.toUpperCase()}
    </div>
  );
}
