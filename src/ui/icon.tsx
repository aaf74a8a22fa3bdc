import type { ReactElement, ReactNode } from 'react';
import styles from './icon.module.css';

/** One family: a grid of 24 units, strokes of 1.6, round joins. */
const ICONS = {
  undo: (
    <>
      <path d="M8 6L4 10l4 4" />
      <path d="M4 10h10a5.5 5.5 0 0 1 0 11h-3" />
    </>
  ),
  redo: (
    <>
      <path d="M16 6l4 4-4 4" />
      <path d="M20 10H10a5.5 5.5 0 0 0 0 11h3" />
    </>
  ),
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="M15 15l5 5" />
    </>
  ),
  compare: (
    <>
      <rect x="3" y="5" width="7.5" height="14" rx="2" />
      <rect x="13.5" y="5" width="7.5" height="14" rx="2" strokeDasharray="2.6 2.4" />
    </>
  ),
  share: (
    <>
      <path d="M9.5 14.5a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7l-1 1" />
      <path d="M14.5 9.5a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1-1" />
    </>
  ),
  present: (
    <>
      <rect x="3" y="4.5" width="18" height="11.5" rx="1.6" />
      <path d="M12 16v3.5M8 20h8" />
      <path d="M10.5 7.9l3.8 2.4-3.8 2.4z" fill="currentColor" stroke="none" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4" />
    </>
  ),
  moon: (
    <>
      <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />
    </>
  ),
  play: (
    <>
      <path d="M8 5.2v13.6L19 12z" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      <path d="M8 5v14M16 5v14" strokeWidth="3.4" />
    </>
  ),
  back: (
    <>
      <path d="M17 6.2v11.6L8.5 12z" fill="currentColor" />
      <path d="M6 6v12" strokeWidth="2" />
    </>
  ),
  step: (
    <>
      <path d="M7 6.2v11.6L15.5 12z" fill="currentColor" />
      <path d="M18 6v12" strokeWidth="2" />
    </>
  ),
  dice: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="3.4" />
      <g fill="currentColor" stroke="none">
        <circle cx="8.6" cy="8.6" r="1.5" />
        <circle cx="15.4" cy="8.6" r="1.5" />
        <circle cx="12" cy="12" r="1.5" />
        <circle cx="8.6" cy="15.4" r="1.5" />
        <circle cx="15.4" cy="15.4" r="1.5" />
      </g>
    </>
  ),
  chevronDown: (
    <>
      <path d="M8 10l4 4 4-4" />
    </>
  ),
  chevronRight: (
    <>
      <path d="M10 8l4 4-4 4" />
    </>
  ),
  chevronUp: (
    <>
      <path d="M8 14l4-4 4 4" />
    </>
  ),
  plus: (
    <>
      <path d="M12 5v14M5 12h14" />
    </>
  ),
  minus: (
    <>
      <path d="M5 12h14" />
    </>
  ),
  close: (
    <>
      <path d="M6 6l12 12M18 6L6 18" />
    </>
  ),
  fit: (
    <>
      <path d="M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15" />
    </>
  ),
  more: (
    <>
      <g fill="currentColor" stroke="none">
        <circle cx="6" cy="12" r="1.5" />
        <circle cx="12" cy="12" r="1.5" />
        <circle cx="18" cy="12" r="1.5" />
      </g>
    </>
  ),
  check: (
    <>
      <path d="M5 12.5l4.5 4.5L19 7.5" />
    </>
  ),
  arrowRight: (
    <>
      <path d="M4 12h15M13.5 6.5L19 12l-5.5 5.5" />
    </>
  ),
  filter: (
    <>
      <path d="M4 6h16M7 12h10M10 18h4" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="15" r="4" />
      <path d="M11 12l8-8M16 7l3 3" />
    </>
  ),
  nest: (
    <>
      <path d="M5 4v9a3 3 0 0 0 3 3h11M14.5 11.5L19 16l-4.5 4.5" />
    </>
  ),
  qr: (
    <>
      <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500M20 14v6h-6" />
    </>
  ),
  code: (
    <>
      <path d="M9 7l-5 5 5 5M15 7l5 5-5 5" />
    </>
  ),
  image: (
    <>
      <rect x="3.5" y="5" width="17" height="14" rx="2" />
      <path d="M4 16l4.5-4.5 4 4 2.5-2.5 5 5" />
      <circle cx="15.5" cy="9.5" r="1.4" />
    </>
  ),
  file: (
    <>
      <path d="M6 3.500h8l4.5 4.500v12.500H6z" />
      <path d="M14 3.500V8h4.5" />
    </>
  ),
  eye: (
    <>
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  copy: (
    <>
      <rect x="8" y="8" width="12" height="12" rx="2" />
      <path d="M16 8V5.5A1.5 1.5 0 0 0 14.5 4h-9A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H8" />
    </>
  ),
  target: (
    <>
      <circle cx="12" cy="12" r="7" />
      <path d="M12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5" />
    </>
  ),
  arrowLeft: (
    <>
      <path d="M19 12H5M10.5 6.5L5 12l5.5 5.5" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 7v5l3.5 2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;

/** A sign beside words, hidden from screen readers: the button around it carries the name. `size` in px. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }): ReactElement {
  return <Drawing size={size}>{ICONS[name]}</Drawing>;
}

/** Any drawing on the same grid, in the same hand. */
export function Drawing({ size = 18, children }: { size?: number; children: ReactNode }): ReactElement {
  return (
    <svg className={styles['icon']} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export type Verdict = 'ok' | 'no' | 'half';

/** Three shapes, never three dots: a disc with a tick, an octagon with a cross, a half-filled ring. */
export function Lamp({ verdict, size = 16 }: { verdict: Verdict; size?: number }): ReactElement {
  return (
    <svg className={styles['lamp']} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {verdict === 'ok' && (
        <>
          <circle className={styles['ok']} cx="8" cy="8" r="7" />
          <path className={styles['sign']} d="M4.9 8.3l2.2 2.2 4-4.6" />
        </>
      )}
      {verdict === 'no' && (
        <>
          <path className={styles['no']} d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
          <path className={styles['sign']} d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" />
        </>
      )}
      {verdict === 'half' && (
        <>
          <circle className={styles['ring']} cx="8" cy="8" r="6.3" />
          <path className={styles['fill']} d="M8 1.7a6.3 6.3 0 0 1 0 12.6z" />
        </>
      )}
    </svg>
  );
}

/** The mark: a wire, a switch, its blade half lowered. */
export function Mark({ size = 26 }: { size?: number }): ReactElement {
  return (
    <svg className={styles['mark']} width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <rect className={styles['tile']} width="28" height="28" rx="7.5" />
      <path className={styles['wire']} d="M0 19H7.5M22.2 19H28" />
      <path className={styles['blade']} d="M7.8 19L18.6 9.6" />
      <circle className={styles['pivot']} cx="7.8" cy="19" r="2.9" />
      <circle className={styles['wire']} cx="20" cy="19" r="2.2" />
    </svg>
  );
}
