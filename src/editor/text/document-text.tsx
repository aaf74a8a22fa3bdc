import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '#editor/store.ts';
import { Button } from '#ui/button.tsx';
import { classes } from '#ui/classes.ts';
import { drawing } from '#words/drawing.ts';
import { discard, draftStore, readDraft, textOf, type, type Draft, type Objection } from './draft.ts';
import styles from './document-text.module.css';

const words = drawing.text;
/** Height of a line, px, as in the style sheet; free px above the first one. */
const LINE = 18;
const ABOVE = 8;
/** So many objections are listed. */
const LISTED = 50;

/** The document as it is written to a file, beside the canvas: what is typed is drawn, what is drawn is written. */
export function DocumentText(): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const sheet = useStore(documentStore, ({ document }) => document);
  const draft = useStore(draftStore);
  const written = useMemo(() => textOf(sheet), [sheet]);
  const text = draft.text ?? written;
  const count = useMemo(() => text.split('\n').length, [text]);
  // Whoever closes the panel has paused.
  useEffect(() => readDraft, []);

  const goTo = (line: number): void => {
    const area = field.current;
    if (area === null) return;
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.scrollTop = ABOVE + (line - 1) * LINE - area.clientHeight / 3;
  };

  return (
    <div className={styles['panel']}>
      <div className={styles['editor']}>
        <div ref={gutter} className={styles['gutter']} aria-hidden="true">
          {[...new Set(draft.objections.map(({ line }) => line))].map((line) => (
            <i key={line} style={{ top: ABOVE + (line - 1) * LINE }} />
          ))}
          <pre>{Array.from({ length: count }, (_, i) => i + 1).join('\n')}</pre>
        </div>
        <textarea
          ref={field}
          aria-label={words.label}
          aria-invalid={draft.objections.length > 0}
          aria-describedby="document-text-state"
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          onScroll={({ currentTarget }) => {
            if (gutter.current !== null)
              gutter.current.style.transform = `translateY(${-currentTarget.scrollTop}px)`;
          }}
        />
      </div>
      <State draft={draft} onGoTo={goTo} />
    </div>
  );
}

function State({ draft, onGoTo }: { draft: Draft; onGoTo: (line: number) => void }): ReactElement {
  const { objections, isBehind } = draft;
  const listed = objections.slice(0, LISTED);
  return (
    <div className={styles['state']}>
      <div className={classes(styles['said'], objections.length > 0 && styles['bad'])}>
        <p id="document-text-state" role="status">
          {saidOf(draft)} {isBehind && words.behind}
        </p>
        {draft.text !== null && (objections.length > 0 || isBehind) && (
          <Button size="small" onClick={discard}>
            {words.discard}
          </Button>
        )}
      </div>
      <ul>
        {listed.map((objection, i) => (
          <Line key={i} objection={objection} onGoTo={onGoTo} />
        ))}
        {objections.length > LISTED && <li>{words.more(objections.length - LISTED)}</li>}
      </ul>
    </div>
  );
}

function Line({ objection, onGoTo }: { objection: Objection; onGoTo: (line: number) => void }): ReactElement {
  const { line, path, sentence } = objection;
  return (
    <li>
      <button type="button" aria-label={words.goTo(line)} onClick={() => onGoTo(line)}>
        {words.line(line)}
      </button>
      <span>
        {path !== '' && <b>{path}</b>} {sentence}
      </span>
    </li>
  );
}

function saidOf({ text, isRead, objections }: Draft): string {
  if (!isRead) return words.unread;
  if (objections.length > 0) return words.problems(objections.length);
  return text === null ? words.drawn : words.typing;
}
