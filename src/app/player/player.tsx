import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { sessionStore } from '#editor/session.ts';
import { documentStore } from '#editor/store.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { playerWords } from '#words/player.ts';
import { useMoment, useRunClient } from '#app/run-context.ts';
import { brakeOf, clearLoop, startLooping } from './brake.ts';
import { startFollowing, step, stopFollowing, toggleAlone } from './follow.ts';
import { startInspecting } from './inspect.ts';
import { usePlayer, playerStore } from './player-store.ts';
import styles from './player.module.css';
import { UnderWay } from './under-way.tsx';

/** What is known of the flow is said again at this pace, ms. */
const SAID_MS = 120;

/** What makes the transport a player: following, looping, breakpoints. It lies over the sheet. */
export function Player(): ReactElement {
  const client = useRunClient();
  useEffect(() => {
    const stops = [
      client.setBrake(brakeOf(client)),
      startFollowing(client),
      startLooping(client),
      startInspecting(client),
      documentStore.subscribe((state, before) => {
        if (state.opened !== before.opened) reset();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  return (
    <>
      <div className={styles['pills']}>
        <Followed />
        <Stopped />
      </div>
      <UnderWay />
    </>
  );
}

/** Another document is another run: nothing that was set up for the one before is about it. */
function reset(): void {
  stopFollowing();
  clearLoop();
  sessionStore.setState({ breakpoints: new Set() });
  playerStore.setState({ stopped: null, listing: false });
}

function Followed(): ReactElement | null {
  const client = useRunClient();
  const followed = usePlayer((player) => player.followed);
  const events = usePlayer((player) => player.events);
  const alone = useStore(sessionStore, ({ involved }) => involved?.aside === 'hidden');
  const time = useMoment(SAID_MS);
  if (followed === null) return null;
  const { follow } = playerWords;
  const nth = followed.trace.events.lastAtMost(client.view.eventAt(time)) + 1;
  return (
    <section className={styles['pill']} aria-label={follow.region}>
      <span className={styles['what']}>{follow.label(followed.label)}</span>
      <span className={styles['at']} title={follow.say(nth, events)}>
        {follow.at(nth, events)}
      </span>
      <IconButton
        size="small"
        label={follow.previous}
        shortcut="⇧ N"
        icon="back"
        onClick={() => step(client, 'before')}
      />
      <IconButton
        size="small"
        label={follow.next}
        shortcut="N"
        icon="step"
        onClick={() => step(client, 'after')}
      />
      <Button size="small" pressed={alone} onClick={toggleAlone} title={follow.hide}>
        {follow.only}
      </Button>
      <IconButton size="small" label={follow.stop} shortcut="F" icon="close" onClick={stopFollowing} />
    </section>
  );
}

function Stopped(): ReactElement {
  const client = useRunClient();
  const stopped = usePlayer((player) => player.stopped);
  const { stops } = playerWords;
  return (
    <div role="status" aria-label={stops.label}>
      {stopped !== null && (
        <div className={styles['pill']}>
          <i className={styles['dot']} />
          <span>{stopped}</span>
          <Button size="small" onClick={() => client.play()}>
            {stops.goOn}
          </Button>
          <IconButton
            size="small"
            label={stops.dismiss}
            icon="close"
            onClick={() => playerStore.setState({ stopped: null })}
          />
        </div>
      )}
    </div>
  );
}
