import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { IconButton } from '#ui/button.tsx';
import { Tabs, type Tab } from '#ui/tabs.tsx';
import { words } from '#words/en.ts';
import styles from './dock.module.css';

export type PanelId = 'log' | 'spaceTime' | 'metrics' | 'state' | 'data' | 'consistency' | 'why';

export interface Panel extends Tab<PanelId> {
  readonly content: () => ReactNode;
  /** It has much to show: it begins with half of the window. */
  readonly tall?: boolean;
}

const HEIGHT = { min: 140, first: 264, step: 20 };

/** The panels under the figure: a strip of tabs until one is asked for; its height can be changed by drag and by keys. */
export function Dock({
  panels,
  open,
  onOpen,
}: {
  panels: readonly Panel[];
  open: PanelId | null;
  onOpen: (panel: PanelId | null) => void;
}): ReactElement {
  const [height, setHeight] = useState<number | null>(null);
  const most = useMostHeight();
  const panel = panels.find(({ id }) => id === open);
  const first = panel?.tall === true ? (most * 5) / 6 : HEIGHT.first;
  const shown = Math.min(most, Math.max(HEIGHT.min, height ?? first));
  return (
    <section
      className={styles['dock']}
      data-dock
      aria-label={words.dock.label}
      style={panel === undefined ? undefined : { height: shown }}
    >
      {panel !== undefined && <Grip height={shown} most={most} onChange={setHeight} />}
      <Tabs
        label={words.dock.label}
        tabs={panels}
        value={panel?.id ?? null}
        onChange={(id) => onOpen(id === open ? null : id)}
        trailing={
          <IconButton
            label={panel === undefined ? words.dock.open : words.dock.close}
            icon={panel === undefined ? 'chevronUp' : 'chevronDown'}
            size="small"
            onClick={() => onOpen(panel === undefined ? (panels[0]?.id ?? null) : null)}
          />
        }
      >
        <div className={styles['panel']}>{panel?.content()}</div>
      </Tabs>
    </section>
  );
}

function Grip({
  height,
  most,
  onChange,
}: {
  height: number;
  most: number;
  onChange: (height: number) => void;
}): ReactElement {
  return (
    // A splitter that takes focus and has a value is a control, whatever its role's name says.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles['grip']}
      role="separator"
      aria-orientation="horizontal"
      aria-label={words.dock.resize}
      aria-valuemin={HEIGHT.min}
      aria-valuemax={most}
      aria-valuenow={height}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const dock = event.currentTarget.parentElement?.getBoundingClientRect();
        if (dock !== undefined) onChange(dock.bottom - event.clientY);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        onChange(height + (event.key === 'ArrowUp' ? HEIGHT.step : -HEIGHT.step));
        event.preventDefault();
      }}
    />
  );
}

/** A part of the window is the figure's in any case. */
function useMostHeight(): number {
  const [most, setMost] = useState(() => innerHeight * 0.6);
  useEffect(() => {
    const follow = (): void => setMost(innerHeight * 0.6);
    addEventListener('resize', follow);
    return () => removeEventListener('resize', follow);
  }, []);
  return Math.max(HEIGHT.min, Math.round(most));
}
