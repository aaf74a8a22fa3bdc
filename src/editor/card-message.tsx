import type { ReactElement } from 'react';
import type { Plain } from '#lib/plain.ts';
import { drawing } from '#words/drawing.ts';
import { Break, Group } from './card-parts.tsx';
import { nodeTitle } from './edit/document.ts';
import { ports } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { sessionStore } from './session.ts';
import { nameMessage, treatMessage } from './tool-break.ts';
import styles from './context-card.module.css';

const words = drawing.card;
/** So many fields of a body are shown, each in so many characters. */
const FIELDS_MAX = 8;
const VALUE_MAX = 60;

/** A message in flight: what it carries, and what can become of it. */
export function MessageCard({ id }: { id: number }): ReactElement | null {
  const run = ports.playback?.view;
  const send = run?.messages.sendOf(id) ?? -1;
  if (run === undefined || send < 0) return null;
  const { store, topology } = run;
  const link = topology.links[store.link[send] ?? -1];
  const back = (store.b[send]! & 1) === 1;
  const { sheet } = currentScene();
  const title = (node: number | undefined): string => nodeTitle(sheet, topology.nodes[node ?? -1]?.id ?? '');
  const [from, to] = back ? [link?.to, link?.from] : [link?.from, link?.to];
  const fields = fieldsOf(store.dataOf(send));
  const treatable = nameMessage(id) !== null;
  const follow = (): void => sessionStore.setState({ followed: send, card: null });
  const act = (action: 'drop' | 'duplicate' | 'delay'): void => {
    treatMessage(id, action);
    sessionStore.setState({ card: null });
  };
  return (
    <>
      <p className={styles['message']}>
        <code>{store.textOf(send)}</code> <span>{words.onTheWay(title(from), title(to))}</span>
      </p>
      {fields.length > 0 && (
        <dl className={styles['fields']}>
          {fields.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <Group title={words.message}>
        {treatable && (
          <>
            <Break icon="drop" label={words.drop} onClick={() => act('drop')} />
            <Break label={words.duplicate} onClick={() => act('duplicate')} />
            <Break icon="slow" label={words.hold} onClick={() => act('delay')} />
          </>
        )}
        <Break label={words.follow} onClick={follow} />
      </Group>
    </>
  );
}

function fieldsOf(body: Plain | undefined): readonly (readonly [string, string])[] {
  if (body === undefined || body === null) return [];
  if (typeof body !== 'object' || Array.isArray(body)) return [[words.carries, short(body)]];
  return Object.entries(body)
    .slice(0, FIELDS_MAX)
    .map(([key, value]) => [key, short(value)]);
}

function short(value: Plain): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX - 1)}…` : text;
}
