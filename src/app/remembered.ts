import { useState } from 'react';

const PREFIX = 'halfopen.size.';

/** A size in px that a person has given a panel, kept for the next visit; null until then. */
export function useRememberedSize(
  panel: string,
): readonly [size: number | null, change: (size: number | null) => void] {
  const [size, setSize] = useState(() => recall(panel));
  const change = (next: number | null): void => {
    setSize(next);
    remember(panel, next);
  };
  return [size, change];
}

// Storage may be refused as a whole; a size is not worth a word about it.
function recall(panel: string): number | null {
  try {
    const size = Number(localStorage.getItem(PREFIX + panel));
    return Number.isFinite(size) && size > 0 ? size : null;
  } catch {
    return null;
  }
}
function remember(panel: string, size: number | null): void {
  try {
    if (size === null) localStorage.removeItem(PREFIX + panel);
    else localStorage.setItem(PREFIX + panel, String(Math.round(size)));
  } catch {
    // For this visit only.
  }
}
