import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { IconButton } from '#ui/button.tsx';
import { Tabs, type Tab } from '#ui/tabs.tsx';
import { words } from '#words/en.ts';
import styles from './dock.module.css';
import { Splitter } from './parts.ts';
import { useRememberedSize } from './remembered.ts';

export type PanelId = 'log' | 'spaceTime' | 'metrics' | 'state' | 'data' | 'consistency' | 'document' | 'why';

export interface Panel extends Tab<PanelId> {
  readonly content: () => ReactNode;
  /** It has much to show: it begins with half of the window. */
  readonly tall?: boolean;
}

const HEIGHT = { min: 140, first: 264 };

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
  const [height, setHeight] = useRememberedSize('dock');
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
      {panel !== undefined && (
        <Splitter
          edge="top"
          label={words.dock.resize}
          size={shown}
          least={HEIGHT.min}
          most={most}
          onChange={setHeight}
        />
      )}
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
