import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { MenuAt, type MenuEntry } from '#ui/menu.tsx';
import { drawing } from '#words/drawing.ts';
import { editorCommands, keyCaps, type Command } from './commands.ts';
import { ConnectTo } from './connect-to.tsx';
import { MENUS, menuOfSelection } from './context-menu.ts';
import { ports } from './ports.ts';
import { sessionStore } from './session.ts';

/** What was asked for over the canvas: the menu of what is picked, or the part that a link shall lead to. */
export function Asked(): ReactElement | null {
  const asked = useStore(sessionStore, (state) => state.asked);
  if (asked === null) return null;
  if (asked.for === 'part') return <ConnectTo key={asked.from} from={asked.from} />;
  const close = (): void => {
    if (sessionStore.getState().asked === asked) sessionStore.setState({ asked: null });
  };
  return (
    <MenuAt
      key={`${asked.page.x} ${asked.page.y}`}
      label={drawing.menu}
      at={asked.page}
      entries={entriesOf(menuOfSelection(), (command) => {
        // Whatever the command opens takes the keyboard from the canvas, not from the menu.
        ports.canvas?.focus();
        command.run();
        close();
      })}
      onClose={() => {
        if (sessionStore.getState().asked === asked) ports.canvas?.focus();
        close();
      }}
    />
  );
}

/** The commands of a menu that do something now. */
const entriesOf = (menu: keyof typeof MENUS, run: (command: Command) => void): readonly MenuEntry[] =>
  MENUS[menu]
    .map((group): readonly MenuEntry[] =>
      group.flatMap((id): MenuEntry[] => {
        const command = editorCommands.find((one) => one.id === id);
        if (command === undefined || command.when?.() === false) return [];
        const [key] = command.keys;
        return [
          {
            id,
            label: command.title,
            shortcut: key === undefined ? undefined : keyCaps(key),
            onSelect: () => run(command),
          },
        ];
      }),
    )
    .filter((group) => group.length > 0)
    .flatMap((group, i) => (i === 0 ? group : ['separator' as const, ...group]));
