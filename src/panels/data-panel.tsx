import type { ReactElement, ReactNode } from 'react';
import type { Plain } from '#lib/plain.ts';
import type { TopicView } from '#run/view/logs.ts';
import type { QueueView } from '#run/view/queues.ts';
import type { RowVersion } from '#run/view/rows.ts';
import type { RunView } from '#run/view/run-view.ts';
import { panelWords } from '#words/panels.ts';
import styles from './data-panel.module.css';
import { TimeOf } from './time-of.tsx';

const say = panelWords.data;
/** So many rows are written out; the newest say most. */
const ROWS_MAX = 300;

/** What one node holds at a moment, from the record alone: rows, partitions with their readers, queued messages. */
export function DataPanel({
  view,
  node,
  name,
  time,
}: {
  view: RunView;
  node: number;
  name: string;
  time: number;
}): ReactElement {
  const rows = view.rowsAt(node, time);
  const topics = view.logAt(node, time);
  const queues = view.queueAt(node, time);
  if (rows.length + topics.length + queues.length === 0) {
    return <p className={styles['note']}>{say.nothing(name)}</p>;
  }
  return (
    <div className={styles['data']}>
      {rows.length > 0 && <Rows rows={rows} />}
      {topics.map((topic) => (
        <Topic key={topic.topic} topic={topic} />
      ))}
      {queues.map((queue) => (
        <Queue key={queue.queue} queue={queue} />
      ))}
    </div>
  );
}

function Rows({ rows }: { rows: readonly RowVersion[] }): ReactElement {
  const newestFirst = rows.toSorted((x, y) => y.event - x.event).slice(0, ROWS_MAX);
  return (
    <Table heads={[say.key, say.version, say.value, say.written]}>
      {newestFirst.map(({ key, version, value, type, time }) => (
        <tr key={key}>
          <th scope="row">
            {key}
            {type !== '' && <small>{type}</small>}
          </th>
          <td>v{version}</td>
          <td>{oneLine(value)}</td>
          <td>
            <TimeOf us={time} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Topic({ topic: { topic, partitions, groups } }: { topic: TopicView }): ReactElement {
  return (
    <section>
      <h2>{topic}</h2>
      <Table
        heads={[
          say.partition,
          say.offsets,
          ...groups.map(({ group, lag }) => `${group} · ${say.lag} ${lag}`),
        ]}
      >
        {partitions.map(({ partition, first, next }) => (
          <tr key={partition}>
            <th scope="row">p{partition}</th>
            <td>{next === first ? '–' : `${first}…${next - 1}`}</td>
            {groups.map(({ group, cursors }) => (
              <td key={group}>{cursors[partition] ?? 0}</td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Queue({ queue: { queue, items, dead } }: { queue: QueueView }): ReactElement {
  return (
    <section>
      <h2>
        {queue}{' '}
        <small>
          {say.dead}: {dead}
        </small>
      </h2>
      <Table heads={['#', say.message, say.state, say.deliveries]}>
        {items.slice(0, ROWS_MAX).map(({ seq, message, delivered, deliveries, to }) => (
          <tr key={seq}>
            <th scope="row">{seq}</th>
            <td>{oneLine(message)}</td>
            <td>{delivered ? `${say.delivered} (${to})` : say.waiting}</td>
            <td>{deliveries}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Table({ heads, children }: { heads: readonly string[]; children: ReactNode }): ReactElement {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

const oneLine = (value: Plain): string => {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
};
