import type { ReactElement } from 'react';
import styles from './splitter.module.css';

/** px by which one press of an arrow key moves it. */
const STEP = 20;

/**
 * The edge of a panel, which makes it larger or smaller: by drag, by keys, and with a double press as it was at first.
 * `edge` says which edge of its parent it is.
 */
export function Splitter({
  edge,
  label,
  size,
  least,
  most,
  onChange,
}: {
  edge: 'top' | 'left';
  label: string;
  size: number;
  least: number;
  most: number;
  /** null: as it was at first. */
  onChange: (size: number | null) => void;
}): ReactElement {
  const [grow, shrink] = edge === 'top' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const change = (to: number): void => onChange(Math.min(most, Math.max(least, to)));
  return (
    // A splitter that takes focus and has a value is a control, whatever its role's name says.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles['splitter']}
      data-edge={edge}
      role="separator"
      aria-orientation={edge === 'top' ? 'horizontal' : 'vertical'}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={size}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const panel = event.currentTarget.parentElement?.getBoundingClientRect();
        if (panel !== undefined)
          change(edge === 'top' ? panel.bottom - event.clientY : panel.right - event.clientX);
      }}
      onDoubleClick={() => onChange(null)}
      onKeyDown={(event) => {
        if (event.key !== grow && event.key !== shrink) return;
        change(size + (event.key === grow ? STEP : -STEP));
        event.preventDefault();
      }}
    />
  );
}
