import {
  memo,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type RefObject,
} from 'react';
import type { PictureMoment } from '#editor/picture-moment.ts';
import { Picture } from '#editor/picture.tsx';
import type { Scenario } from '#library/scenario.ts';
import { Icon, Lamp } from '#ui/icon.tsx';
import { prefersReducedMotion } from '#ui/theme.ts';
import { galleryWords as words } from '#words/gallery.ts';
import type { Hit } from './find.ts';
import styles from './gallery.module.css';
import type { Preview, Previews } from './previews.ts';

/** The px for which words and lines of a picture are drawn; the card's own width differs little. */
const PICTURE = { width: 300, height: 150 };

/** One scenario: its picture, what it shows, how its checks stand, and the drawing that breaks its claim. */
export const GalleryCard = memo(function GalleryCard({
  hit: { scenario, also },
  previews,
  onRun,
}: {
  hit: Hit;
  previews: Previews;
  onRun: (document: unknown, opensAt?: string) => void;
}): ReactElement {
  const { id, document, opensAt, patterns, counter } = scenario;
  const card = useRef<HTMLLIElement>(null);
  const preview = useSyncExternalStore(previews.subscribe, () => previews.of(id));
  const isInView = useWanted(card, scenario, previews);
  const { moving, start, stop } = useMoving(scenario, previews);
  return (
    <li ref={card} className={styles['card']} onPointerEnter={start} onPointerLeave={stop}>
      <button
        type="button"
        className={styles['open']}
        data-running={moving !== null || undefined}
        onClick={() => onRun(document, opensAt)}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && start()}
        onBlur={stop}
      >
        <span className={styles['picture']}>
          {preview !== null && isInView && (
            <Picture scene={preview.scene} moment={moving ?? preview.moment} size={PICTURE} />
          )}
        </span>
        <b>{document.title}</b>
        <span>{document.summary}</span>
        <em>{[...patterns, ...(also.length > 0 ? [words.also(also)] : [])].join(' · ')}</em>
      </button>
      <Verdicts verdicts={preview?.verdicts} />
      <button type="button" className={styles['counter']} onClick={() => onRun(counter.document)}>
        <Icon name="play" size={12} />
        <span>
          <span className="visually-hidden">{words.counter(counter.document.title ?? '')}. </span>
          {counter.sentence}
        </span>
      </button>
    </li>
  );
});

const LAMPS = { holds: 'ok', breaks: 'no', unknown: 'half' } as const;

/** How the checks of the scenario's own run stand at its end; nothing until it was made. */
function Verdicts({ verdicts = [] }: { verdicts?: Preview['verdicts'] }): ReactElement {
  const count = (one: keyof typeof LAMPS): number => verdicts.filter((verdict) => verdict === one).length;
  return (
    <p className={styles['verdicts']}>
      {(['holds', 'breaks', 'unknown'] as const).map(
        (verdict) =>
          count(verdict) > 0 && (
            <span key={verdict}>
              <Lamp verdict={LAMPS[verdict]} size={13} />
              {words[verdict](count(verdict))}
            </span>
          ),
      )}
    </p>
  );
}

/** Whether the card is in view, or nearly: then its picture is asked for, and drawn. */
function useWanted(card: RefObject<HTMLElement | null>, scenario: Scenario, previews: Previews): boolean {
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (card.current === null) return undefined;
    const seen = new IntersectionObserver(
      (entries) => {
        const isNow = entries.at(-1)?.isIntersecting === true;
        setInView(isNow);
        if (isNow) previews.want(scenario);
        else previews.forget(scenario);
      },
      { rootMargin: '120px' },
    );
    seen.observe(card.current);
    return () => seen.disconnect();
  }, [card, scenario, previews]);
  return isInView;
}

/** The picture runs while it is pointed at or focused, unless motion is not wanted. */
function useMoving(scenario: Scenario, previews: Previews) {
  const [moving, setMoving] = useState<PictureMoment | null>(null);
  const end = useRef<(() => void) | null>(null);
  const stop = (): void => {
    end.current?.();
    end.current = null;
    setMoving(null);
  };
  const start = (): void => {
    if (prefersReducedMotion() || end.current !== null) return;
    end.current = previews.play(scenario, setMoving);
  };
  useEffect(() => () => end.current?.(), []);
  return { moving, start, stop };
}
