export type Theme = 'light' | 'dark' | 'projector';

/**
 * Sets the theme of the page; `undefined` leaves it to the system. `projected`: for a room, with big type and thick
 * lines, in whatever colours; the projector theme always is.
 */
export function setTheme(theme: Theme | undefined, projected = theme === 'projector'): void {
  const root = document.documentElement;
  root.toggleAttribute('data-projected', projected);
  if (theme === undefined) root.removeAttribute('data-theme');
  else root.dataset['theme'] = theme;
}

/** Whether the page is shown to a room. */
export const isProjected = (): boolean => document.documentElement.hasAttribute('data-projected');

/**
 * The present values of colour tokens, by name without dashes: `readColours(['ink'])` gives `{ ink: 'rgb(…)' }`. The
 * tokens are written with light-dark(), which a canvas cannot resolve, so a probe in the page does. Costs one style
 * pass: read once per theme (see onThemeChange), not per frame.
 */
export function readColours<Name extends string>(names: readonly Name[]): Record<Name, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const colours = {} as Record<Name, string>;
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    colours[name] = style.color;
  }
  probe.remove();
  return colours;
}

/** Calls `listener` whenever the theme changes, by attribute or by the system. Returns the way to stop it. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-projected'],
  });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}

export const prefersReducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
