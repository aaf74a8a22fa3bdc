import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { StaleRead, StoreJudgement } from '#run/protocol.ts';
import { Icon } from '#ui/icon.tsx';
import { Select } from '#ui/select.tsx';
import { TextField } from '#ui/text-field.tsx';
import { words as consistency } from '#words/consistency.ts';
import { words } from '#words/en.ts';
import { panelWords } from '#words/panels.ts';
import { CATEGORIES, markOf, type Category } from './categories.ts';
import { Causes } from './causes.tsx';
import styles from './event-log.module.css';
import { logRows, rowAt } from './log-rows.ts';
import { Mark } from './marks.tsx';
import { sentenceOf } from './narrate.ts';
import type { Names } from './names.ts';
import { RichText } from './rich-text.tsx';
import type { Source } from './source.ts';
import { TimeOf } from './time-of.tsx';

const ROW = 30;
/** No id of a node looks like this. */
const ANY = '*';
const FIRST: ReadonlySet<Category> = new Set(['calls', 'events', 'data', 'faults']);

/** All events of the run as sentences: those before the playhead, then those to come, paler. */
export function EventLog({
  source,
  names,
  time,
  length,
  judged,
  onFollow,
}: {
  source: Source;
  names: Names;
  /** The playhead, µs. */
  time: number;
  /** How many events the record has by now. */
  length: number;
  judged: readonly StoreJudgement[] | null;
  onFollow: (event: number) => void;
}): ReactElement {
  useEffect(() => source.judge(), [source]);
  const stale = useMemo(() => staleAnswers(judged ?? []), [judged]);
  const [categories, setCategories] = useState(FIRST);
  const [node, setNode] = useState(ANY);
  const [text, setText] = useState('');
  const [picked, pick] = useState<number | null>(null);
  const sought = useDeferredValue(text);
  // While the run is simulated its record grows many times a second: the list follows when there is time.
  const grown = useDeferredValue(length);
  const { view } = source;
  const { events, counts } = useMemo(
    () => logRows(view, names, { categories, node: node === ANY ? -1 : view.node(node), text: sought }),
    // oxlint-disable-next-line react/exhaustive-deps -- `grown` says that the record in `view` is another one
    [view, names, categories, node, sought, grown],
  );
  const current = rowAt(events, view.eventAt(time));
  const toggle = (category: Category): void =>
    setCategories((old) => {
      const next = new Set(old);
      if (!next.delete(category)) next.add(category);
      return next;
    });
  const go = (event: number): void => {
    pick(event);
    source.pause();
    source.seek(view.store.time[event] ?? 0);
  };
  return (
    <div className={styles['log']}>
      <div className={styles['filters']}>
        <TextField
          className={styles['find'] ?? ''}
          label={panelWords.log.find(length)}
          placeholder={panelWords.log.find(length)}
          value={text}
          onChange={setText}
          leading={<Icon name="search" size={14} />}
        />
        {CATEGORIES.map((category) => (
          <button
            key={category}
            type="button"
            className={styles['toggle']}
            aria-pressed={categories.has(category)}
            onClick={() => toggle(category)}
          >
            <Mark mark={MARK_OF[category]} />
            {panelWords.log.categories[category]} <b>{words.count(counts[category])}</b>
          </button>
        ))}
        <span className={styles['node']}>
          <Select
            label={panelWords.log.node}
            value={node}
            onChange={setNode}
            options={[
              { value: ANY, label: panelWords.log.anyNode },
              ...view.topology.nodes.map(({ id }, index) => ({ value: id, label: names.node(index) })),
            ]}
          />
        </span>
        <span className={styles['shown']}>{panelWords.log.shown(events.length, length)}</span>
      </div>
      <Rows
        source={source}
        names={names}
        stale={stale}
        events={events}
        current={current}
        picked={picked}
        onPick={go}
      />
      {picked !== null && picked < length && (
        <Causes
          source={source}
          names={names}
          event={picked}
          onGo={go}
          onFollow={onFollow}
          onClose={() => pick(null)}
        />
      )}
    </div>
  );
}

/** The answers that were older than what somebody had been told of by then, by the event of their arrival. */
const staleAnswers = (judged: readonly StoreJudgement[]): ReadonlyMap<number, StaleRead> =>
  new Map(
    judged.flatMap((store) =>
      store.stale.filter(({ versions }) => versions > 0).map((read) => [read.event, read] as const),
    ),
  );

const MARK_OF = {
  calls: 'request',
  events: 'event',
  data: 'data',
  faults: 'fault',
  inside: 'inside',
} as const;

function Rows({
  source: { view },
  names,
  stale,
  events,
  current,
  picked,
  onPick,
}: {
  source: Source;
  names: Names;
  stale: ReadonlyMap<number, StaleRead>;
  events: Int32Array;
  current: number;
  picked: number | null;
  onPick: (event: number) => void;
}): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  // The list follows the playhead; a reader who scrolls is left alone until time moves again.
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'auto' });
  }, [current, virtual]);
  if (events.length === 0) {
    return (
      <p className={styles['nothing']}>
        {view.store.length === 0 ? panelWords.log.empty : panelWords.log.nothing}
      </p>
    );
  }
  return (
    <div ref={scroller} className={styles['scroller']}>
      <ol
        className={styles['list']}
        style={{ height: virtual.getTotalSize() }}
        aria-label={panelWords.log.label}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const event = events[index] ?? 0;
          const old = stale.get(event);
          return (
            <li
              key={event}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={events.length}
              aria-posinset={index + 1}
            >
              <button
                type="button"
                className={styles['row']}
                data-fault={markOf(view, event) === 'fault' || undefined}
                data-later={index > current || undefined}
                data-picked={event === picked || undefined}
                aria-current={index === current ? 'step' : undefined}
                onClick={() => onPick(event)}
              >
                <TimeOf us={view.store.time[event] ?? 0} />
                <Mark mark={markOf(view, event)} />
                <span className={styles['sentence']}>
                  <RichText
                    text={
                      sentenceOf(view, names, event) +
                      (old === undefined ? '' : ` ==${consistency.stale.readBy(old.versions, old.us)}==`)
                    }
                  />
                </span>
                <em>{names.node(view.store.node[event] ?? -1)}</em>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
