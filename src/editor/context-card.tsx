import { useEffect, useMemo, useRef, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '#ui/button.tsx';
import { drawing } from '#words/drawing.ts';
import { selectionTitle } from './actions.ts';
import { ActiveFaults } from './card-active.tsx';
import { LinkCard } from './card-link.tsx';
import { MessageCard } from './card-message.tsx';
import { PartCard } from './card-part.tsx';
import { ZoneCard } from './card-zone.tsx';
import type { Point } from '#figure/geometry.ts';
import { Live, LiveContext } from './live.ts';
import { ports, toPage, viewportStore, type Playback } from './ports.ts';
import { sceneStore } from './scene-store.ts';
import { sessionStore, type Selection } from './session.ts';
import styles from './context-card.module.css';

const words = drawing.card;
/** The card on the page, px. */
const WIDTH = 340;
const BESIDE = 12;
const MARGIN = 8;

/**
 * What can be done to the thing that was clicked: break it in words, mend it, go on editing it. It stands beside the
 * thing and goes when that is not picked any more. `onSettings` opens the inspector.
 */
export function ContextCard({
  client,
  onSettings,
}: {
  client: Playback | null;
  onSettings?: (() => void) | undefined;
}): ReactElement | null {
  const card = useStore(sessionStore, (state) => state.card);
  const selection = useStore(sessionStore, (state) => state.selection);
  const live = useMemo(() => (client === null ? null : new Live(client)), [client]);
  const content = card === null ? null : contentOf(selection, onSettings);
  if (card === null || content === null) return null;
  return (
    <LiveContext value={live}>
      <Frame
        at={card.at}
        height={card.height}
        takesKeys={card.takesKeys ?? false}
        title={content.title}
        key={content.key}
      >
        {content.body}
      </Frame>
    </LiveContext>
  );
}

function contentOf(
  { nodes, links, zones, message }: Selection,
  onSettings: (() => void) | undefined,
): { key: string; title: ReactNode; body: ReactNode } | null {
  const [node, link, zone] = [nodes[0], links[0], zones[0]];
  if (message !== null)
    return { key: `message ${message}`, title: words.message, body: <MessageCard id={message} /> };
  if (nodes.length + links.length + zones.length !== 1) return null;
  const title = <Title />;
  if (node !== undefined) return { key: node, title, body: <PartCard id={node} onSettings={onSettings} /> };
  if (link !== undefined) return { key: link, title, body: <LinkCard id={link} onSettings={onSettings} /> };
  if (zone !== undefined) return { key: zone, title, body: <ZoneCard id={zone} onSettings={onSettings} /> };
  return null;
}

function Title(): ReactElement {
  const { sheet, links } = useStore(sceneStore, (state) => state.scene);
  const selection = useStore(sessionStore, (state) => state.selection);
  const [link] = selection.links;
  if (link !== undefined && links.has(link)) {
    const { from, to } = links.get(link)!;
    return (
      <>
        {words.onTheWay(
          selectionTitle({ ...selection, links: [], nodes: [from] }, sheet),
          selectionTitle({ ...selection, links: [], nodes: [to] }, sheet),
        )}
      </>
    );
  }
  return <>{selectionTitle(selection, sheet)}</>;
}

function Frame({
  at,
  height,
  takesKeys,
  title,
  children,
}: {
  at: Point;
  height: number;
  takesKeys: boolean;
  title: ReactNode;
  children: ReactNode;
}): ReactElement {
  const viewport = useStore(viewportStore);
  const box = useRef<HTMLElement>(null);
  const page = toPage(viewport, at);
  const under = height * viewport.zoom;
  const right = viewport.left + viewport.width;
  const bottom = viewport.top + viewport.height;
  const left = Math.max(viewport.left + MARGIN, Math.min(page.x, right - WIDTH - MARGIN));
  // Beneath the thing, so that what is done to it is seen; above it where there is more room there.
  const isBelow = page.y + under < viewport.top + viewport.height * 0.62;
  const top = Math.max(viewport.top + MARGIN, page.y + under + BESIDE);
  const place = isBelow
    ? { top, maxHeight: bottom - top - MARGIN }
    : {
        bottom: Math.max(MARGIN, innerHeight - page.y + BESIDE),
        maxHeight: page.y - viewport.top - BESIDE - MARGIN,
      };

  // Opened from the keyboard, it takes the keyboard; a click leaves it on the canvas.
  useEffect(() => {
    if (
      takesKeys ||
      document.activeElement?.matches('.react-flow__node:focus-visible, .react-flow__edge:focus-visible') ===
        true
    ) {
      box.current?.querySelector<HTMLElement>(':scope > :not(header) button')?.focus();
    }
  }, [takesKeys]);
  return (
    <section
      ref={box}
      className={styles['card']}
      style={{ left, width: WIDTH, ...place }}
      aria-label={drawing.command.actions}
      data-keys="canvas"
    >
      <header>
        <h3>{title}</h3>
        <IconButton
          label={words.close}
          icon="close"
          size="small"
          onClick={() => {
            sessionStore.setState({ card: null });
            ports.canvas?.focus();
          }}
        />
      </header>
      <ActiveFaults />
      {children}
    </section>
  );
}
