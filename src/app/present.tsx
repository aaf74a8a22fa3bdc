import { useEffect, type ReactElement } from 'react';
import { NOTHING, sessionStore } from '#editor/session.ts';
import { IconButton } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import styles from './present.module.css';
import { useMoment, useRun, useRunClient } from './run-context.ts';
import { present, shellStore, useShell } from './shell-store.ts';
import { goInStory, placeIn, storyNow } from './story.ts';

/** The place is told at this pace, ms. */
const PLACE_MS = 200;

/** What somebody who presents may press, at the edge of the screen, and the blank screen. */
export function Present(): ReactElement {
  const client = useRunClient();
  const blank = useShell((shell) => shell.blank);
  const time = useMoment(PLACE_MS);
  const story = useRun((run) => run.ending !== null) ? storyNow(client) : [0];
  useFullScreen();
  useEffect(() => sessionStore.setState({ selection: NOTHING, card: null }), []);
  return (
    <>
      <div className={styles['controls']}>
        <span>{words.present.at(placeIn(story, time) + 1, story.length)}</span>
        <IconButton
          label={words.present.back}
          icon="arrowLeft"
          shortcut="Page ↑"
          side="left"
          onClick={() => goInStory(client, -1)}
        />
        <IconButton
          label={words.present.next}
          icon="arrowRight"
          shortcut="Page ↓"
          side="left"
          onClick={() => goInStory(client, 1)}
        />
        <IconButton
          label={words.present.leave}
          icon="close"
          shortcut="Esc"
          side="left"
          onClick={() => present(false)}
        />
      </div>
      {blank && (
        <button
          type="button"
          className={styles['blank']}
          aria-label={words.present.blanked}
          onClick={() => shellStore.setState({ blank: false })}
        />
      )}
    </>
  );
}

/** The whole screen, where the browser gives it. Whoever leaves that has stopped presenting. */
function useFullScreen(): void {
  useEffect(() => {
    const root = document.documentElement;
    const enter = async (): Promise<void> => {
      try {
        await root.requestFullscreen();
      } catch {
        // Refused, or not to be had: the window is the screen then.
      }
    };
    const onChange = (): void => {
      if (document.fullscreenElement === null) present(false);
    };
    void enter();
    document.addEventListener('fullscreenchange', onChange);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
}
