import { useEffect, useState, type ReactElement } from 'react';
import { IconButton } from '#ui/button.tsx';
import { setTheme } from '#ui/theme.ts';
import { words } from '#words/en.ts';

type Choice = 'light' | 'dark';
const KEY = 'halfopen.theme';

/** Follows the system until it is pressed; then it stays with what was chosen. */
export function ThemeSwitch(): ReactElement {
  const [theme, choose] = useState<Choice>(currentTheme);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => {
      if (chosenTheme() === undefined) choose(system.matches ? 'dark' : 'light');
    };
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const next: Choice = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton
      label={words.app.theme.next(words.app.theme[next].toLowerCase())}
      icon={theme === 'dark' ? 'moon' : 'sun'}
      onClick={() => {
        setTheme(next);
        choose(next);
        remember(next);
      }}
    />
  );
}

/** `?theme=dark` goes before what was chosen here, and that before the system. Call once before the first render. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme !== undefined) setTheme(theme);
}

function chosenTheme(): Choice | undefined {
  const asked = new URLSearchParams(location.search).get('theme') ?? recall();
  return asked === 'light' || asked === 'dark' ? asked : undefined;
}

const currentTheme = (): Choice =>
  chosenTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

// Storage may be refused as a whole; the theme is not worth a word about it.
function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
function remember(theme: Choice): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Chosen for this visit only.
  }
}
