import type { ReactElement } from 'react';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '#words/en.ts';
import { useRun, useRunClient } from '#app/run-context.ts';
import { Clock } from './clock.tsx';
import { Scale } from './scale.tsx';
import { Scrubber } from './scrubber.tsx';
import { Seed } from './seed.tsx';
import styles from './transport.module.css';

/** Time is the reader's: play, step, slow down, jump, draw other numbers. */
export function Transport(): ReactElement {
  return (
    <footer
      className={styles['transport']}
      data-magnified
      aria-label={words.transport.label}
      id="transport"
      tabIndex={-1}
    >
      <Buttons />
      <Scale />
      <Clock />
      <Seed />
      <Scrubber />
    </footer>
  );
}

function Buttons(): ReactElement {
  const client = useRunClient();
  const playing = useRun((run) => run.playing);
  const breaks = useRun((run) =>
    run.verdicts.some(({ changes }) => changes.some(({ verdict }) => verdict === 'breaks')),
  );
  const { back, forward, play, pause, broken } = words.transport;
  return (
    <div className={styles['buttons']}>
      <IconButton label={back} icon="back" shortcut="," onClick={() => client.stepBack()} />
      <button
        type="button"
        className={styles['play']}
        aria-label={playing ? pause : play}
        onClick={() => client.toggle()}
      >
        <Icon name={playing ? 'pause' : 'play'} size={20} />
      </button>
      <IconButton label={forward} icon="step" shortcut="." onClick={() => client.stepForward()} />
      <IconButton
        label={broken}
        shortcut="B"
        disabled={!breaks}
        onClick={() => client.nextBroken()}
        className={styles['broken']}
      >
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <path d="M9 4.2l5.6 9.6H3.400z" />
        </svg>
      </IconButton>
    </div>
  );
}
