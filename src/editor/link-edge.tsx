import type { Edge, EdgeProps } from '@xyflow/react';
import { Fragment, memo, useCallback, type ReactElement } from 'react';
import { editorWords } from '#words/editor.ts';
import type { RunView } from '#run/view/run-view.ts';
import { Badge } from '#figure/badge.tsx';
import { BREAKER_SPAN, Breaker, type BreakerState } from '#figure/breaker.tsx';
import { lodAt, r2, type Point } from '#figure/geometry.ts';
import type { MessageKind } from '#figure/glyph.tsx';
import { Flow, Link as LinkFigure, piecesOf, type LinkKind } from '#figure/link.tsx';
import { Text } from '#figure/text.tsx';
import { pathOf, pointAt } from '#figure/track.ts';
import { useDrawnZoom } from './drawn-zoom.tsx';
import { useLive, type Live } from './live.ts';
import type { Link } from './scene.ts';
import { currentScene } from './scene-store.ts';
import { tearsFor } from './tears.ts';

export type LinkFlowEdge = Edge<{ readonly link: Link }, 'link'>;

export interface ShownLink {
  /** Its far end does not listen. */
  readonly down: boolean;
  readonly bridge: { readonly state: BreakerState; readonly tag: string | undefined };
  readonly torn: readonly (readonly [number, number])[];
  readonly perSecond: number;
  readonly lost: number;
}

export const AT_REST: ShownLink = {
  down: false,
  bridge: { state: 'closed', tag: undefined },
  torn: [],
  perSecond: 0,
  lost: 0,
};

/** A crowd is drawn in the colour of what goes along the arrow. */
const CROWD: Readonly<Record<LinkKind, MessageKind>> = {
  call: 'request',
  event: 'event',
  replication: 'replication',
};
/** The stretch over which a crowd is counted, µs. */
const WINDOW_US = 1_000_000;

/** A link on the sheet, with its drawbridge, its tears and what is wrong with it at this moment. */
export const LinkEdge = memo(function LinkEdge({
  data,
  selected = false,
}: EdgeProps<LinkFlowEdge>): ReactElement | null {
  const link = data?.link;
  const zoom = useDrawnZoom();
  const lod = lodAt(zoom);
  const far = lod === 'far';
  const look = useCallback(
    (live: Live, t: number): ShownLink => (link === undefined ? AT_REST : lookAt(link, live, t, far)),
    [link, far],
  );
  const shown = useLive(look, AT_REST);
  if (link === undefined || link.points.length < 2) return null;
  const { bridge, torn } = shown;
  return (
    <g className="fig">
      {lod === 'far' && shown.perSecond > 0 && torn.length === 0 ? (
        <>
          <path className="hit" d={pathOf(link.points)} />
          {selected && <path className="sel-halo" d={pathOf(link.points)} />}
          <Flow
            points={link.points}
            kind={CROWD[link.kind]}
            perSecond={shown.perSecond}
            failing={shown.lost}
            zoom={zoom}
          />
        </>
      ) : (
        <LinkDrawing
          link={link}
          shown={shown}
          selected={selected}
          tag={lod === 'full' ? bridge.tag : undefined}
        />
      )}
      {lod !== 'full' && link.bridge !== undefined && bridge.tag !== undefined && (
        <g
          transform={`translate(${r2(link.bridge.x)} ${r2(link.bridge.y - 20 / zoom)}) scale(${r2(1 / zoom)})`}
        >
          <Badge x={0} y={0} tone={bridge.state === 'half' ? 'event' : 'fault'} icon="clock">
            {bridge.tag}
          </Badge>
        </g>
      )}
      {lod === 'full' && link.title !== '' && <Title link={link} />}
    </g>
  );
});

/** A line with its bridge, its tears, and whether its far end listens. */
export function LinkDrawing({
  link,
  shown: { bridge, down, torn },
  selected = false,
  tag,
  hit = true,
}: {
  link: Link;
  shown: Pick<ShownLink, 'bridge' | 'down' | 'torn'>;
  selected?: boolean;
  tag?: string | undefined;
  hit?: boolean;
}): ReactElement {
  if (link.bridge === undefined)
    return (
      <LinkFigure
        points={link.points}
        kind={link.kind}
        down={down}
        torn={torn}
        selected={selected}
        hit={hit}
      />
    );
  return (
    <>
      <Bridged link={link} down={down} torn={torn} selected={selected} />
      <Breaker
        x={link.bridge.x}
        y={link.bridge.y}
        towards={link.bridge.towards}
        state={bridge.state}
        tag={tag}
      />
    </>
  );
}

/** What the document calls the link, beside its middle. */
function Title({ link }: { link: Link }): ReactElement {
  const { x, y, dy } = pointAt(link.track, 0.5);
  const upright = Math.abs(dy) > 0.5;
  return (
    <Text
      x={upright ? x + 10 : x}
      y={upright ? y + 4 : y - 9}
      cls="t-edge"
      anchor={upright ? 'start' : 'middle'}
    >
      {link.title}
    </Text>
  );
}

/** The line on both banks of its bridge. */
function Bridged({
  link,
  down,
  torn,
  selected,
}: {
  link: Link;
  down: boolean;
  torn: ShownLink['torn'];
  selected: boolean;
}): ReactElement {
  const at = link.bridge?.distance ?? 0;
  const [near, far] = [at - BREAKER_SPAN / 2, at + BREAKER_SPAN / 2];
  const banks: readonly (readonly Point[])[] = piecesOf(link.points, [[near, far]]);
  const whole = pathOf(link.points);
  return (
    <>
      {selected && <path className="sel-halo" d={whole} />}
      <path className="hit" d={whole} />
      {banks.map((points, i) => {
        const from = i === 0 ? 0 : far;
        const to = i === 0 ? near : Infinity;
        const mine = torn
          .filter(([a, b]) => a > from && b < to)
          .map(([a, b]) => [a - from, b - from] as const);
        return (
          <Fragment key={i}>
            <LinkFigure
              points={points}
              kind={link.kind}
              down={down}
              torn={mine}
              arrow={i === banks.length - 1}
              hit={false}
            />
          </Fragment>
        );
      })}
    </>
  );
}

function lookAt(link: Link, { run }: Live, t: number, far: boolean): ShownLink {
  const faults = run.faultsAt(t).map(({ index }) => index);
  const { torn } = tearsFor(currentScene(), faults);
  return linkAt(link, run, t, far, torn.get(link.id));
}

/** What a link shows of a run at `t`. */
export function linkAt(
  link: Link,
  run: RunView,
  t: number,
  far: boolean,
  torn: ShownLink['torn'] = AT_REST.torn,
): ShownLink {
  const index = run.link(link.id);
  const target = run.node(link.to);
  const instances = target < 0 ? 0 : (run.topology.nodes[target]?.instances ?? 1);
  let up = 0;
  for (let instance = 0; instance < instances; instance++)
    if (run.statusAt(target, instance, t) !== 'down') up++;
  const breaker = index < 0 || link.bridge === undefined ? null : run.breakerAt(index, t);
  const rate = index < 0 || !far ? { perSecond: 0, lost: 0 } : run.messages.rateAt(index, t, WINDOW_US);
  return {
    down: instances > 0 && up === 0,
    bridge: breaker === null ? AT_REST.bridge : { state: STATE[breaker.state], tag: tagOf(breaker, t) },
    torn,
    perSecond: steady(rate.perSecond),
    lost: Math.round(rate.lost * 20) / 20,
  };
}

/** In steps that the eye can tell apart: the width of a crowd goes with the root of its rate. */
const steady = (perSecond: number): number => (Math.round(Math.sqrt(perSecond)) || Math.ceil(perSecond)) ** 2;

const STATE = { closed: 'closed', halfOpen: 'half', open: 'open' } as const;

function tagOf(
  { state, opensUntil }: { state: keyof typeof STATE; opensUntil: number },
  t: number,
): string | undefined {
  const { mark } = editorWords;
  if (state === 'open')
    return mark.open(opensUntil < 0 ? 0 : Math.max(0, Math.round((opensUntil - t) / 1e5) * 1e5));
  return state === 'halfOpen' ? mark.halfOpen : undefined;
}
