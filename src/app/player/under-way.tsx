import type { ReactElement } from 'react';
import { nodeTitle } from '#editor/edit/document.ts';
import { painted } from '#editor/message-layer.tsx';
import { ports } from '#editor/ports.ts';
import { currentScene } from '#editor/scene-store.ts';
import { select, sessionStore } from '#editor/session.ts';
import type { RunClient } from '#run/client.ts';
import { newMessageFrame } from '#run/view/messages.ts';
import { Dialog } from '#ui/dialog.tsx';
import { words } from '#words/en.ts';
import { playerWords } from '#words/player.ts';
import { useRunClient } from '#app/run-context.ts';
import { lookAt } from './follow.ts';
import styles from './player.module.css';
import { playerStore, usePlayer } from './player-store.ts';

/** A list that is longer is not read. */
const MOST = 100;
/** What a card leaves free beneath a message, canvas px. */
const HEIGHT = 16;

/** The messages in flight as a list: what a hand finds on the sheet, found by the keyboard. */
export function UnderWay(): ReactElement {
  const open = usePlayer((player) => player.listing);
  const client = useRunClient();
  return (
    <Dialog
      open={open}
      onOpenChange={(listing) => playerStore.setState({ listing })}
      title={playerWords.underWay.title(client.time)}
      closeLabel={words.app.close}
    >
      {open && <List client={client} />}
    </Dialog>
  );
}

function List({ client }: { client: RunClient }): ReactElement {
  const { underWay } = playerWords;
  const rows = messagesUnderWay(client);
  if (rows.length === 0) return <p className={styles['none']}>{underWay.none}</p>;
  return (
    <ul className={styles['list']}>
      {rows.slice(0, MOST).map(({ id, label, from, to, share }) => (
        <li key={id}>
          <button type="button" onClick={() => openMessage(id)}>
            <code>{label === '' ? underWay.signal : label}</code>
            <span>{underWay.where(from, to, Math.round(100 * share))}</span>
          </button>
        </li>
      ))}
      {rows.length > MOST && <li>{underWay.more(rows.length - MOST)}</li>}
    </ul>
  );
}

function messagesUnderWay({ view, time }: RunClient) {
  const frame = newMessageFrame();
  view.messagesAt(time, 0, frame);
  const { sheet } = currentScene();
  const title = (node: number | undefined): string =>
    nodeTitle(sheet, view.topology.nodes[node ?? -1]?.id ?? '');
  return Array.from({ length: frame.count }, (_, i) => {
    const link = view.topology.links[frame.link[i]!];
    const ends = [title(link?.from), title(link?.to)] as const;
    const [from, to] = frame.back[i] === 1 ? [ends[1], ends[0]] : ends;
    const id = frame.id[i]!;
    return {
      id,
      label: view.store.textOf(view.messages.sendOf(id)),
      from,
      to,
      share: frame.fraction[i]!,
      droppedFor: frame.droppedFor[i]!,
    };
  }).filter(({ droppedFor }) => droppedFor < 0);
}

function openMessage(id: number): void {
  const { current } = painted;
  const i = current.id.subarray(0, current.count).indexOf(id);
  const at =
    i < 0 ? (ports.canvas?.centre() ?? { x: 0, y: 0 }) : { x: current.items.x[i]!, y: current.items.y[i]! };
  playerStore.setState({ listing: false });
  // The dialog first gives the focus back to where it was.
  setTimeout(() => {
    select(sessionStore, { message: id });
    lookAt(at);
    sessionStore.setState({ card: { at, height: HEIGHT, takesKeys: true } });
  }, 0);
}

/** A list of what is under way stands still while it is read. */
export function listUnderWay(client: RunClient): void {
  client.pause();
  playerStore.setState({ listing: true });
}
