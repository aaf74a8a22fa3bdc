import { useEffect, type ReactElement } from 'react';
import { EditorCanvas } from '#editor/canvas.tsx';
import type { Command } from '#editor/commands.ts';
import type { RunClient } from '#run/client.ts';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '#words/en.ts';
import shell from './app.module.css';
import { Card } from './card.tsx';
import { Checks } from './checks.tsx';
import { useDocumentState } from './document.ts';
import { useDocumentLife, useTrouble } from './document-life.ts';
import styles from './embed.module.css';
import { talkToHost } from './embed-host.ts';
import { FigureFoot } from './figure-foot.tsx';
import { usePlayKey } from './play-key.ts';
import { useRun, useRunClient } from './run-context.ts';
import { Clock } from './transport/clock.tsx';
import { Scrubber } from './transport/scrubber.tsx';
import { useCommands } from './use-commands.ts';
import { visit } from './visit.ts';

const ofTime = (commands: readonly Command[]): readonly Command[] =>
  commands.filter(({ group }) => group === words.commands.groups.time);

/** The page within another page: the figure, its caption and the transport. */
export function Embed({ client }: { client: RunClient }): ReactElement {
  const ready = useDocumentLife(client);
  useCommands(client, ofTime);
  useEffect(() => (ready ? talkToHost(client) : undefined), [client, ready]);
  usePlayKey(client);
  usePlayWhenSeen(client, ready);
  useTrouble();
  const frozen = useDocumentState((state) => state.frozen);
  return (
    <div className={styles['embed']} data-ready={ready || undefined}>
      <main className={shell['main']}>
        <figure className={shell['figure']}>
          <div className={shell['sheet']}>
            <EditorCanvas client={client} />
          </div>
          <FigureFoot />
        </figure>
      </main>
      {visit.checks && <Checks />}
      <footer className={styles['transport']} aria-label={words.transport.label}>
        <Play />
        <Clock />
        <Scrubber />
        <OpenWhole />
      </footer>
      {!frozen && <Card />}
    </div>
  );
}

function Play(): ReactElement {
  const client = useRunClient();
  const playing = useRun((run) => run.playing);
  const { back, forward, play, pause } = words.transport;
  return (
    <div className={styles['buttons']}>
      <IconButton label={back} icon="back" onClick={() => client.stepBack()} />
      <button
        type="button"
        className={styles['play']}
        aria-label={playing ? pause : play}
        onClick={() => client.toggle()}
      >
        <Icon name={playing ? 'pause' : 'play'} size={18} />
      </button>
      <IconButton label={forward} icon="step" onClick={() => client.stepForward()} />
    </div>
  );
}

/** The same run in a window of its own, where all of it can be done. */
function OpenWhole(): ReactElement {
  const client = useRunClient();
  const open = async (): Promise<void> => {
    const { wholeLink } = await import('./links.ts');
    client.pause();
    window.open(await wholeLink(client.time), '_blank', 'noopener');
  };
  return (
    <button type="button" className={styles['open']} onClick={() => void open()}>
      {words.embed.open}
    </button>
  );
}

/** What nobody can see yet does not run away. */
function usePlayWhenSeen(client: RunClient, ready: boolean): void {
  useEffect(() => {
    if (!ready || !visit.play) return undefined;
    client.pause();
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      client.play();
    });
    seen.observe(document.documentElement);
    return () => seen.disconnect();
  }, [client, ready]);
}
