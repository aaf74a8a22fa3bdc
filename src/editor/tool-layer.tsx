import { useEffect, useState, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { viewOf } from '#kinds/views.tsx';
import { drawing } from '#words/drawing.ts';
import { drawZone, placePart } from './actions.ts';
import { nodeTitle, type Frame } from './edit/document.ts';
import { snap } from './edit/nodes.ts';
import { centreOf, r2, type Point } from '#figure/geometry.ts';
import { Link as LinkFigure } from '#figure/link.tsx';
import { routeLink } from '#figure/route.ts';
import { ports, viewportStore } from './ports.ts';
import { sceneStore } from './scene-store.ts';
import { SELECT, sessionStore, type Tool } from './session.ts';
import { documentStore } from './store.ts';
import styles from './canvas.module.css';

/** What a zone gets when its place is clicked instead of drawn, canvas px. */
const ZONE_SIZE = [400, 280] as const;
/** A drag shorter than this is a click, canvas px. */
const CLICK = 30;

/** Takes the pointer while a part or a zone is being placed, shows what it will be, and says what to do. */
export function ToolLayer(): ReactElement | null {
  const tool = useStore(sessionStore, (state) => state.tool);
  if (tool.does === 'select') return null;
  return (
    <>
      {(tool.does === 'place' || tool.does === 'zone') && <Surface tool={tool} />}
      {tool.does === 'connect' && tool.from !== null && <Reaching from={tool.from} />}
      <output className={styles['hint']}>{hintOf(tool)}</output>
    </>
  );
}

function hintOf(tool: Tool): string {
  const { palette } = drawing;
  switch (tool.does) {
    case 'select':
      return '';
    case 'place':
      return palette.placing(viewOf(tool.kind)?.title ?? tool.kind);
    case 'zone':
      return palette.placeZone;
    case 'connect':
      return tool.from === null
        ? palette.connectFrom
        : palette.connectTo(nodeTitle(documentStore.getState().document, tool.from));
    case 'break':
      return palette.breaking[tool.fault];
  }
}

function Surface({ tool }: { tool: Extract<Tool, { does: 'place' | 'zone' }> }): ReactElement {
  const [at, setAt] = useState<Point | null>(null);
  const [from, setFrom] = useState<Point | null>(null);
  const { x, y, zoom } = useStore(viewportStore);
  const placeOf = (event: PointerEvent): Point => {
    const point = ports.canvas?.fromPage({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 };
    return { x: snap(point.x), y: snap(point.y) };
  };
  const frame = from === null || at === null ? null : frameOf(from, at);
  return (
    <div
      className={styles['surface']}
      onPointerMove={(event) => setAt(placeOf(event))}
      onPointerLeave={() => setAt(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(placeOf(event));
        setAt(placeOf(event));
      }}
      onPointerUp={(event) => {
        const end = placeOf(event);
        if (tool.does === 'place') {
          placePart(tool.kind, end);
          if (!tool.stays && !event.shiftKey) sessionStore.setState({ tool: SELECT });
        } else if (from !== null) drawZone(frameOf(from, end));
        setFrom(null);
        ports.canvas?.focus();
      }}
    >
      <svg className={`fig ${styles['ghost']}`} aria-hidden="true">
        <g transform={`translate(${r2(x)} ${r2(y)}) scale(${r2(zoom)})`}>
          {tool.does === 'zone' && frame !== null && (
            <rect
              className="zone selected"
              x={frame[0]}
              y={frame[1]}
              width={frame[2]}
              height={frame[3]}
              rx={14}
            />
          )}
          {tool.does === 'place' && at !== null && <Ghost kind={tool.kind} at={at} />}
        </g>
      </svg>
    </div>
  );
}

/** The link that is about to be drawn, from its first end to the pointer. */
function Reaching({ from }: { from: string }): ReactElement | null {
  const [at, setAt] = useState<Point | null>(null);
  const { x, y, zoom } = useStore(viewportStore);
  const part = useStore(sceneStore, ({ scene }) => scene.parts.get(from));
  useEffect(() => {
    const follow = (event: globalThis.PointerEvent): void =>
      setAt(ports.canvas?.fromPage({ x: event.clientX, y: event.clientY }) ?? null);
    addEventListener('pointermove', follow);
    return () => removeEventListener('pointermove', follow);
  }, []);
  if (part === undefined || at === null) return null;
  const start = { ...part.body, avoid: part.size.avoid };
  const points = routeLink(start, { ...at, width: 0, height: 0 }, { obstacles: [] });
  return (
    <svg className={`fig ${styles['ghost']}`} aria-hidden="true">
      <g transform={`translate(${r2(x)} ${r2(y)}) scale(${r2(zoom)})`}>
        <LinkFigure points={points} hit={false} />
      </g>
    </svg>
  );
}

/** The part that is about to be placed, dashed, with its middle under the pointer. */
export function Ghost({ kind, at }: { kind: string; at: Point }): ReactElement | null {
  const view = viewOf(kind);
  if (view === undefined) return null;
  const props = view.design('new', { kind, title: view.title, ...view.fresh }, {});
  const inner = centreOf(view.sizeOf(props).body);
  return (
    <g transform={`translate(${r2(at.x - inner.x)} ${r2(at.y - inner.y)})`}>
      <view.Figure {...props} preview />
    </g>
  );
}

function frameOf(one: Point, other: Point): Frame {
  const width = Math.abs(one.x - other.x);
  const height = Math.abs(one.y - other.y);
  if (width < CLICK && height < CLICK) return [other.x - 60, other.y - 60, ...ZONE_SIZE];
  return [Math.min(one.x, other.x), Math.min(one.y, other.y), width, height];
}
