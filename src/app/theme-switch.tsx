import { useEffect, useSyncExternalStore, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { IconButton } from '#ui/button.tsx';
import { onThemeChange, setTheme, type Theme } from '#ui/theme.ts';
import { words } from '#words/en.ts';
import { Menu } from './parts.ts';
import { useShell } from './shell-store.ts';

type Choice = Theme | 'system';

const CHOICES = ['system', 'light', 'dark', 'projector'] as const satisfies readonly Choice[];
const KEY = 'halfopen.theme';

const themeStore = createStore<{ readonly choice: Choice }>()(() => ({ choice: 'system' }));

/** Chooses among the themes, or leaves it to the system. */
export function ThemeSwitch(): ReactElement {
  const choice = useStore(themeStore, (state) => state.choice);
  const isDark = useSyncExternalStore(onThemeChange, isDarkNow);
  return (
    <Menu
      align="end"
      trigger={<IconButton label={words.app.theme.label} icon={isDark ? 'moon' : 'sun'} />}
      entries={CHOICES.map((id) => ({
        id,
        label: words.app.theme[id],
        checked: id === choice,
        onSelect: () => chooseTheme(id),
      }))}
    />
  );
}

export function chooseTheme(choice: Choice): void {
  themeStore.setState({ choice });
  setTheme(choice === 'system' ? undefined : choice);
  remember(choice);
}

/** Whoever presents, does so for a room: in large, in the colours chosen, light ones as a projector shows them. */
export function useProjected(): void {
  const presenting = useShell((shell) => shell.presenting);
  const choice = useStore(themeStore, (state) => state.choice);
  useEffect(() => {
    const theme = choice === 'system' ? undefined : choice;
    setTheme(presenting && !isDarkNow() ? 'projector' : theme, presenting || theme === 'projector');
  }, [presenting, choice]);
}

/** `?theme=dark` goes before what was chosen here, and that before the system. Call once before the first render. */
export function applyTheme(): void {
  const asked = new URLSearchParams(location.search).get('theme') ?? recall();
  const choice = CHOICES.find((one) => one === asked) ?? 'system';
  themeStore.setState({ choice });
  setTheme(choice === 'system' ? undefined : choice);
}

function isDarkNow(): boolean {
  const { choice } = themeStore.getState();
  return choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
}

// Storage may be refused as a whole; the theme is not worth a word about it.
function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
function remember(choice: Choice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Chosen for this visit only.
  }
}
