import type { ReactElement } from 'react';
import { editorCommands, keyCaps, type Command } from '#editor/commands.ts';
import { Kbd } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { useFinder } from '#ui/finder.ts';
import { words } from '#words/en.ts';
import styles from './commands.module.css';
import { found } from './find-command.ts';
import { closeDialog } from './shell-store.ts';

/**
 * Everything that can be done, by its name: type some of it, choose with the arrows, Enter does it. `commands` are the
 * shell's; the editor's come after them.
 */
export function CommandPalette({
  open,
  commands,
}: {
  open: boolean;
  commands: readonly Command[];
}): ReactElement {
  return (
    <Dialog
      open={open}
      onOpenChange={closeDialog}
      title={words.commands.palette}
      closeLabel={words.app.close}
    >
      <Finder commands={[...commands, ...editorCommands]} />
    </Dialog>
  );
}

function Finder({ commands }: { commands: readonly Command[] }): ReactElement {
  const able = commands.filter(({ id, when }) => id !== 'commands' && when?.() !== false);
  const run = (command: Command): void => {
    closeDialog();
    // Another dialog may follow: it opens once this one has given the focus back.
    setTimeout(() => command.run(), 0);
  };
  const finder = useFinder(
    (text) => found(able, text),
    ({ id }) => id,
    run,
  );
  return (
    <div className={styles['finder']}>
      <input {...finder.field} aria-label={words.commands.find} placeholder={words.commands.find} />
      <div {...finder.list} aria-label={words.commands.palette}>
        {finder.found.map((command) => (
          <div key={command.id} {...finder.option(command)}>
            <span>{command.title}</span>
            <em>{command.group}</em>
            {command.keys[0] !== undefined && <Kbd>{keyCaps(command.keys[0])}</Kbd>}
          </div>
        ))}
      </div>
      {finder.found.length === 0 && <p>{words.commands.nothing}</p>}
    </div>
  );
}

/** All keys, by groups. */
export function KeySheet({ open, commands }: { open: boolean; commands: readonly Command[] }): ReactElement {
  const withKeys = [...commands, ...editorCommands].filter(({ keys }) => keys.length > 0);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <Dialog
      open={open}
      onOpenChange={closeDialog}
      title={words.commands.keys}
      width={760}
      closeLabel={words.app.close}
    >
      <div className={styles['sheet']}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map(({ id, title, keys }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      {keys.slice(0, 2).map((key) => (
                        <Kbd key={key}>{keyCaps(key)}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
