import { ViewportPortal } from '@xyflow/react';
import { Fragment, useCallback, useState, type ReactElement } from 'react';
import { useStore as useZustand } from 'zustand';
import { editorWords } from '#words/editor.ts';
import { timelineOf, zoneTitle, type SheetFault } from './edit/document.ts';
import { Badge } from '#figure/badge.tsx';
import { lodAt, r2 } from '#figure/geometry.ts';
import { ShortTear, Tear } from '#figure/tear.tsx';
import { pointAt } from '#figure/track.ts';
import { useLive, type Live } from './live.ts';
import { trackOfLink } from './message-tracks.ts';
import { useDrawnZoom } from './part-node.tsx';
import { currentScene, sceneStore } from './scene-store.ts';
import { LONG, shareAtTear, tearsFor, troubleOf, type LongTear } from './tears.ts';
import styles from './canvas.module.css';

/** What lies over the figure: tears in the paper, and badges where messages died. */
export function Marks(): ReactElement {
  const zoom = useDrawnZoom();
  return (
    <ViewportPortal>
      <svg className={`fig ${styles['over']}`} aria-hidden="true">
        <Tears zoom={zoom} />
        <Troubles zoom={zoom} />
        <Losses zoom={zoom} />
      </svg>
    </ViewportPortal>
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

/** Words beside a link that is slow or lossy. */
interface Trouble {
  readonly key: string;
  readonly link: string;
  readonly words: readonly string[];
}
const NO_TROUBLE: readonly Trouble[] = [];

function Troubles({ zoom }: { zoom: number }): ReactElement {
  const troubles = useLive(lookForTrouble, NO_TROUBLE);
  const scene = useZustand(sceneStore, (state) => state.scene);
  const k = lodAt(zoom) === 'full' ? 1 : 1 / zoom;
  return (
    <>
      {troubles.flatMap(({ key, link, words }) => {
        const track = scene.links.get(link)?.track;
        if (track === undefined) return [];
        const { x, y } = pointAt(track, 0.5);
        return words.map((word, i) => (
          <g
            key={`${key} ${word}`}
            transform={`translate(${r2(x)} ${r2(y - (16 + i * 21) * k)}) scale(${r2(k)})`}
          >
            <Badge x={0} y={0}>
              {word}
            </Badge>
          </g>
        ));
      })}
    </>
  );
}

function lookForTrouble({ run }: Live, t: number): readonly Trouble[] {
  const timeline = timelineOf(currentScene().sheet);
  return run.faultsAt(t).flatMap(({ index, link }): Trouble[] => {
    const words = wordsFor(timeline[index]);
    const id = run.topology.links[link]?.id;
    return words.length === 0 || id === undefined ? [] : [{ key: `${index}`, link: id, words }];
  });
}

function wordsFor(entry: SheetFault | undefined): readonly string[] {
  const trouble = troubleOf(entry);
  if (trouble === null) return [];
  const { mark } = editorWords;
  return [
    ...(trouble.delay === null ? [] : [mark.slower(trouble.delay)]),
    ...(trouble.loss > 0 ? [mark.loses(trouble.loss)] : []),
    ...(trouble.duplicate > 0 ? [mark.doubles(trouble.duplicate)] : []),
    ...(trouble.reorder > 0 ? [mark.reorders(trouble.reorder)] : []),
  ];
}

/** Messages that died on one link, the same way and for the same reason, within the time it takes to read that. */
interface Loss {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** So many badges at the most: beyond, nobody reads them. */
const LOSSES_MAX = 14;
/** So many drops are looked through. */
const DROPS_MAX = 300;
const NO_LOSSES: readonly Loss[] = [];

function Losses({ zoom }: { zoom: number }): ReactElement {
  const look = useCallback((live: Live, t: number) => lossesAt(live, t), []);
  const losses = useLive(look, NO_LOSSES);
  const k = lodAt(zoom) === 'full' ? 1 : 1 / zoom;
  return (
    <>
      {losses.map(({ key, x, y, label }) => (
        <g key={key} transform={`translate(${r2(x)} ${r2(y + 28 * k)}) scale(${r2(k)})`}>
          <Badge x={0} y={0} icon="cross">
            {label}
          </Badge>
        </g>
      ))}
    </>
  );
}

function lossesAt({ run, lingerUs }: Live, t: number): readonly Loss[] {
  const { store, messages } = run;
  const scene = currentScene();
  const { torn } = tearsFor(
    scene,
    run.faultsAt(t).map(({ index }) => index),
  );
  const last = messages.drops.lastAtMost(run.eventAt(t));
  const groups = new Map<string, { count: number; drop: number }>();
  for (let i = last; i >= 0 && last - i < DROPS_MAX; i--) {
    const drop = messages.drops.at(i);
    if ((store.time[drop] ?? 0) < t - lingerUs) break;
    const back = ((store.b[drop] ?? 0) & 1) === 1;
    const key = `${store.link[drop]} ${back} ${store.textOf(drop)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, drop });
    else group.count++;
  }
  return [...groups].slice(0, LOSSES_MAX).flatMap(([key, { count, drop }]): Loss[] => {
    const link = run.topology.links[store.link[drop] ?? -1];
    const found = link === undefined ? undefined : trackOfLink(scene, run.topology, link);
    if (found === undefined) return [];
    const back = ((store.b[drop] ?? 0) & 1) === 1;
    const reason = store.textOf(drop);
    const against = back !== found.flipped;
    const edge =
      reason === 'partitioned' ? shareAtTear(torn.get(found.line), found.track.length, against) : null;
    const share = edge ?? store.value[drop] ?? 0.5;
    const { x, y } = pointAt(found.track, against ? 1 - share : share);
    return [{ key, x, y, label: (editorWords.reasons[reason] ?? reason) + editorWords.mark.times(count) }];
  });
}
