import { useState, type ReactElement } from 'react';
import { documentStore } from '#editor/store.ts';
import { Switch } from '#ui/switch.tsx';
import { words } from '#words/en.ts';
import { shareWords } from '#words/share.ts';
import { sheetTitle } from './document.ts';
import { embedCode, type EmbedSwitches } from './links.ts';
import type { Shown } from './share-files.tsx';
import { CopyButton } from './share-copy.tsx';
import styles from './share.module.css';

const SWITCHES = [
  ['play', 'play'],
  ['edit', 'edit'],
  ['checks', 'checks'],
  ['dark', 'theme=dark'],
] as const;

/** The run in another page: what it looks like there, what it may do there, and the text that puts it there. */
export function EmbedSection({ fragment, still }: { fragment: string; still: Shown | null }): ReactElement {
  const [on, setOn] = useState({ play: true, edit: false, checks: false, dark: false });
  const title = sheetTitle(documentStore.getState().document, words.app.untitled);
  const switches: EmbedSwitches = {
    play: on.play,
    edit: on.edit,
    checks: on.checks,
    theme: on.dark ? 'dark' : null,
  };
  const code = embedCode(fragment, title, switches);
  return (
    <section className={styles['embed']}>
      <h3>{shareWords.embed}</h3>
      <div className={styles['preview']}>
        {still !== null && <img src={still.address} alt={shareWords.pictureAlt} />}
      </div>
      <div className={styles['switches']}>
        {SWITCHES.map(([name, said]) => (
          <label key={name}>
            <Switch
              label={shareWords.embedSwitches[name]}
              checked={on[name]}
              onChange={(checked) => setOn({ ...on, [name]: checked })}
            />
            <span>{shareWords.embedSwitches[name]}</span>
            <code>{name === 'edit' && !on.edit ? 'edit=false' : said}</code>
          </label>
        ))}
      </div>
      <div className={styles['row']}>
        <input
          aria-label={shareWords.embedCode}
          readOnly
          value={code}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton text={code} />
      </div>
    </section>
  );
}
