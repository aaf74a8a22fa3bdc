import {
  cloneElement,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type ReactElement,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import styles from './passing.module.css';

type SideName = 'top' | 'right' | 'bottom' | 'left';

export interface Tip {
  /** They only repeat or add to the accessible name of the element: screen readers do not hear them. */
  readonly words: string;
  /** A key for it, such as "Ctrl Z". */
  readonly shortcut?: string | undefined;
  readonly side?: SideName | undefined;
}

/** The attributes by which the provider knows that an element has a tooltip. */
export const tipAttributes = ({
  words,
  shortcut,
  side = 'bottom',
}: Tip): Record<string, string | undefined> => ({
  'data-tip': words,
  'data-tip-keys': shortcut,
  'data-tip-side': side,
});

/** Gives the element it wraps a tooltip. */
export function Tooltip({
  children,
  ...tip
}: Tip & { children: ReactElement<Record<string, unknown>> }): ReactElement {
  return cloneElement(children, tipAttributes(tip));
}

const WAIT_MS = 500;
/** So long after one tooltip went, the next comes at once. */
const WARM_MS = 400;
/** The way from the element to its tooltip takes the pointer a moment. */
const LEAVE_MS = 120;

interface Shown {
  readonly words: string;
  readonly keys: string | undefined;
  readonly side: SideName;
  readonly at: DOMRect;
}

/**
 * Wrap the app once. One tooltip for the whole page, found by event delegation: a button with a tooltip costs no more
 * than one without. It comes when the pointer rests or the keyboard focuses, can be pointed at, and goes on Escape.
 */
export function TooltipProvider({ children }: { children: ReactNode }): ReactElement {
  const [shown, setShown] = useState<Shown | undefined>(undefined);
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let owner: Element | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let leaving = false;
    let wentAt = -Infinity;
    const later = (ms: number, act: () => void): void => {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    };
    const show = (element: Element): void => {
      const words = element.getAttribute('data-tip');
      if (words === null || !element.isConnected) return;
      const side = (element.getAttribute('data-tip-side') ?? 'bottom') as SideName;
      const keys = element.getAttribute('data-tip-keys') ?? undefined;
      setShown({ words, keys, side, at: element.getBoundingClientRect() });
    };
    const hide = (): void => {
      clearTimeout(timer);
      if (owner !== undefined) wentAt = performance.now();
      owner = undefined;
      leaving = false;
      setShown(undefined);
    };
    const aim = (target: EventTarget | null, wait: number): void => {
      if (!(target instanceof Element)) return;
      const element = target.closest('[data-tip]') ?? undefined;
      // Pointing at the tooltip itself keeps it, and so does coming back in time.
      if ((element !== undefined && element === owner) || tip.current?.contains(target) === true) {
        if (leaving) clearTimeout(timer);
        leaving = false;
        return;
      }
      if (element === undefined) {
        if (owner === undefined || leaving) return;
        leaving = true;
        return later(LEAVE_MS, hide);
      }
      owner = element;
      leaving = false;
      later(performance.now() - wentAt < WARM_MS ? 0 : wait, () => show(element));
    };
    const abort = new AbortController();
    const on = { signal: abort.signal, capture: true, passive: true };
    document.addEventListener(
      'pointerover',
      (event) => {
        if (event.pointerType !== 'touch') aim(event.target, WAIT_MS);
      },
      on,
    );
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target instanceof Element && event.target.matches(':focus-visible')) aim(event.target, 0);
      },
      on,
    );
    document.addEventListener('focusout', hide, on);
    document.addEventListener('pointerdown', hide, on);
    document.addEventListener('scroll', hide, on);
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape') hide();
      },
      on,
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, []);
  return (
    <>
      {children}
      {shown !== undefined &&
        createPortal(
          <div
            ref={tip}
            className={styles['tooltip']}
            style={placed(shown)}
            data-side={shown.side}
            aria-hidden="true"
          >
            {shown.words}
            {shown.keys !== undefined && <kbd>{shown.keys}</kbd>}
          </div>,
          document.body,
        )}
    </>
  );
}

/** Beside its element, 6 px away; the style sheet centres it. Near an edge of the window it opens inwards. */
function placed({ at, side }: Shown): CSSProperties {
  const x = at.left + at.width / 2;
  const y = at.top + at.height / 2;
  if (side === 'right') return { left: at.right + 6, top: y };
  if (side === 'left') return { right: innerWidth - at.left + 6, top: y };
  const below = side === 'bottom' ? at.bottom + 36 < innerHeight : at.top < 36;
  const level: CSSProperties = below ? { top: at.bottom + 6 } : { bottom: innerHeight - at.top + 6 };
  if (x < 110) return { ...level, left: Math.max(8, at.left), translate: 'none' };
  if (x > innerWidth - 110) return { ...level, right: Math.max(8, innerWidth - at.right), translate: 'none' };
  return { ...level, left: x };
}
