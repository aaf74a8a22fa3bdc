import { memo, useId, useMemo, type ReactElement } from 'react';
import { Badge } from './badge.tsx';
import { classes } from '#ui/classes.ts';
import type { Point } from './geometry.ts';
import { tearShape, type TearOptions, type TearShape } from './tear-shape.ts';
import { Fray } from './link.tsx';

export interface TearProps extends TearOptions {
  /** The middle of its start. A tear runs down from here, or to the right when `horizontal`. */
  x: number;
  y: number;
  length: number;
  horizontal?: boolean;
  /** Fades out; remove the tear when its animation ends. */
  healing?: boolean;
  onHealed?: () => void;
  /** Words on an ink tag, such as "cut · heals in 1.6 s". */
  tag?: string;
  /** Where the tag sits, px from the start. Default 24. */
  tagAt?: number;
  /** Zoom of the canvas, for the tag. */
  zoom?: number;
}

/** The torn strip: the desk shows through, and both edges share one ragged line. */
export function Tear(props: TearProps): ReactElement {
  const { x, y, horizontal = false, healing = false, tag, tagAt = 24, onHealed } = props;
  const { seed, width, drift, rough, fibre, taperStart, taperEnd, step, length } = props;
  const shape = useMemo(
    () =>
      tearShape(length, {
        ...(seed !== undefined && { seed }),
        ...(width !== undefined && { width }),
        ...(drift !== undefined && { drift }),
        ...(rough !== undefined && { rough }),
        ...(fibre !== undefined && { fibre }),
        ...(taperStart !== undefined && { taperStart }),
        ...(taperEnd !== undefined && { taperEnd }),
        ...(step !== undefined && { step }),
      }),
    [length, seed, width, drift, rough, fibre, taperStart, taperEnd, step],
  );
  return (
    <g transform={`translate(${x} ${y})`}>
      <g
        className={classes('tear', horizontal && 'horizontal', healing && 'healing')}
        onAnimationEnd={healing ? onHealed : undefined}
      >
        <TornPaper shape={shape} horizontal={horizontal} />
      </g>
      {tag !== undefined && !healing && (
        <Badge
          x={horizontal ? tagAt : 0}
          y={horizontal ? 0 : tagAt}
          tone="ink"
          icon="cut"
          height={20}
          {...(props.zoom !== undefined && { zoom: props.zoom })}
        >
          {tag}
        </Badge>
      )}
    </g>
  );
}

type Pairs = TearShape['near'];

/** Separate from the tag, which changes ten times a second while the paper stays. */
const TornPaper = memo(function TornPaper({ shape, horizontal }: { shape: TearShape; horizontal: boolean }) {
  const clip = useId();
  const line = (pairs: Pairs): string =>
    `M${pairs.map(([across, along]) => (horizontal ? `${along} ${across}` : `${across} ${along}`)).join('L')}`;
  const area = (there: Pairs, back: Pairs): string => `${line(there)}L${line(back.toReversed()).slice(1)}Z`;
  const gap = area(shape.near, shape.far);
  const near = line(shape.near);
  return (
    <>
      <clipPath id={clip}>
        <path d={gap} />
      </clipPath>
      <path className="tear-gap" d={gap} />
      {/* A shadow out of three strokes: a blur filter would be painted anew on every pan. */}
      <g clipPath={`url(#${clip})`}>
        <path className="tear-shade" d={near} strokeWidth={12} />
        <path className="tear-shade" d={near} strokeWidth={7.5} />
        <path className="tear-shade" d={near} strokeWidth={3.5} />
      </g>
      <path className="tear-fibre" d={area(shape.nearRim, shape.near)} />
      <path className="tear-fibre" d={area(shape.far, shape.farRim)} />
      <path className="tear-rim" d={line(shape.nearRim)} />
      <path className="tear-rim" d={line(shape.farRim)} />
      <path className="tear-edge near" d={near} />
      <path className="tear-edge" d={line(shape.far)} />
    </>
  );
});

const SHORT = { width: 9, drift: 2, fibre: 3.2, rough: 0.7, taperStart: 16, taperEnd: 16, step: 1.8 };
const SHORT_LENGTH = 46;

/**
 * The short tear across one link, for a node that is cut off by itself, with the frays of the link. `along` is the
 * direction the link runs in at (x, y). The link itself has to leave SHORT_TEAR_GAP px free on both sides.
 */
export function ShortTear({
  x,
  y,
  along,
  seed,
}: Point & { along: 'horizontal' | 'vertical'; seed?: number }): ReactElement {
  const across = along === 'horizontal';
  return (
    <g>
      <g transform={`translate(${x} ${y})${across ? '' : ' rotate(90)'}`}>
        <Fray x={-SHORT_TEAR_GAP} y={0} />
        <g transform={`translate(${SHORT_TEAR_GAP} 0) rotate(180)`}>
          <Fray x={0} y={0} />
        </g>
      </g>
      <Tear
        {...SHORT}
        seed={seed ?? 8}
        x={across ? x : x - SHORT_LENGTH / 2}
        y={across ? y - SHORT_LENGTH / 2 : y}
        length={SHORT_LENGTH}
        horizontal={!across}
      />
    </g>
  );
}

export const SHORT_TEAR_GAP = 14;
