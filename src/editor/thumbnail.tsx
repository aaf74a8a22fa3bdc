import { useMemo, type ReactElement } from 'react';
import type { Sheet } from './edit/document.ts';
import '#figure/figure.css';
import { r2 } from '#figure/geometry.ts';
import { Link as LinkFigure } from '#figure/link.tsx';
import { Zone as ZoneFigure } from '#figure/zone.tsx';
import { boundsOf, sceneOf } from './scene.ts';

/** A document as a small still figure. `preview` draws it dashed, as something that could be. */
export function Thumbnail({ sheet, preview = false }: { sheet: Sheet; preview?: boolean }): ReactElement {
  const scene = useMemo(() => sceneOf(sheet), [sheet]);
  const bounds = boundsOf(scene) ?? { x: 0, y: 0, width: 1, height: 1 };
  const air = 16;
  const box = [bounds.x - air, bounds.y - air, bounds.width + 2 * air, bounds.height + 2 * air].map(r2);
  return (
    <svg className="fig" viewBox={box.join(' ')} aria-hidden="true">
      {scene.zones.map(({ id, title, frame: [x, y, width, height] }) => (
        <g key={id} transform={`translate(${x} ${y})`}>
          <ZoneFigure name={title} width={width} height={height} />
        </g>
      ))}
      {[...scene.links.values()].map((link) => (
        <LinkFigure key={link.id} points={link.points} kind={link.kind} hit={false} />
      ))}
      {[...scene.parts.values()].map(({ id, origin, view, props }) => (
        <g key={id} transform={`translate(${r2(origin.x)} ${r2(origin.y)})`}>
          <view.Figure {...props} preview={preview} />
        </g>
      ))}
    </svg>
  );
}
