import { useStore } from '@xyflow/react';
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import { lodAt } from '#figure/geometry.ts';

const Context = createContext(1);

/** Tells everything on the sheet its zoom: one look at the view for each of its moves, however many parts there are. */
export function DrawnZoom({ children }: { children: ReactNode }): ReactElement {
  const drawn = useStore(({ transform: [, , zoom] }) =>
    lodAt(zoom) === 'full' ? 1 : Math.max(0.1, Math.round(zoom * 20) / 20),
  );
  return <Context value={drawn}>{children}</Context>;
}

/** The zoom as drawings take it: 1 from 80 % on, below in steps of 5 %, so that panning and zooming redraw little. */
export const useDrawnZoom = (): number => useContext(Context);
