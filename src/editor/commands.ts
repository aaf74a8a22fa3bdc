import { tinykeys } from 'tinykeys';
import { kindViews } from '#kinds/views.tsx';
import { toast } from '#ui/toast.tsx';
import { editorWords } from '#words/editor.ts';
import {
  breakIt,
  copySelection,
  duplicateSelection,
  nudge,
  pasteText,
  placePart,
  removeSelection,
  selectAll,
  selectionTitle,
  zoneAroundSelection,
} from './actions.ts';
import { drawing } from '#words/drawing.ts';
import { openCard, stop } from './card.ts';
import { linkedCommands } from './commands-linked.ts';
import { endsOf, nodeTitle } from './edit/document.ts';
import { crash, restart, trouble } from './edit/timeline.ts';
import type { Box, Point } from '#figure/geometry.ts';
import { ports } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { SELECT, isNothing, sessionStore } from './session.ts';
import { documentStore } from './store.ts';

const words = drawing.command;

/** One thing that a menu, a key, the `?` sheet and the command palette all reach by the same name. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** As tinykeys reads them: `$mod+z`, `Shift+1`, `Delete`. The first one is shown. */
  readonly keys: readonly string[];
  /** `canvas`: its keys work only where no control of the page wants them. */
  readonly where: 'anywhere' | 'canvas';
  /** Whether it does something now; always when left out. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

const { groups } = words;
const selection = () => sessionStore.getState().selection;
const something = (): boolean => !isNothing(selection());
const onlyNode = (): string | undefined =>
  selection().nodes.length === 1 ? selection().nodes[0] : undefined;
const onlyLink = (): string | undefined =>
  selection().links.length === 1 ? selection().links[0] : undefined;

export const editorCommands: readonly Command[] = [
  {
    id: 'undo',
    title: words.undo,
    group: groups.edit,
    keys: ['$mod+z'],
    where: 'anywhere',
    when: () => documentStore.undoTitle() !== null,
    run: () => documentStore.undo(),
  },
  {
    id: 'redo',
    title: words.redo,
    group: groups.edit,
    keys: ['$mod+Shift+z', '$mod+y'],
    where: 'anywhere',
    when: () => documentStore.redoTitle() !== null,
    run: () => documentStore.redo(),
  },
  // The keys for copy, cut and paste are the browser's own: see `bindClipboard`.
  {
    id: 'copy',
    title: words.copy,
    group: groups.edit,
    keys: [],
    where: 'canvas',
    when: something,
    run: copy,
  },
  {
    id: 'cut',
    title: words.cut,
    group: groups.edit,
    keys: [],
    where: 'canvas',
    when: something,
    run: () => {
      copy();
      removeSelection();
    },
  },
  { id: 'paste', title: words.paste, group: groups.edit, keys: [], where: 'canvas', run: paste },
  {
    id: 'duplicate',
    title: words.duplicate,
    group: groups.edit,
    keys: ['$mod+d'],
    where: 'canvas',
    when: something,
    run: duplicateSelection,
  },
  {
    id: 'delete',
    title: words.remove,
    group: groups.edit,
    keys: ['Delete', 'Backspace'],
    where: 'canvas',
    when: something,
    run: removeSelection,
  },
  {
    id: 'rename',
    title: words.rename,
    group: groups.edit,
    keys: ['F2'],
    where: 'canvas',
    when: () => renamed() !== undefined,
    run: () => sessionStore.setState({ renaming: renamed() ?? null, card: null }),
  },
  {
    id: 'tidyUp',
    title: drawing.tidyUp,
    group: groups.edit,
    keys: ['Shift+t'],
    where: 'canvas',
    when: () => currentScene().parts.size > 0,
    run: () => void tidyUp(),
  },
  ...(
    [
      ['moveLeft', 'ArrowLeft', -1, 0],
      ['moveRight', 'ArrowRight', 1, 0],
      ['moveUp', 'ArrowUp', 0, -1],
      ['moveDown', 'ArrowDown', 0, 1],
    ] as const
  ).map(([id, key, dx, dy]): Command => ({
    id,
    title: words[id],
    group: groups.edit,
    keys: [key],
    where: 'canvas',
    when: () => selection().nodes.length + selection().zones.length > 0,
    run: () => nudge(dx, dy),
  })),
  {
    id: 'selectAll',
    title: words.selectAll,
    group: groups.select,
    keys: ['$mod+a'],
    where: 'canvas',
    run: selectAll,
  },
  {
    id: 'stop',
    title: words.selectNone,
    group: groups.select,
    keys: ['Escape'],
    where: 'canvas',
    when: () => {
      const { tool, card, quickAdd, selection } = sessionStore.getState();
      return tool !== SELECT || card !== null || quickAdd !== null || !isNothing(selection);
    },
    run: stop,
  },
  {
    id: 'actions',
    title: words.actions,
    group: groups.select,
    keys: ['Enter'],
    where: 'canvas',
    when: something,
    run: openCard,
  },
  {
    id: 'quickAdd',
    title: words.quickAdd,
    group: groups.place,
    keys: ['/'],
    where: 'canvas',
    run: openQuickAdd,
  },
  ...kindViews.map((view, i): Command => ({
    id: `place.${view.kind}`,
    title: words.place(view.title),
    group: groups.place,
    keys: i < 9 ? [String(i + 1)] : [],
    where: 'canvas',
    run: () => placePart(view.kind),
  })),
  {
    id: 'connect',
    title: words.connect,
    group: groups.place,
    keys: ['l'],
    where: 'canvas',
    run: () => sessionStore.setState({ tool: { does: 'connect', from: onlyNode() ?? null }, card: null }),
  },
  ...linkedCommands,
  {
    id: 'zone',
    title: words.zone,
    group: groups.place,
    keys: ['z'],
    where: 'canvas',
    run: () => sessionStore.setState({ tool: { does: 'zone' }, card: null }),
  },
  {
    id: 'zoneAround',
    title: words.zoneAround,
    group: groups.place,
    keys: ['Shift+z'],
    where: 'canvas',
    run: zoneAroundSelection,
  },
  {
    id: 'crash',
    title: words.crash,
    group: groups.break,
    keys: [],
    where: 'canvas',
    when: () => onlyNode() !== undefined,
    run: () => onNode((id) => breakIt(crash(id), editorWords.fault.crash(titleOf(id)))),
  },
  {
    id: 'restart',
    title: words.restart,
    group: groups.break,
    keys: [],
    where: 'canvas',
    when: () => onlyNode() !== undefined,
    run: () => onNode((id) => breakIt(restart(id), editorWords.fault.restart(titleOf(id)))),
  },
  {
    id: 'cutLink',
    title: words.cutLink,
    group: groups.break,
    keys: [],
    where: 'canvas',
    when: () => onlyLink() !== undefined,
    run: () => {
      const id = onlyLink();
      if (id === undefined) return;
      const { from, to } = endsOf(id);
      breakIt(trouble(id, { cut: true }), editorWords.fault.cut(titleOf(from), titleOf(to)));
    },
  },
  {
    id: 'fit',
    title: words.fit,
    group: groups.view,
    keys: ['Shift+1', '!'],
    where: 'canvas',
    run: () => ports.canvas?.fit(),
  },
  {
    id: 'zoomTo',
    title: words.zoomTo,
    group: groups.view,
    keys: ['Shift+2', '@'],
    where: 'canvas',
    when: something,
    run: () => ports.canvas?.fit(boxOfSelection()),
  },
  {
    id: 'actualSize',
    title: words.actualSize,
    group: groups.view,
    keys: ['0'],
    where: 'canvas',
    run: () => ports.canvas?.zoomTo(1),
  },
  {
    id: 'zoomIn',
    title: words.zoomIn,
    group: groups.view,
    keys: ['i'],
    where: 'canvas',
    run: () => ports.canvas?.zoomBy(1.25),
  },
  {
    id: 'zoomOut',
    title: words.zoomOut,
    group: groups.view,
    keys: ['o'],
    where: 'canvas',
    run: () => ports.canvas?.zoomBy(0.8),
  },
];

export { bindContextMenu } from './context-menu.ts';

const titleOf = (id: string): string => nodeTitle(documentStore.getState().document, id);

function onNode(act: (id: string) => void): void {
  const id = onlyNode();
  if (id !== undefined) act(id);
}

const renamed = (): string | undefined => {
  const { nodes, zones } = selection();
  return nodes.length + zones.length === 1 ? (nodes[0] ?? zones[0]) : undefined;
};

function boxOfSelection(): Box | undefined {
  const { parts } = currentScene();
  const boxes = selection().nodes.flatMap((id) => parts.get(id)?.box ?? []);
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

async function tidyUp(): Promise<void> {
  try {
    const { arrange } = await import('./layout/arrange.ts');
    if (!(await arrange())) toast(drawing.tidyAlready);
  } catch {
    toast(drawing.tidyFailed);
  }
}

/** Where the menu was asked for; without one, the middle of the view. */
function placeAsked(): Point | undefined {
  const { asked } = sessionStore.getState();
  return asked?.for === 'menu' ? asked.at : ports.canvas?.centre();
}

/** The search box for parts, in the middle of the view. */
function openQuickAdd(): void {
  const at = placeAsked();
  if (at !== undefined) sessionStore.setState({ quickAdd: { at, from: null }, card: null });
}

function copy(): void {
  const text = copySelection();
  if (text === null) return;
  const { say } = drawing;
  navigator.clipboard.writeText(text).then(
    () => toast(say.copied(selectionTitle(selection()))),
    () => toast(say.clipboardBlocked),
  );
}

function paste(): void {
  const at = placeAsked();
  navigator.clipboard.readText().then(
    (text) => placeText(text, at),
    () => toast(drawing.say.clipboardBlocked),
  );
}

async function placeText(text: string, at = ports.canvas?.centre()): Promise<void> {
  const pasted = await pasteText(text, at);
  if (pasted === null) toast(drawing.say.pasteNothing);
  else if (pasted.problems > 0) toast(drawing.say.pasteProblems(pasted.problems));
}

/** Fields to type in, and controls that have a use for keys of their own. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="slider"], [role="menu"], [role="listbox"], [role="dialog"], [role="tablist"], [role="separator"], [role="grid"]';
/** Where letters and arrows are for the canvas: the canvas and the palette, and a page without focus. */
const CANVAS_KEYS = '[data-keys="canvas"]';

const isFor = (where: Command['where'], target: EventTarget | null): boolean => {
  if (!(target instanceof Element)) return true;
  if (target.closest(OWN_KEYS) !== null) return false;
  return where === 'anywhere' || target === document.body || target.closest(CANVAS_KEYS) !== null;
};

/** Binds the keys of commands. Returns the way to unbind them. */
export function bindKeys(commands: readonly Command[], target: Window = window): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const command of commands) {
    for (const keys of command.keys) {
      bindings[keys] = (event) => {
        if (event.defaultPrevented || !isFor(command.where, event.target)) return;
        // A button under focus is pressed by Enter; that is not for the canvas.
        if (
          event.key === 'Enter' &&
          event.target instanceof Element &&
          event.target.closest('button, a') !== null
        )
          return;
        if (command.when?.() === false) return;
        event.preventDefault();
        command.run();
      };
    }
  }
  return tinykeys(target, bindings);
}

/** Copy, cut and paste by the browser's own keys and menus. Returns the way to unbind them. */
export function bindClipboard(target: Document = document): () => void {
  const take = (event: ClipboardEvent): boolean => {
    if (!isFor('canvas', event.target) || String(target.getSelection() ?? '') !== '') return false;
    const text = copySelection();
    if (text === null) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  const onCopy = (event: ClipboardEvent): void => {
    take(event);
  };
  const onCut = (event: ClipboardEvent): void => {
    if (take(event)) removeSelection();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isFor('canvas', event.target) || text === '') return;
    event.preventDefault();
    void placeText(text);
  };
  target.addEventListener('copy', onCopy);
  target.addEventListener('cut', onCut);
  target.addEventListener('paste', onPaste);
  return () => {
    target.removeEventListener('copy', onCopy);
    target.removeEventListener('cut', onCut);
    target.removeEventListener('paste', onPaste);
  };
}

const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '');
const NAMES: Readonly<Record<string, string>> = {
  $mod: MAC ? '⌘' : 'Ctrl',
  Shift: MAC ? '⇧' : 'Shift',
  Delete: 'Del',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** Keys as they are printed on caps: "Ctrl Shift Z". */
export const keyCaps = (keys: string): string =>
  keys
    .split(/\+(?!$)/)
    .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
