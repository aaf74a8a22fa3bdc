import type { ReactElement, ReactNode } from 'react';
import { Drawing } from '#ui/icon.tsx';

/** What can be placed and what can be broken: each icon repeats its silhouette on the canvas. */
const FIGURE_ICONS = {
  client: (
    <>
      <circle cx="12" cy="8.5" r="3.7" />
      <path d="M4.5 20c.6-5 3.4-6.8 7.5-6.8s6.9 1.8 7.5 6.8" />
    </>
  ),
  gateway: (
    <>
      <path d="M5 4v16M19 4v16" strokeWidth="3" />
      <path d="M5 7.5h14M5 16.5h14" />
      <path d="M9 12h6M13 10l2 2-2 2" strokeWidth="1.4" />
    </>
  ),
  balancer: (
    <>
      <circle cx="5" cy="12" r="2" />
      <path d="M7 12h4M11 12C14 12 13 5.5 17 5.5M11 12h6M11 12c3 0 2 6.5 6 6.5" />
      <circle cx="19" cy="5.5" r="1.7" />
      <circle cx="19" cy="12" r="1.7" />
      <circle cx="19" cy="18.5" r="1.7" />
    </>
  ),
  service: (
    <>
      <rect x="3.5" y="5.5" width="17" height="13" rx="3" />
      <path d="M7 9.8h5" />
      <g fill="currentColor" stroke="none">
        <rect x="7" y="13" width="2.6" height="2.6" rx=".5" />
        <rect x="10.7" y="13" width="2.6" height="2.6" rx=".5" />
      </g>
      <rect x="14.6" y="13.2" width="2.2" height="2.2" rx=".4" strokeWidth="1" />
    </>
  ),
  database: (
    <>
      <ellipse cx="12" cy="6" rx="7.5" ry="2.8" />
      <path d="M4.5 6v4c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8V6" />
      <path d="M4.5 10v4c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8v-4" />
      <path d="M4.5 14v4c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8v-4" />
    </>
  ),
  cache: (
    <>
      <ellipse cx="12" cy="8.5" rx="7.5" ry="2.8" />
      <path d="M4.5 8.5v7c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8v-7" />
      <path d="M12.8 11.8l-2 2.6h3l-2 2.6" strokeWidth="1.4" />
    </>
  ),
  queue: (
    <>
      <path d="M6 7.5h12.5M6 16.5h12.5" />
      <ellipse cx="6" cy="12" rx="2" ry="4.5" />
      <path d="M18.5 7.5c1.1 0 2 2 2 4.5s-.9 4.5-2 4.5" />
      <g fill="currentColor" stroke="none">
        <circle cx="11" cy="12" r="1.4" />
        <circle cx="15.3" cy="12" r="1.4" />
      </g>
    </>
  ),
  log: (
    <>
      <path d="M21 7.5H4.5l-1.5 1.7 1.7 1.6-1.7 1.7 1.5 1.5H21" />
      <path d="M9.5 7.5v6.5M14 7.5v6.5M18.5 7.5v6.5" strokeWidth="1.2" />
      <path d="M16.2 16.3l2.3 3.7h-4.6z" fill="currentColor" strokeWidth="1" />
    </>
  ),
  registry: (
    <>
      <path d="M6.5 3.5h11A1.5 1.5 0 0 1 19 5v14a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5z" />
      <path d="M11.5 8H16M11.5 12H16M11.5 16H16" />
      <g fill="currentColor" stroke="none">
        <circle cx="8.5" cy="8" r="1.1" />
        <circle cx="8.5" cy="12" r="1.1" />
        <circle cx="8.5" cy="16" r="1.1" />
      </g>
    </>
  ),
  connector: (
    <>
      <path d="M2.5 12H7M17 12h4.5" />
      <path d="M7 8h2.5a4 4 0 0 1 0 8H7z" />
      <path d="M17 8h-1.8a3.7 3.7 0 0 0-3 1.7M17 16h-1.8a3.7 3.7 0 0 1-3-1.7M17 8v8" />
    </>
  ),
  zone: (
    <>
      <rect x="3.5" y="4.5" width="17" height="15" rx="3" strokeDasharray="2 2.6" />
      <path d="M7 8.5h4" />
    </>
  ),
  crash: (
    <>
      <path d="M13.5 3L6 13h5l-1.5 8L18 10.5h-5.5z" />
    </>
  ),
  cut: (
    <>
      <circle cx="6" cy="7" r="2.6" />
      <circle cx="6" cy="17" r="2.6" />
      <path d="M8.2 8.5L20 17M8.2 15.5L20 7" />
    </>
  ),
  slow: (
    <>
      <path d="M7 3.5h10M7 20.5h10M8 3.5c0 4.5 3 6 4 8.5 1-2.5 4-4 4-8.5M8 20.5c0-4.5 3-6 4-8.5 1 2.5 4 4 4 8.5" />
    </>
  ),
  drop: (
    <>
      <path d="M3 12h4M9.5 12h2" />
      <circle cx="17" cy="12" r="3.6" strokeDasharray="1.8 2" />
      <path d="M15 10l4 4M19 10l-4 4" strokeWidth="1.3" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type FigureIconName = keyof typeof FIGURE_ICONS;

export function FigureIcon({ name, size = 22 }: { name: FigureIconName; size?: number }): ReactElement {
  return <Drawing size={size}>{FIGURE_ICONS[name]}</Drawing>;
}
