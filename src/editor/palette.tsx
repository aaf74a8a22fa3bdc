import { useRef, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { kindViews } from '#kinds/views.tsx';
import { IconButton } from '#ui/button.tsx';
import { drawing } from '#words/drawing.ts';
import { placePart } from './actions.ts';
import { editorCommands, keyCaps } from './commands.ts';
import { FigureIcon, type FigureIconName } from '#figure/icons.tsx';
import { ports } from './ports.ts';
import { SELECT, sessionStore, type BreakTool, type Tool } from './session.ts';
import styles from './palette.module.css';

const words = drawing.palette;
const BREAKS: readonly BreakTool[] = ['crash', 'cut', 'slow', 'drop'];
/** A press that moves less than this is a click, px. */
const DRAG_PX = 6;

/**
 * The rail of parts and tools. A part is dragged to its place, or clicked and then its place clicked; from the
 * keyboard, Enter puts it into the middle of the view.
 */
export function Palette({
  side = 'right',
}: {
  /** Where tooltips open. */ side?: 'right' | 'top';
}): ReactElement {
  const tool = useStore(sessionStore, (state) => state.tool);
  return (
    <div
      className={styles['rail']}
      role="toolbar"
      aria-label={words.label}
      aria-orientation={side === 'right' ? 'vertical' : 'horizontal'}
      data-keys="canvas"
    >
      {kindViews.map(({ kind, title, icon }) => (
        <PartButton
          key={kind}
          kind={kind}
          title={title}
          icon={icon}
          side={side}
          pressed={tool.does === 'place' && tool.kind === kind}
        />
      ))}
      <ToolButton
        label={words.zone}
        shortcut={shortcutOf('zone')}
        side={side}
        icon="zone"
        pressed={tool.does === 'zone'}
        tool={{ does: 'zone' }}
      />
      <i className={styles['rule']} />
      {BREAKS.map((fault) => (
        <ToolButton
          key={fault}
          label={words.tools[fault]}
          side={side}
          icon={fault}
          pressed={tool.does === 'break' && tool.fault === fault}
          tool={{ does: 'break', fault }}
        />
      ))}
    </div>
  );
}

const shortcutOf = (id: string): string | undefined => {
  const keys = editorCommands.find((command) => command.id === id)?.keys[0];
  return keys === undefined ? undefined : keyCaps(keys);
};

/** A second press puts the tool down. */
const toggle = (tool: Tool, pressed: boolean): void =>
  sessionStore.setState({ tool: pressed ? SELECT : tool, card: null, quickAdd: null });

function ToolButton({
  label,
  shortcut,
  side,
  icon,
  pressed,
  tool,
}: {
  label: string;
  shortcut?: string | undefined;
  side: 'right' | 'top';
  icon: FigureIconName;
  pressed: boolean;
  tool: Tool;
}): ReactElement {
  return (
    <IconButton
      label={label}
      shortcut={shortcut}
      side={side}
      size="large"
      pressed={pressed}
      onClick={() => toggle(tool, pressed)}
    >
      {iconOf(icon)}
    </IconButton>
  );
}

const iconOf = (name: FigureIconName): ReactNode => <FigureIcon name={name} size={22} />;

function PartButton({
  kind,
  title,
  icon,
  side,
  pressed,
}: {
  kind: string;
  title: string;
  icon: FigureIconName;
  side: 'right' | 'top';
  pressed: boolean;
}): ReactElement {
  const press = useRef<{ x: number; y: number; dragging: boolean } | null>(null);
  const tool: Tool = { does: 'place', kind, stays: false };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    const start = press.current;
    if (start === null || start.dragging) return;
    if (Math.abs(event.clientX - start.x) + Math.abs(event.clientY - start.y) < DRAG_PX) return;
    start.dragging = true;
    // From here on the canvas shows the part under the pointer.
    event.currentTarget.releasePointerCapture(event.pointerId);
    sessionStore.setState({ tool, card: null, quickAdd: null });
    addEventListener('pointerup', (up) => drop(up), { once: true });
  };
  const drop = (event: globalThis.PointerEvent): void => {
    const canvas = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-canvas]');
    // Over the canvas its own layer has seen the pointer go up and has placed the part.
    if (canvas === null || canvas === undefined) sessionStore.setState({ tool: SELECT });
    setTimeout(() => {
      press.current = null;
    });
  };
  return (
    <IconButton
      label={drawing.command.place(title)}
      shortcut={shortcutOf(`place.${kind}`)}
      side={side}
      size="large"
      pressed={pressed}
      className={styles['part']}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.current = { x: event.clientX, y: event.clientY, dragging: false };
      }}
      onPointerMove={onPointerMove}
      onClick={(event) => {
        if (press.current?.dragging === true) return;
        press.current = null;
        // A click from the keyboard has no place on the page.
        if (event.detail === 0) {
          placePart(kind);
          ports.canvas?.focus();
        } else toggle(tool, pressed);
      }}
    >
      {iconOf(icon)}
    </IconButton>
  );
}
