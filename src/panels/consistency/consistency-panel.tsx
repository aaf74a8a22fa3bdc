import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { About, StoreJudgement } from '#run/protocol.ts';
import { Lamp } from '#ui/icon.tsx';
import { Select } from '#ui/select.tsx';
import { words } from '#words/consistency.ts';
import type { Source } from '#panels/source.ts';
import styles from './consistency-panel.module.css';
import { Lattice } from './lattice.tsx';
import { rowsAt, strongestThatHolds, type Row, type RowId } from './lamps.ts';
import { Foot, ProofView, useWidth } from './proof.tsx';
import proofStyles from './proof.module.css';
import { Staleness } from './staleness.tsx';
import { Visibility } from './visibility.tsx';

/** What clients saw of each store, judged by every model of consistency; a red lamp shows why. */
export function ConsistencyPanel({
  source,
  judged,
  isOver,
  time,
  titleOf,
}: {
  source: Source;
  judged: readonly StoreJudgement[] | null;
  /** The run is worked out to its end. */
  isOver: boolean;
  /** The playhead, µs. */
  time: number;
  titleOf: (store: string) => string;
}): ReactElement {
  useEffect(() => source.judge(), [source]);
  const [wanted, choose] = useState('');
  if (judged === null) return <p className={styles['note']}>{isOver ? words.working : words.simulating}</p>;
  const store = judged.find((each) => each.store === wanted) ?? judged[0];
  if (store === undefined) return <p className={styles['note']}>{words.nothing}</p>;
  return (
    <Judged
      key={store.store}
      source={source}
      store={store}
      time={time}
      title={titleOf(store.store)}
      chooser={
        judged.length < 2 ? null : (
          <Select
            label={words.store}
            options={judged.map((each) => ({ value: each.store, label: titleOf(each.store) }))}
            value={store.store}
            onChange={choose}
          />
        )
      }
    />
  );
}

function Judged({
  source,
  store,
  time,
  title,
  chooser,
}: {
  source: Source;
  store: StoreJudgement;
  time: number;
  title: string;
  chooser: ReactElement | null;
}): ReactElement {
  const { endUs } = source.view.topology;
  const [wanted, choose] = useState<RowId | null>(null);
  const [place, width] = useWidth();
  const rows = rowsAt(store, time, endUs);
  const chosen = wanted ?? rows[0]?.id ?? 'linearizable';
  const row = rows.find(({ id }) => id === chosen)!;
  const holds = strongestThatHolds(rows);
  const aboutOf = (id: RowId): About | null => store.lamps.find(({ lamp }) => lamp === id)?.about ?? null;
  const go = (at: number): void => {
    source.pause();
    source.seek(at);
  };
  return (
    <div className={styles['consistency']}>
      {/* Its content scrolls, and the keyboard needs it itself for that. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles['models']} aria-label={words.lattice} tabIndex={0}>
        <header>
          <h2>{words.headingOf(title)}</h2>
          {chooser}
        </header>
        <p>
          {words.summary(store.operations, store.sessions, store.unanswered)}{' '}
          {time < store.firstAt ? words.notYet : holds === null ? words.noneHolds : words.strongest}{' '}
          {time >= store.firstAt && holds !== null && <b>{words.models[holds].name.toLowerCase()}</b>}
        </p>
        <Lattice rows={rows} aboutOf={aboutOf} chosen={chosen} onChoose={choose} />
        <p className={styles['legend']}>{words.implied}</p>
      </section>
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles['told']} aria-label={words.models[chosen].name} ref={place} tabIndex={0}>
        {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex */}
        <Told
          store={store}
          row={row}
          about={aboutOf(chosen)}
          onGo={(event) => go(source.view.store.time[event] ?? 0)}
        >
          {width > 0 && (
            <Staleness reads={store.stale} endUs={endUs} time={time} width={width - PADDING} onGo={go} />
          )}
          {width > 0 && store.visibility !== null && (
            <Visibility visibility={store.visibility} width={width - PADDING} />
          )}
        </Told>
      </section>
    </div>
  );
}

/** Px of the column that are not for drawings. */
const PADDING = 40;

/** What there is to say of one lamp: the proof of a red one, the words of another. */
function Told({
  store,
  row,
  about,
  onGo,
  children,
}: {
  store: StoreJudgement;
  row: Row;
  about: About | null;
  onGo: (event: number) => void;
  children: ReactNode;
}): ReactElement {
  const { id } = row;
  const state = store.lamps.find(({ lamp }) => lamp === id);
  const says = words.models[id];
  if (about !== null && state !== undefined && state.proof !== null && row.verdict !== 'half') {
    const { proof, brokenAt } = state;
    const isLater = row.verdict === 'ok' && brokenAt !== null;
    return (
      <>
        {isLater && (
          <p className={styles['later']}>
            <Lamp verdict="ok" />
            {words.proof.stillHolds(says.name)} {words.proof.breaksLater(brokenAt)}
          </p>
        )}
        <ProofView
          key={id}
          title={words.proof.title(says.not)}
          proof={proof}
          about={about}
          unit="time"
          isLater={isLater}
          {...(isWeaker(proof.of, id) ? { note: words.proof.weaker(words.models[proof.of].name) } : {})}
          onGo={onGo}
        >
          {children}
        </ProofView>
      </>
    );
  }
  return (
    <section className={proofStyles['proof']}>
      <div className={proofStyles['head']}>
        <h3>
          <Lamp verdict={row.verdict} />
          {says.name}: {row.says}
          {row.more === '' ? '' : `, ${row.more}`}
        </h3>
      </div>
      <p className={proofStyles['sentence']}>{saying(row, state?.reason ?? '')}</p>
      {children}
      {about !== null && <Foot about={about} />}
    </section>
  );
}

function saying({ id, verdict }: Row, reason: string): string {
  const { holds } = words.proof;
  if (verdict === 'half') return reason === '' ? words.models[id].says : `${reason}.`;
  if (verdict === 'ok') return id === 'linearizable' || id === 'sequential' ? holds[id] : holds.other;
  return words.models[id].says;
}

const isWeaker = (of: string, id: RowId): of is keyof typeof words.models =>
  of !== id && Object.hasOwn(words.models, of);
