import { tinykeys } from 'tinykeys';
import type { Command } from '#editor/commands.ts';
import { PLAY } from './commands.ts';

/** Where letters are typed or chosen by. Sliders want only arrows, so the playhead under focus takes letters too. */
const OWN_LETTERS =
  'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], [role="dialog"], [role="grid"]';

/**
 * Binds the keys of the shell's commands; of several with the same key, the first that can be done now has it. Returns
 * the way to unbind them.
 */
export function bindShellKeys(commands: readonly Command[]): () => void {
  const byKey = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.id === PLAY) continue;
    for (const key of command.keys) byKey.set(key, [...(byKey.get(key) ?? []), command]);
  }
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const [key, wanting] of byKey) {
    bindings[key] = (event) => {
      const isChord = event.ctrlKey || event.metaKey;
      const typing = event.target instanceof Element && event.target.closest(OWN_LETTERS) !== null;
      if (event.defaultPrevented || (typing && !isChord)) return;
      const command = wanting.find(({ when }) => when?.() !== false);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
  }
  return tinykeys(window, bindings);
}
