import type { ReactElement } from 'react';
import { classes } from '#ui/classes.ts';
import type { Lod } from './geometry.ts';
import { OnScreen } from './node.tsx';
import { Text } from './text.tsx';

export interface ZoneProps {
  name: string;
  width: number;
  height: number;
  /** Where its name stands. */
  corner?: 'left' | 'right';
  selected?: boolean;
  lod?: Lod;
  zoom?: number;
}

/** A dotted region with a monospaced name. All zones lie on one sheet of paper. */
export function Zone({
  name,
  width,
  height,
  corner = 'left',
  selected = false,
  lod = 'full',
  zoom = 1,
}: ZoneProps): ReactElement {
  const k = lod === 'full' ? 1 : zoom;
  const label = (
    <Text
      x={corner === 'left' ? 16 : width * k - 16}
      y={24}
      cls="t-zone"
      anchor={corner === 'left' ? 'start' : 'end'}
    >
      {name}
    </Text>
  );
  return (
    <g>
      <rect className={classes('zone', selected && 'selected')} width={width} height={height} rx={14} />
      {lod === 'full' ? label : <OnScreen zoom={zoom}>{label}</OnScreen>}
    </g>
  );
}
