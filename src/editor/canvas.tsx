import {
  ConnectionMode,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Connection,
  type FinalConnectionState,
  type Viewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, type PointerEvent, type ReactElement } from 'react';
import { useStore as useZustand } from 'zustand';
import { editorWords } from '#words/editor.ts';
import { connectParts } from './actions.ts';
import { LINK_HEIGHT, openCard, stop } from './card.ts';
import { ConnectionLine } from './connection-line.tsx';
import { FigureDefs } from '#figure/defs.tsx';
import '#figure/figure.css';
import type { Box, Point } from '#figure/geometry.ts';
import { DrawnZoom } from './drawn-zoom.tsx';
import { useFlowElements } from './flow-elements.ts';
import { LinkEdge, type LinkFlowEdge } from './link-edge.tsx';
import { Live, LiveContext } from './live.ts';
import { Marks } from './marks.tsx';
import { MessageLayer, messageAt, painted } from './message-layer.tsx';
import { PartNode, type PartFlowNode } from './part-node.tsx';
import { usePanning } from './panning.ts';
import { Asked, EmptySheet, Lens, QuickAdd, ToolLayer, ZoneNode } from './parts.ts';
import { ports, viewportStore, type Playback } from './ports.ts';
import { boundsOf } from './scene.ts';
import { currentScene } from './scene-store.ts';
import { moveViewport } from './viewport-motion.ts';
import { SELECT, select, sessionStore } from './session.ts';
import { documentStore } from './store.ts';
import { isProjected } from '#ui/theme.ts';
import { Sheet } from './sheet-grid.tsx';
import { breakClicked, breakMessage } from './tool-break.ts';
import type { ZoneFlowNode } from './zone-node.tsx';
import styles from './canvas.module.css';

export type FlowNode = PartFlowNode | ZoneFlowNode;

const NODE_TYPES = { part: PartNode, zone: ZoneNode };
const EDGE_TYPES = { link: LinkEdge };
const ZOOM_MIN = 0.2;
const ZOOM_MAX = 2.5;
/** Free px around the figure when it is fitted, on the page: slips and badges stand out above the highest part. */
const FIT_PADDING = 48;
/** On a canvas narrower than this there is less free px, and a figure stays large enough to read, with a way to pan. */
const NARROW_PX = 560;
const FIT_PADDING_NARROW = 16;
const FIT_ZOOM_MIN_NARROW = 0.5;
/** Free px between the figure and what lies over the lower edge of the canvas. */
const FIT_ABOVE_COVER = 14;
/** A figure is not blown up beyond this to fit. */
const FIT_ZOOM_MAX = 1.25;
/** On a wall it is. */
const FIT_ZOOM_MAX_PROJECTED = 2.2;
/** A link that was drawn less far than this was not meant, canvas px. */
const DRAWN_PX = 40;
/** A message is hit within so many px of the page. */
const HIT_PX = 13;

/**
 * The sheet: the figure of the document, alive with the run of `client`. The page mounts one. Without `client` it is
 * a drawing to edit.
 */
export function EditorCanvas({
  client,
  inPage = false,
}: {
  client: Playback | null;
  /** It stands in a page that scrolls: the wheel and a swipe belong to the page. */
  inPage?: boolean;
}): ReactElement {
  const live = useMemo(() => (client === null ? null : new Live(client)), [client]);
  useEffect(() => {
    ports.playback = client;
    return () => {
      if (ports.playback === client) ports.playback = null;
    };
  }, [client]);
  useEffect(() => {
    const stops: (() => void)[] = [];
    let isMounted = true;
    // Keys do nothing that a first figure needs: they are heard as soon as their code is there.
    const bind = async (): Promise<void> => {
      const { bindClipboard, bindContextMenu, bindKeys, editorCommands } = await import('./commands.ts');
      if (isMounted) stops.push(bindKeys(editorCommands), bindClipboard(), bindContextMenu());
    };
    void bind();
    return () => {
      isMounted = false;
      stops.forEach((one) => one());
    };
  }, []);
  return (
    <ReactFlowProvider>
      <LiveContext value={live}>
        <DrawnZoom>
          <Canvas client={client} inPage={inPage} />
        </DrawnZoom>
      </LiveContext>
    </ReactFlowProvider>
  );
}

function Canvas({ client, inPage }: { client: Playback | null; inPage: boolean }): ReactElement {
  const wrapper = useRef<HTMLDivElement>(null);
  const { nodes, edges, onNodesChange, onEdgesChange } = useFlowElements();
  const tool = useZustand(sessionStore, (state) => state.tool);
  const isAdding = useZustand(sessionStore, ({ quickAdd }) => quickAdd !== null);
  const isFrozen = useZustand(documentStore, ({ frozen }) => frozen);
  const isAsked = useZustand(sessionStore, ({ asked }) => asked !== null);
  const aside = useZustand(sessionStore, ({ involved }) => involved?.aside);
  const isTooling = useZustand(sessionStore, ({ tool }) => tool.does !== 'select');
  const flow = useReactFlow<FlowNode, LinkFlowEdge>();
  const onMoved = usePort(wrapper);
  const panning = usePanning(wrapper);

  const onConnect = useCallback(({ source, target }: Connection) => {
    connectParts(source, target);
  }, []);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const from = state.fromNode?.id;
      if (state.isValid === true || from === undefined) return;
      const place = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (place === undefined) return;
      const at = flow.screenToFlowPosition({ x: place.clientX, y: place.clientY });
      const over = partAt(at);
      const start = state.from ?? at;
      if (Math.abs(at.x - start.x) + Math.abs(at.y - start.y) < DRAWN_PX) return;
      if (over === undefined) sessionStore.setState({ quickAdd: { at, from }, card: null });
      else if (over !== from) connectParts(from, over);
    },
    [flow],
  );

  const taken = useRef(false);
  /** A message in flight lies over everything: it is looked for before the parts and links get the click. */
  const onPress = useCallback(
    (event: PointerEvent): void => {
      if (event.button !== 0 || tool.does === 'place' || tool.does === 'zone' || tool.does === 'connect')
        return;
      if (
        !(event.target instanceof Element) ||
        event.target.closest('.react-flow__node, input, button') !== null
      )
        return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const message = messageAt(painted.current, at, HIT_PX / flow.getZoom());
      if (message < 0) return;
      event.stopPropagation();
      event.preventDefault();
      taken.current = true;
      select(sessionStore, { message });
      if (tool.does === 'break') breakMessage(message, tool.fault);
      else sessionStore.setState({ card: { at, height: LINK_HEIGHT } });
      client?.pause();
    },
    [client, flow, tool],
  );

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys and the pointer
    <div
      ref={wrapper}
      className={styles['canvas']}
      data-keys="canvas"
      data-canvas
      data-in-page={inPage || undefined}
      data-tool={tool.does}
      data-aside={aside}
      role="application"
      aria-label={editorWords.canvas}
      aria-describedby="canvas-outline"
      tabIndex={-1}
      onPointerDownCapture={onPress}
      onClickCapture={(event) => {
        // What lies beneath the message must not get the click that belongs to the message.
        if (taken.current) event.stopPropagation();
        taken.current = false;
      }}
      onDoubleClick={(event) => {
        // Parts and links lie inside the pane: a double click on one of them is for it alone.
        if (!isFrozen && event.target instanceof Element && event.target.matches('.react-flow__pane')) {
          const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
          sessionStore.setState({ quickAdd: { at, from: null }, card: null });
        }
      }}
      onFocus={({ target }) => {
        // Keys act on what is picked: whoever comes to a part by the keyboard means that part.
        const id = target.matches('.react-flow__node:focus-visible, .react-flow__edge:focus-visible')
          ? (target as HTMLElement | SVGElement).dataset['id']
          : undefined;
        if (id !== undefined) pickFocused(id);
      }}
      onKeyDown={(event) => {
        const element = event.target as HTMLElement;
        const id = element.closest<HTMLElement>('.react-flow__node, .react-flow__edge')?.dataset['id'];
        if (element.tagName === 'INPUT' || id === undefined) return;
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        activate(id);
      }}
    >
      <p id="canvas-outline" hidden>
        {editorWords.outline}
      </p>
      <FigureDefs />
      <ReactFlow<FlowNode, LinkFlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onNodeClick={(event, node) => {
          if (tool.does === 'connect') connectStep(node.id);
          else if (tool.does === 'break') breakClicked(node.id, tool.fault);
          else if (!event.shiftKey && !event.metaKey && !event.ctrlKey) openCard();
        }}
        onNodeMouseEnter={(_, node) => sessionStore.setState({ pointed: node.id })}
        onNodeMouseLeave={() => sessionStore.setState({ pointed: null })}
        onNodeDoubleClick={(_, node) => {
          if (!isFrozen) sessionStore.setState({ renaming: node.id, card: null });
        }}
        onEdgeClick={(event, edge) => {
          if (tool.does === 'break') breakClicked(edge.id, tool.fault);
          else {
            const at = flow.screenToFlowPosition(
              { x: event.clientX, y: event.clientY },
              { snapToGrid: false },
            );
            sessionStore.setState({ card: { at, height: LINK_HEIGHT } });
          }
        }}
        onPaneClick={() => {
          sessionStore.setState({ card: null, quickAdd: null });
          if (tool.does === 'connect' || tool.does === 'break') stop();
        }}
        onNodeDragStart={() => sessionStore.setState({ card: null })}
        connectionMode={ConnectionMode.Loose}
        connectionLineComponent={ConnectionLine}
        connectionRadius={28}
        connectOnClick={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        selectionKeyCode="Shift"
        zoomOnDoubleClick={false}
        panOnScroll={!inPage}
        panOnDrag={!inPage}
        zoomOnScroll={!inPage}
        zoomOnPinch={!inPage}
        preventScrolling={!inPage}
        minZoom={ZOOM_MIN}
        maxZoom={ZOOM_MAX}
        elevateNodesOnSelect={false}
        elevateEdgesOnSelect
        nodesConnectable={tool.does === 'select' && !isFrozen}
        nodesDraggable={tool.does === 'select' && !isFrozen}
        proOptions={HIDE_ATTRIBUTION}
        ariaLabelConfig={ARIA}
        onMove={(event, { x, y, zoom }) => {
          if (event !== null) onMoved();
          viewportStore.setState({ x, y, zoom });
          panning.onMove(event, { x, y, zoom });
        }}
        onMoveEnd={panning.onMoveEnd}
      >
        <Sheet />
        <Marks />
      </ReactFlow>
      {client !== null && <MessageLayer playback={client} />}
      <Lens />
      {isTooling && <ToolLayer />}
      {nodes.length === 0 && <EmptySheet />}
      <QuickAdd open={isAdding} />
      <Asked open={isAsked} />
    </div>
  );
}

/** What a screen reader is told about keys beside the name of a part or a link. */
const ARIA = {
  'node.a11yDescription.default': editorWords.keysOfPart,
  'node.a11yDescription.keyboardDisabled': editorWords.keysOfPart,
  'edge.a11yDescription.default': editorWords.keysOfLink,
};

/** React Flow is MIT: showing its name is asked for, not required. It is named in NOTICE. */
const HIDE_ATTRIBUTION = { hideAttribution: true };

/** The part whose drawing covers a point. */
function partAt({ x, y }: Point): string | undefined {
  for (const { id, box } of currentScene().parts.values()) {
    if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height) return id;
  }
  return undefined;
}

/** The second click of the connecting tool makes the link; the tool is put down then. */
function connectStep(id: string): void {
  const { tool } = sessionStore.getState();
  if (tool.does !== 'connect') return;
  if (tool.from === null) sessionStore.setState({ tool: { does: 'connect', from: id } });
  else if (tool.from !== id) {
    connectParts(tool.from, id);
    sessionStore.setState({ tool: SELECT });
  }
}

/** Enter on a part, a zone or a link: what a click does. */
function activate(id: string): void {
  const { tool } = sessionStore.getState();
  if (tool.does === 'connect' && currentScene().parts.has(id)) return connectStep(id);
  if (tool.does === 'break') return breakClicked(id, tool.fault);
  pick(id);
  openCard();
}

/** Picks what the keyboard came to, unless it is among several that are picked already. */
function pickFocused(id: string): void {
  const { nodes, links, zones } = sessionStore.getState().selection;
  if (![...nodes, ...links, ...zones].includes(id)) pick(id);
}

function pick(id: string): void {
  const { parts, links } = currentScene();
  select(sessionStore, parts.has(id) ? { nodes: [id] } : links.has(id) ? { links: [id] } : { zones: [id] });
}

/**
 * Lets commands move the view, and tells cards where it is. A figure that is shown as a whole stays so when there is
 * more or less room for it, until the reader looks elsewhere: then the returned function is to be called.
 */
function usePort(wrapper: React.RefObject<HTMLDivElement | null>): () => void {
  const flow = useReactFlow<FlowNode, LinkFlowEdge>();
  const isWhole = useRef(true);
  useEffect(() => {
    const element = wrapper.current;
    if (element === null) return;
    const measure = (): DOMRect => {
      const rect = element.getBoundingClientRect();
      viewportStore.setState({
        left: rect.left,
        top: rect.top,
        width: rect.width,
        height: rect.height,
        ...flow.getViewport(),
      });
      return rect;
    };
    const middle = (): Point => {
      const { left, top, width, height } = measure();
      return { x: left + width / 2, y: top + height / 2 };
    };
    let halt = (): void => undefined;
    const move = (viewport: Viewport, duration: number): void => {
      halt();
      halt = moveViewport(flow, viewport, duration);
    };
    /** Around the middle of the view. */
    const zoomTo = (wanted: number): void => {
      const { width, height } = measure();
      const { x, y, zoom } = flow.getViewport();
      const next = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, wanted));
      const about = (at: number, span: number): number => span / 2 - ((span / 2 - at) * next) / zoom;
      move({ x: about(x, width), y: about(y, height), zoom: next }, 120);
    };
    const show = (box: Box | null, duration: number): void => {
      const { width, height } = measure();
      if (box === null || width === 0) {
        move({ x: 0, y: 0, zoom: 1 }, 0);
        return;
      }
      const { below } = viewportStore.getState();
      const isNarrow = width < NARROW_PX;
      const [side, least] = isNarrow ? [FIT_PADDING_NARROW, FIT_ZOOM_MIN_NARROW] : [FIT_PADDING, ZOOM_MIN];
      const bottom = Math.max(FIT_PADDING, below === 0 ? 0 : below + FIT_ABOVE_COVER);
      const free = { width: width - 2 * side, height: height - FIT_PADDING - bottom };
      const zoom = Math.min(
        isProjected() ? FIT_ZOOM_MAX_PROJECTED : FIT_ZOOM_MAX,
        Math.max(least, Math.min(free.width / box.width, free.height / box.height)),
      );
      const fits = box.width * zoom <= free.width;
      const viewport = {
        // What does not fit is begun to be read where it begins.
        x: fits ? width / 2 - (box.x + box.width / 2) * zoom : side - box.x * zoom,
        y: FIT_PADDING + free.height / 2 - (box.y + box.height / 2) * zoom,
        zoom,
      };
      move(viewport, duration);
      viewportStore.setState(viewport);
    };
    const showWhole = (duration: number): void => {
      isWhole.current = true;
      show(boundsOf(currentScene()), duration);
    };
    /** For what the reader asked to see. */
    const elsewhere = (move: () => void): void => {
      isWhole.current = false;
      move();
    };
    ports.canvas = {
      fit: (box) => (box === undefined ? showWhole(240) : elsewhere(() => show(box, 240))),
      zoomBy: (factor) => elsewhere(() => zoomTo(flow.getZoom() * factor)),
      zoomTo: (zoom) => elsewhere(() => zoomTo(zoom)),
      centreOn: ({ x, y }, duration) =>
        elsewhere(() => {
          const { width, height } = measure();
          const zoom = flow.getZoom();
          move({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom }, duration);
        }),
      centre: () => flow.screenToFlowPosition(middle(), { snapToGrid: false }),
      fromPage: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      focus: () => element.focus({ preventScroll: true }),
    };
    const resized = new ResizeObserver(() => {
      if (isWhole.current) showWhole(0);
      else measure();
    });
    resized.observe(element);
    // Whoever takes hold of the view has it.
    const takeOver = (): void => halt();
    element.addEventListener('wheel', takeOver, { capture: true, passive: true });
    element.addEventListener('pointerdown', takeOver, { capture: true });
    showWhole(0);
    const stops = [
      documentStore.subscribe((state, before) => {
        if (state.opened !== before.opened) showWhole(0);
      }),
      viewportStore.subscribe(({ below }, before) => {
        if (below > before.below && isWhole.current) showWhole(0);
      }),
    ];
    return () => {
      halt();
      element.removeEventListener('wheel', takeOver, { capture: true });
      element.removeEventListener('pointerdown', takeOver, { capture: true });
      for (const stop of stops) stop();
      ports.canvas = null;
      resized.disconnect();
    };
  }, [flow, wrapper]);
  return useCallback(() => {
    isWhole.current = false;
  }, []);
}
