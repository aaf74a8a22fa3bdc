import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { editorCommands, keyCaps, type Command } from '#editor/commands.ts';
import { Kbd } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
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
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const able = commands.filter(({ id, when }) => id !== 'commands' && when?.() !== false);
  const hits = found(able, text);
  const chosen = Math.min(at, hits.length - 1);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    closeDialog();
    // Another dialog may follow: it opens once this one has given the focus back.
    setTimeout(() => command.run(), 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') run(hits[chosen]);
    else if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, hits.length));
    else if (event.key === 'ArrowUp') setAt((chosen + hits.length - 1) % Math.max(1, hits.length));
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['finder']}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={hits[chosen] === undefined ? undefined : `${list}-${hits[chosen].id}`}
        aria-label={words.commands.find}
        placeholder={words.commands.find}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={words.commands.palette}>
        {hits.map((command, index) => (
          <div
            key={command.id}
            id={`${list}-${command.id}`}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerMove={() => setAt(index)}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
          >
            <span>{command.title}</span>
            <em>{command.group}</em>
            {command.keys[0] !== undefined && <Kbd>{keyCaps(command.keys[0])}</Kbd>}
          </div>
        ))}
      </div>
      {hits.length === 0 && <p>{words.commands.nothing}</p>}
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
