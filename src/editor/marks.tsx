import { useStore as useFlow } from '@xyflow/react';
import { Fragment, useCallback, useMemo, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useStore as useZustand } from 'zustand';
import { editorWords } from '#words/editor.ts';
import { zoneTitle } from './edit/document.ts';
import { Badge } from '#figure/badge.tsx';
import { lodAt, r2 } from '#figure/geometry.ts';
import { ShortTear, Tear } from '#figure/tear.tsx';
import { useDrawnZoom } from './drawn-zoom.tsx';
import { useLive, type Live } from './live.ts';
import { TONE, notesAt, type ShownNote } from './notes.ts';
import { currentScene, sceneStore } from './scene-store.ts';
import { LONG, tearsFor, type LongTear } from './tears.ts';
import styles from './canvas.module.css';

/** What lies over the figure: tears in the paper, and badges where messages died. */
export function Marks(): ReactElement | null {
  const zoom = useDrawnZoom();
  const sheet = useFlow(({ domNode }) => domNode);
  // React Flow's own portal looks for its place again with every move of the view, behind hundreds of links.
  const place = useMemo(() => sheet?.querySelector('.react-flow__viewport-portal'), [sheet]);
  if (place === null || place === undefined) return null;
  return createPortal(
    <svg className={`fig ${styles['over']}`} aria-hidden="true">
      <Tears zoom={zoom} />
      <Notes zoom={zoom} />
    </svg>,
    place,
  );
}

interface ActiveTear {
  readonly index: number;
  /** µs until it heals, to a tenth of a second; -1 when it does not by itself. */
  readonly left: number;
}

const lookForTears = ({ run }: Live, t: number): readonly ActiveTear[] =>
  run
    .faultsAt(t)
    .flatMap(({ index, what, until }) =>
      what === 'partition' || what === 'link'
        ? [{ index, left: until === Infinity ? -1 : Math.round((until - t) / 1e5) * 1e5 }]
        : [],
    );
const NONE: readonly ActiveTear[] = [];

function Tears({ zoom }: { zoom: number }): ReactElement {
  const active = useLive(lookForTears, NONE);
  const scene = useZustand(sceneStore, (state) => state.scene);
  const tears = tearsFor(
    scene,
    active.map(({ index }) => index),
  );
  const healing = useHealing(tears.long);
  return (
    <>
      {tears.long.map((tear) => (
        <Fragment key={keyOf(tear)}>
          <Tear {...placeOf(tear)} />
          <TearTag tear={tear} active={active} zoom={zoom} />
        </Fragment>
      ))}
      {healing.gone.map((tear) => (
        <Tear
          key={`healing ${keyOf(tear)}`}
          {...placeOf(tear)}
          healing
          onHealed={() => healing.forget(tear)}
        />
      ))}
      {tears.short.map(({ link, x, y, along, seed }) => (
        <ShortTear key={`${link} ${seed}`} x={x} y={y} along={along} seed={seed} />
      ))}
    </>
  );
}

const placeOf = ({ x, y, length, horizontal, seed }: LongTear) => ({
  x,
  y,
  length,
  horizontal,
  seed,
  ...LONG,
});

/** The same border is the same tear, however many entries keep it open. */
const keyOf = ({ between }: LongTear): string => between.join(' ');

/** Where the tag sits, canvas px from the start of the tear. */
const TAG_AT = 40;

/** Says what is cut and when it heals, in letters that do not shrink with the figure. */
function TearTag({
  tear,
  active,
  zoom,
}: {
  tear: LongTear;
  active: readonly ActiveTear[];
  zoom: number;
}): ReactElement {
  const { x, y, horizontal } = tear;
  const k = lodAt(zoom) === 'full' ? 1 : 1 / zoom;
  const at = horizontal ? { x: x + TAG_AT, y } : { x, y: y + TAG_AT };
  return (
    <g transform={`translate(${r2(at.x)} ${r2(at.y)}) scale(${r2(k)})`}>
      <Badge x={0} y={0} tone="ink" icon="cut" height={20}>
        {tagOf(tear, active)}
      </Badge>
    </g>
  );
}

function tagOf({ between, oneWay, indexes }: LongTear, active: readonly ActiveTear[]): string {
  const { mark } = editorWords;
  if (oneWay) {
    const { sheet } = currentScene();
    return mark.cutOneWay(zoneTitle(sheet, between[0]), zoneTitle(sheet, between[1]));
  }
  const left = active.filter(({ index }) => indexes.includes(index)).map((tear) => tear.left);
  return left.length === 0 || left.includes(-1) ? mark.cut : mark.cutHeals(Math.max(...left));
}

/** Tears that were there at the last look and are not any more: they close before the eye. */
function useHealing(now: readonly LongTear[]): {
  gone: readonly LongTear[];
  forget: (tear: LongTear) => void;
} {
  const [state, setState] = useState<{ seen: readonly LongTear[]; gone: readonly LongTear[] }>({
    seen: now,
    gone: [],
  });
  if (state.seen !== now) {
    const isNow = new Set(now.map(keyOf));
    const isGone = (tear: LongTear): boolean => !isNow.has(keyOf(tear));
    setState({ seen: now, gone: [...state.gone.filter(isGone), ...state.seen.filter(isGone)] });
  }
  return {
    gone: state.gone,
    forget: (tear) => setState(({ seen, gone }) => ({ seen, gone: gone.filter((one) => one !== tear) })),
  };
}

/** What is wrong, and why messages died, in words that cover nothing. */
function Notes({ zoom }: { zoom: number }): ReactElement {
  const look = useCallback(
    (live: Live, t: number) => notesAt(currentScene(), live, t, zoom, !live.playback.getState().playing),
    [zoom],
  );
  const notes = useLive(look, NO_NOTES);
  const k = lodAt(zoom) === 'full' ? 1 : 1 / zoom;
  return (
    <>
      {notes.map(({ key, x, y, label, icon, tone = TONE }) => (
        <g key={key} transform={`translate(${r2(x)} ${r2(y)}) scale(${r2(k)})`}>
          <Badge x={0} y={0} tone={tone} {...(icon === undefined ? {} : { icon })}>
            {label}
          </Badge>
        </g>
      ))}
    </>
  );
}
const NO_NOTES: readonly ShownNote[] = [];
