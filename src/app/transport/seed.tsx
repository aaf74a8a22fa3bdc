import { useState, type ReactElement } from 'react';
import { documentStore } from '#editor/store.ts';
import { IconButton } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import { useSheet } from '#app/document.ts';
import { useRun } from '#app/run-context.ts';
import styles from './transport.module.css';

const SEED_MAX = 4_294_967_295;
/** Drawn seeds are short, so that they can be read out to a room. */
const DRAWN_BELOW = 1000;

/** The seed of all random draws: to be typed, or to be drawn anew. */
export function Seed(): ReactElement {
  const sheet = useSheet();
  const seed = typeof sheet['seed'] === 'number' ? sheet['seed'] : 1;
  const [draft, setDraft] = useState<string | null>(null);
  const finish = (): void => {
    const typed = draft === null || draft.trim() === '' ? NaN : Number(draft);
    if (Number.isInteger(typed) && typed >= 0 && typed <= SEED_MAX) setSeed(typed);
    setDraft(null);
  };
  return (
    <div className={styles['seed']}>
      <IconButton label={words.transport.newSeed} icon="dice" onClick={() => setSeed(anotherThan(seed))} />
      <label>
        {words.transport.seed}
        <input
          aria-label={words.transport.editSeed}
          inputMode="numeric"
          value={draft ?? String(seed)}
          size={Math.max(2, (draft ?? String(seed)).length)}
          onChange={({ currentTarget }) => setDraft(currentTarget.value.replace(/\D/g, '').slice(0, 10))}
          onBlur={finish}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') currentTarget.blur();
          }}
        />
      </label>
      <Digest />
    </div>
  );
}

/** So many digits tell two runs apart well enough for people who compare them aloud. */
const DIGITS = 8;

/** The fingerprint of the event record: two runs that show the same one are the same, event for event. */
function Digest(): ReactElement {
  const digest = useRun((run) => run.digest);
  const { record, recordPending, sayRecord } = words.transport;
  return (
    <output
      className={styles['digest']}
      aria-label={record}
      title={digest === '' ? recordPending : sayRecord(digest)}
    >
      {record} <b>{digest === '' ? '…' : digest.slice(0, DIGITS)}</b>
    </output>
  );
}

function setSeed(seed: number): void {
  documentStore.apply(words.transport.newSeedChange, (document) =>
    document['seed'] === seed ? document : { ...document, seed },
  );
}

function anotherThan(seed: number): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  const next = drawn % DRAWN_BELOW;
  return next === seed ? (next + 1) % DRAWN_BELOW : next;
}
