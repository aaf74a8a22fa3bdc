import { useId, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { metaOf } from '#lib/schema/meta.ts';
import { nodeTitle, type Sheet } from '#editor/edit/document.ts';
import type { DocumentStore } from '#editor/store.ts';
import styles from '#editor/inspector/inspector.module.css';
import { sameWay, valueAt, withValueAt } from '#editor/inspector/way.ts';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { inspector } from '#words/inspector.ts';
import { addTrigger, steps as words } from '#words/steps.ts';
import { bearersOf, type Bearer, type BearerField } from './document.ts';
import { freshBearer } from './fresh.ts';
import { openSteps, stepsStore } from './open.ts';
import { plainSentence, short, triggerOf } from './sentence.ts';
import { countIn } from './tree.ts';

/** The handlers, flows or routes of a node: each opens in the step editor, new ones are added with one press. */
export function Bearers({
  store,
  sheet,
  node,
  field,
}: {
  readonly store: DocumentStore;
  readonly sheet: Sheet;
  readonly node: string;
  readonly field: BearerField;
}): ReactElement {
  const id = useId();
  const open = useStore(stepsStore, ({ bearer }) => bearer);
  const bearers = bearersOf(sheet, node).filter((one) => one.field === field.name);
  const add = (word: string): void => {
    const fresh = freshBearer(sheet, node, field, word);
    const way = ['nodes', node, field.name];
    const list = valueAt(sheet, way);
    const index = Array.isArray(list) ? list.length : 0;
    store.apply(words.addHandler(nodeTitle(sheet, node)), (document) =>
      withValueAt(document, way, [...(Array.isArray(list) ? (list as unknown[]) : []), fresh]),
    );
    openSteps([...way, index]);
  };
  const swap = (bearer: Bearer, by: -1 | 1): void => {
    const way = ['nodes', node, field.name];
    store.apply(words.moveHandler(nodeTitle(sheet, node)), (document) => {
      const list = valueAt(document, way);
      return Array.isArray(list) ? withValueAt(document, way, swapped(list, bearer.index, by)) : document;
    });
    // The list of steps that is open stays open.
    const place = open !== null && sameWay(open.slice(0, -1), way) ? open.at(-1) : undefined;
    if (place === bearer.index) openSteps([...way, bearer.index + by]);
    else if (place === bearer.index + by) openSteps([...way, bearer.index]);
  };
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h3 id={id}>{field.title}</h3>
      {bearers.map((bearer, place) => (
        <div key={bearer.index} className={styles['bearerRow']}>
          <button
            type="button"
            className={styles['bearer']}
            aria-current={open !== null && sameWay(open, bearer.way)}
            onClick={() => openSteps(bearer.way)}
          >
            <span>
              <b>{titleOfBearer(bearer)}</b>
              <i>{aboutBearer(bearer)}</i>
            </span>
            <em>{inspector.steps(countIn(bearer.steps))}</em>
            <Icon name="chevronRight" size={15} />
          </button>
          {bearers.length > 1 && (
            <span className={styles['bearerMoves']}>
              <IconButton
                label={inspector.moveUp(titleOfBearer(bearer))}
                icon="chevronUp"
                size="small"
                disabled={place === 0}
                onClick={() => swap(bearer, -1)}
              />
              <IconButton
                label={inspector.moveDown(titleOfBearer(bearer))}
                icon="chevronDown"
                size="small"
                disabled={place === bearers.length - 1}
                onClick={() => swap(bearer, 1)}
              />
            </span>
          )}
        </div>
      ))}
      <div className={styles['adds']}>
        <Icon name="plus" size={14} />
        {field.words.map(({ word, schema }) => (
          <button key={word} type="button" onClick={() => add(word)}>
            {addTrigger[word] ?? inspector.addNamed(metaOf(schema).title)}
          </button>
        ))}
      </div>
    </section>
  );
}

function swapped(list: readonly unknown[], index: number, by: -1 | 1): readonly unknown[] {
  const moved = [...list];
  [moved[index], moved[index + by]] = [moved[index + by], moved[index]];
  return moved;
}

/** "on OrderCreated", "answer creditOf", "Flow 1". */
export function titleOfBearer(bearer: Bearer): string {
  const { title } = bearer.value;
  if (typeof title === 'string' && title !== '') return title;
  const tokens = triggerOf(bearer.word, bearer.value);
  if (tokens.length === 0) return `${metaOf(bearer.schema).title} ${bearer.index + 1}`;
  // Up to the name of what sets it off; the rest of the sentence stands below.
  const named = tokens.findIndex(({ kind }) => kind === 'chip');
  return plainSentence(tokens.slice(0, named + 1));
}

export function aboutBearer({ word, value, schema }: Bearer): string {
  const tokens = triggerOf(word, value);
  const named = tokens.findIndex(({ kind }) => kind === 'chip');
  const rest = plainSentence(
    tokens.slice(named + 1).filter((token) => token.kind !== 'chip' || !token.empty),
  );
  if (tokens.length > 0) return rest === '' ? metaOf(schema).title.toLowerCase() : rest;
  return Object.entries(value)
    .filter(([name]) => name !== 'steps' && name !== 'title')
    .map(([name, one]) => (typeof one === 'object' ? short(one) : `${name} ${short(one)}`))
    .join(' · ');
}
