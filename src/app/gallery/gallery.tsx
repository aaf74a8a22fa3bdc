import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { Sheet } from '#editor/edit/document.ts';
import { library } from '#library/library.ts';
import type { Scenario } from '#library/scenario.ts';
import { playScenario } from '#app/opening.ts';
import { useRun, useRunClient } from '#app/run-context.ts';
import { leaveHome, useShell } from '#app/shell-store.ts';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextField } from '#ui/text-field.tsx';
import { galleryWords as words } from '#words/gallery.ts';
import { foundScenarios, groupsOf } from './find.ts';
import { GalleryCard } from './gallery-card.tsx';
import { Own } from './own.tsx';
import styles from './gallery.module.css';
import { Previews } from './previews.ts';

/** The built-in systems by groups; each runs when it is chosen, and so does the drawing that breaks its claim. */
export function Gallery(): ReactElement {
  const client = useRunClient();
  const previews = usePreviews();
  const [text, setText] = useState('');
  const [group, setGroup] = useState<Scenario['group'] | null>(null);
  const search = useSearchFocus();
  const found = useMemo(() => foundScenarios(library, text), [text]);
  const hits = found.filter(({ scenario }) => group === null || scenario.group === group);
  const run = useMemo(
    () => (document: unknown, opensAt?: string) => playScenario(document as Sheet, client, opensAt),
    [client],
  );
  return (
    <section className={styles['gallery']} data-magnified aria-labelledby="gallery-heading">
      <header className={styles['head']}>
        <h2 id="gallery-heading">{words.heading(library.length)}</h2>
        <div className={styles['chips']} role="group" aria-label={words.groups}>
          {[[null, found.length] as const, ...groupsOf(found.map(({ scenario }) => scenario))].map(
            ([name, count]) => (
              <button
                key={name ?? ''}
                type="button"
                aria-pressed={group === name}
                onClick={() => setGroup(name)}
              >
                {name ?? words.all} <small>{count}</small>
              </button>
            ),
          )}
        </div>
        <TextField
          ref={search}
          className={styles['search']}
          label={words.find}
          placeholder={words.find}
          value={text}
          onChange={(value) => {
            setText(value);
            setGroup(null);
          }}
          onKeyDown={({ key }) => {
            if (key !== 'Escape') return;
            if (text === '') leaveHome();
            else setText('');
          }}
          leading={<Icon name="search" size={14} />}
        />
        <output className="visually-hidden">{text === '' ? '' : words.found(hits.length)}</output>
      </header>
      {text === '' && group === null && <Own />}
      {groupsOf(hits.map(({ scenario }) => scenario)).map(([name]) => (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <ul className={styles['cards']}>
            {hits
              .filter(({ scenario }) => scenario.group === name)
              .map((hit) => (
                <GalleryCard key={hit.scenario.id} hit={hit} previews={previews} onRun={run} />
              ))}
          </ul>
        </section>
      ))}
      {hits.length === 0 && (
        <p className={styles['nothing']}>
          {words.nothing(text)} <Button onClick={() => setText('')}>{words.clear}</Button>
        </p>
      )}
    </section>
  );
}

/** What was drawn once is shown at once when the library is opened again. */
let shared: Previews | null = null;

/** Pictures are made when the run on the page itself is worked out: it comes first. */
function usePreviews(): Previews {
  const { spawn } = useRunClient();
  const [previews] = useState(() => (shared ??= new Previews(spawn)));
  const isOver = useRun(({ ending }) => ending !== null);
  useEffect(() => {
    if (isOver) previews.begin();
  }, [isOver, previews]);
  useEffect(() => () => previews.rest(), [previews]);
  return previews;
}

/** Who asks for the library, rather than for the page that it stands on, wants to search in it. */
function useSearchFocus() {
  const search = useRef<HTMLInputElement>(null);
  const home = useShell((shell) => shell.home);
  useEffect(() => {
    if (home !== 'library') return;
    search.current?.focus({ preventScroll: true });
    search.current?.closest('section')?.scrollIntoView();
  }, [home]);
  return search;
}
