import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { ports, viewportStore } from '#editor/ports.ts';
import { IconButton } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';

const STEP = 1.25;

export function Zoom(): ReactElement {
  const percent = useStore(viewportStore, ({ zoom }) => Math.round(zoom * 100));
  return (
    <div className={styles['zoom']}>
      <IconButton
        label={words.zoom.out}
        icon="minus"
        size="small"
        side="top"
        onClick={() => ports.canvas?.zoomBy(1 / STEP)}
      />
      <button type="button" aria-label={words.zoom.reset(percent)} onClick={() => ports.canvas?.zoomTo(1)}>
        {percent} %
      </button>
      <IconButton
        label={words.zoom.in}
        icon="plus"
        size="small"
        side="top"
        onClick={() => ports.canvas?.zoomBy(STEP)}
      />
      <IconButton
        label={words.zoom.fit}
        icon="fit"
        size="small"
        side="top"
        onClick={() => ports.canvas?.fit()}
      />
    </div>
  );
}
