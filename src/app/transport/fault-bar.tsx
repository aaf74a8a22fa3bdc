import {
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { words } from '#words/en.ts';
import { useDocumentState } from '#app/document.ts';
import { FaultEditor, Popover } from '#app/parts.ts';
import { remove, resize, shift, stretch } from './change-fault.ts';
import type { Bar } from './lanes.ts';
import styles from './transport.module.css';

/** Id of the element that says which keys a bar knows. */
export const HINT = 'timeline-hint';

type Grip = 'whole' | 'from' | 'to';

/** Px by which the pointer must move before a press is a drag. */
const SLACK = 3;
/** Bars snap to this, µs. */
const SNAP = 10_000;
const KEY_STEP = 100_000;

/** One fault on the timeline: taken, it moves; at its ends, it stretches; pressed, it opens. All of it by keys too. */
export function FaultBar({
  bar,
  lane,
  endUs,
  timeAt,
}: {
  bar: Bar;
  lane: number;
  endUs: number;
  timeAt: (clientX: number) => number;
}): ReactElement {
  const [open, setOpen] = useState(false);
  const frozen = useDocumentState((state) => state.frozen);
  const drag = useRef<{ grip: Grip; startX: number; from: number; to: number; moved: boolean } | null>(null);
  const gestures = useRef(0);
  /** A drag ends with a click as well; that one opens nothing. */
  const wasDragged = useRef(false);
  const end = Math.min(bar.to, endUs);
  const share = (us: number): number => (endUs > 0 ? (100 * us) / endUs : 0);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const edge = Math.min(8, box.width / 3);
    const grip: Grip =
      bar.lasts && event.clientX > box.right - edge
        ? 'to'
        : bar.lasts && event.clientX < box.left + edge
          ? 'from'
          : 'whole';
    drag.current = { grip, startX: event.clientX, from: bar.from, to: end, moved: false };
    gestures.current++;
    wasDragged.current = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    const held = drag.current;
    if (held === null) return;
    if (!held.moved && Math.abs(event.clientX - held.startX) < SLACK) return;
    held.moved = true;
    wasDragged.current = true;
    const by = timeAt(event.clientX) - timeAt(held.startX);
    const gesture = `fault ${bar.index} ${gestures.current}`;
    const at = (us: number): number => Math.max(0, Math.round(us / SNAP) * SNAP);
    if (held.grip === 'whole') shift(bar, Math.min(at(held.from + by), endUs), gesture);
    else if (held.grip === 'to') stretch(bar, at(held.to + by) - bar.from, gesture);
    else {
      const from = Math.min(at(held.from + by), held.to - SNAP);
      resize(bar, from, held.to - from, gesture);
    }
  };
  const onPointerEnd = (): void => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    wasDragged.current = false;
    if (event.key === 'Delete' || event.key === 'Backspace') remove(bar);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = (event.key === 'ArrowLeft' ? -1 : 1) * KEY_STEP;
      if (event.shiftKey && bar.lasts) stretch(bar, end - bar.from + by);
      else shift(bar, Math.max(0, Math.min(endUs, bar.from + by)));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = words.timeline.entry(
    bar.what,
    words.moment(bar.from),
    bar.to <= endUs ? words.moment(bar.to) : words.timeline.openEnd,
  );
  return (
    <li className={styles['place']} style={placeStyle(lane, share(bar.from), share(end - bar.from))}>
      <Popover
        title={bar.what}
        side="top"
        open={open}
        onOpenChange={(next) => {
          if (!next || !wasDragged.current) setOpen(next);
        }}
        trigger={
          <button
            type="button"
            className={styles['bar']}
            disabled={frozen}
            data-look={bar.look}
            data-open-end={bar.to > endUs || undefined}
            aria-label={shown}
            aria-describedby={HINT}
            title={shown}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerEnd}
            onPointerCancel={onPointerEnd}
            onLostPointerCapture={onPointerEnd}
            onKeyDown={onKeyDown}
          >
            <BarDrawing bar={bar} />
          </button>
        }
      >
        <FaultEditor bar={bar} end={end} onDone={() => setOpen(false)} />
      </Popover>
    </li>
  );
}

/** `from` and `span` in percent of the track, also as numbers for the style sheet to reckon with. */
const placeStyle = (lane: number, from: number, span: number): CSSProperties =>
  ({ '--lane': lane, '--from': from, '--span': span, left: `${from}%`, width: `${span}%` }) as CSSProperties;

function BarDrawing({ bar }: { bar: Bar }): ReactElement {
  return (
    <>
      <span className={styles['body']} />
      <span className={styles['coming']} />
      {(bar.look === 'down' || bar.look === 'mark') && (
        <svg className={styles['cross']} width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
          {bar.look === 'down' ? (
            <path d="M-3.5 -3.500L3.500 3.500M3.500 -3.500L-3.500 3.500" />
          ) : (
            <path d="M0 4l-4-8h8z" />
          )}
        </svg>
      )}
    </>
  );
}
