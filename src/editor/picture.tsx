import { memo, useMemo, type ReactElement } from 'react';
import '#figure/figure.css';
import { r2, type Box } from '#figure/geometry.ts';
import { Drop, Message } from '#figure/still-message.tsx';
import { ShortTear, Tear } from '#figure/tear.tsx';
import { Zone as ZoneFigure } from '#figure/zone.tsx';
import type { FigureProps, KindView } from '#kinds/view.tsx';
import type { Sheet } from './edit/document.ts';
import { AT_REST, LinkDrawing } from './link-edge.tsx';
import type { PictureMoment } from './picture-moment.ts';
import { boundsOf, sceneOf, type Link, type Scene } from './scene.ts';
import { LONG, type Tears } from './tears.ts';
import styles from './picture.module.css';

/** Free canvas px around the figure. */
const AIR = 16;

/** A document as a small still figure. `preview` draws it dashed, as something that could be. */
export function Thumbnail({ sheet, preview = false }: { sheet: Sheet; preview?: boolean }): ReactElement {
  const scene = useMemo(() => sceneOf(sheet), [sheet]);
  return <Picture scene={scene} preview={preview} />;
}

/**
 * A figure drawn small, as its design says or at a moment of its run. `width` and `height`, where they are known, are
 * the px that it fills on the page: then words and strokes are drawn for that size.
 */
export function Picture({
  scene,
  moment,
  size,
  preview = false,
}: {
  scene: Scene;
  moment?: PictureMoment | undefined;
  size?: { readonly width: number; readonly height: number };
  preview?: boolean;
}): ReactElement {
  const box = useMemo(() => withAir(size === undefined ? boundsOf(scene) : shapesOf(scene)), [scene, size]);
  const zoom = size === undefined ? 1 : Math.min(1, size.width / box.width, size.height / box.height);
  const k = 1 / zoom;
  const view = size === undefined ? {} : ({ lod: zoom < 0.8 ? 'far' : 'full', zoom } as const);
  return (
    <svg
      className={`fig ${size === undefined ? '' : styles['picture']}`}
      viewBox={[box.x, box.y, box.width, box.height].map(r2).join(' ')}
      aria-hidden="true"
    >
      {scene.zones.map(({ id, title, frame: [x, y, width, height] }) => (
        <g key={id} transform={`translate(${x} ${y})`}>
          <ZoneFigure name={title} width={width} height={height} {...view} />
        </g>
      ))}
      {[...scene.links.values()].map((link) => (
        <StillLink key={link.id} link={link} shown={moment?.links.get(link.id) ?? AT_REST} />
      ))}
      {[...scene.parts.values()].map(({ id, origin, view: kind, props }) => (
        <g key={id} transform={`translate(${r2(origin.x)} ${r2(origin.y)})`}>
          <StillPart kind={kind} props={moment?.parts.get(id) ?? props} preview={preview} {...view} />
        </g>
      ))}
      {moment !== undefined && <Torn tears={moment.tears} />}
      {moment?.messages.map(({ id, kind, x, y, dx, dy, failed, dropped }) =>
        dropped ? (
          <Drop key={`${id} gone`} kind={kind} x={x} y={y} size={0.8 * k} />
        ) : (
          <Message
            key={id}
            kind={kind}
            x={r2(x)}
            y={r2(y)}
            dx={dx}
            dy={dy}
            size={r2(0.8 * k)}
            failed={failed}
          />
        ),
      )}
    </svg>
  );
}

/** The box around the shapes alone: where words are left out, they need no room. */
function shapesOf(scene: Scene): Box | null {
  const wide = boundsOf(scene);
  if (wide === null || scene.zones.length > 0) return wide;
  const ends = [...scene.parts.values()].flatMap(({ body: { x, y, width, height } }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const points = [...ends, ...[...scene.links.values()].flatMap((link) => link.points)];
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const withAir = (bounds: Box | null): Box => {
  const { x, y, width, height } = bounds ?? { x: 0, y: 0, width: 1, height: 1 };
  return { x: x - AIR, y: y - AIR, width: width + 2 * AIR, height: height + 2 * AIR };
};

const StillLink = memo(function StillLink({
  link,
  shown,
}: {
  link: Link;
  shown: typeof AT_REST;
}): ReactElement {
  return <LinkDrawing link={link} shown={shown} hit={false} />;
});

const StillPart = memo(function StillPart({
  kind: { Figure },
  props,
  ...view
}: {
  kind: KindView;
  props: FigureProps;
  preview: boolean;
  lod?: 'full' | 'far';
  zoom?: number;
}): ReactElement {
  return <Figure {...props} {...view} />;
});

function Torn({ tears: { long, short } }: { tears: Tears }): ReactElement {
  return (
    <>
      {long.map(({ between, x, y, length, horizontal, seed }) => (
        <Tear
          key={between.join(' ')}
          x={x}
          y={y}
          length={length}
          horizontal={horizontal}
          seed={seed}
          {...LONG}
        />
      ))}
      {short.map(({ link, x, y, along, seed }) => (
        <ShortTear key={`${link} ${seed}`} x={x} y={y} along={along} seed={seed} />
      ))}
    </>
  );
}
