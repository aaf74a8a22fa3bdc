import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { metaOf } from '#lib/schema/meta.ts';
import type { RunClient } from '#run/client.ts';
import { viewOf } from '#kinds/views.tsx';
import { FigureIcon } from '#figure/icons.tsx';
import {
  linkTitle,
  linksOf,
  linkId,
  nodesOf,
  nodeTitle,
  titleOf,
  zonesOf,
  type Sheet,
} from '#editor/edit/document.ts';
import { sessionStore, select, type Selection } from '#editor/session.ts';
import { documentStore, type DocumentStore } from '#editor/store.ts';
import { Bearers } from '#editor/steps/bearers.tsx';
import { BreakerState } from '#editor/steps/breaker-state.tsx';
import { bearerFieldsOf } from '#editor/steps/document.ts';
import { claimHelp } from '#editor/steps/help.ts';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { inspector as words } from '#words/inspector.ts';
import { ExpressionHelpProvider } from './expressions.ts';
import { FormProvider, type FormContext } from './form.ts';
import { Fields } from './groups.tsx';
import styles from './inspector.module.css';
import { offersFor } from './offers.ts';
import {
  nodeSchemaOf,
  OWNED_BY_CANVAS,
  partOf,
  POLICIES,
  schemas,
  SHOWN_ELSEWHERE,
  wayOf,
  type Part,
} from './parts.ts';
import { useProblems } from './problems.ts';
import { isFields, valueAt, withValueAt, type Way } from './way.ts';

export interface InspectorProps {
  readonly selection: Pick<Selection, 'nodes' | 'links' | 'zones'>;
  /** For what the run says about the document; null while there is none. */
  readonly client: RunClient | null;
  readonly store?: DocumentStore;
  /** Further sections between the head and the fields, such as what the run shows. */
  readonly children?: ReactNode;
}

/** Everything that can be set about what is selected; about the scenario when nothing is. Drawn from the schema. */
export function Inspector({
  selection,
  client,
  store = documentStore,
  children,
}: InspectorProps): ReactElement {
  const sheet = useStore(store, ({ document }) => document);
  const [cluster, setCluster] = useState<{ readonly of: string; readonly id: string } | null>(null);
  const selected = partOf(selection);
  const key = 'id' in selected ? selected.id : selected.what;
  // A cluster is opened from one of its members, and left when something else is selected.
  const part: Part = cluster !== null && cluster.of === key ? { what: 'cluster', id: cluster.id } : selected;
  const way = wayOf(sheet, part);
  const context = useFormContext(sheet, part.what === 'node' ? part.id : null, client);
  const claims = useMemo(() => claimHelp(sheet), [sheet]);

  if (part.what === 'several') return <Several sheet={sheet} ids={part.ids} />;
  if (way === undefined) return <p className={styles['lead']}>{words.gone}</p>;
  const partProps = { sheet, store, way };
  return (
    <FormProvider value={context}>
      <section className={styles['inspector']} aria-label={headOf(sheet, part).title}>
        <Head sheet={sheet} part={part} onBack={cluster === null ? undefined : () => setCluster(null)} />
        <div className={styles['body']} key={`${part.what} ${key}`}>
          {children}
          {part.what === 'node' && (
            <NodeFields {...partProps} id={part.id} onCluster={(id) => setCluster({ of: key, id })} />
          )}
          {part.what === 'link' && <LinkFields {...partProps} id={part.id} client={client} />}
          {part.what === 'zone' && (
            <PartFields
              {...partProps}
              schema={schemas.zone}
              title={titleOf(part.id, zonesOf(sheet)[part.id])}
              but={OWNED_BY_CANVAS}
            />
          )}
          {part.what === 'cluster' && <PartFields {...partProps} schema={schemas.cluster} title={part.id} />}
          {part.what === 'scenario' && (
            <ExpressionHelpProvider value={claims}>
              <PartFields {...partProps} schema={schemas.scenario} title="" but={SHOWN_ELSEWHERE} />
            </ExpressionHelpProvider>
          )}
        </div>
      </section>
    </FormProvider>
  );
}

/** What forms about a node (or about the scenario) know: whom fields can name, and what the run objects to. */
export function useFormContext(sheet: Sheet, node: string | null, client: RunClient | null): FormContext {
  const problemsAt = useProblems(client);
  return useMemo(
    () => ({
      offers: (refers, field, owner) => offersFor({ sheet, node }, refers, field, owner),
      problemsAt,
    }),
    [sheet, node, problemsAt],
  );
}

interface PartProps {
  readonly sheet: Sheet;
  readonly store: DocumentStore;
  readonly way: Way;
}

/** The fields of one part of the document; each change is one step of undo, named for what it changes. */
function PartFields({
  store,
  way,
  sheet,
  schema,
  title,
  only,
  but,
}: PartProps & {
  readonly schema: Parameters<typeof Fields>[0]['schema'];
  /** Of what it is, for the name of the change; '' for the scenario. */
  readonly title: string;
  readonly only?: ReadonlySet<string>;
  readonly but?: ReadonlySet<string>;
}): ReactElement {
  const value = valueAt(sheet, way);
  return (
    <Fields
      schema={schema}
      name=""
      way={way}
      value={value}
      {...(only === undefined ? {} : { only })}
      {...(but === undefined ? {} : { but })}
      onChange={(next, gesture) => {
        const field = changedField(value, next);
        const name = title === '' ? words.changeScenario(field) : words.change(field, title);
        store.apply(name, (document) => withValueAt(document, way, next), gesture);
      }}
    />
  );
}

/** Which field of an object is another one now. */
const changedField = (before: unknown, after: unknown): string => {
  const [old, now] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  return [...Object.keys(now), ...Object.keys(old)].find((key) => old[key] !== now[key]) ?? '';
};

function NodeFields(
  props: PartProps & { readonly id: string; readonly onCluster: (id: string) => void },
): ReactElement {
  const { sheet, id, onCluster } = props;
  const node = nodesOf(sheet)[id];
  const schema = nodeSchemaOf(node?.kind ?? '');
  if (node === undefined || schema === undefined) {
    return <p className={styles['lead']}>{words.notKnown(node?.kind ?? '')}</p>;
  }
  const bearers = bearerFieldsOf(node.kind);
  const title = nodeTitle(sheet, id);
  const last = new Set(['title', 'zone']);
  const own = new Set([...OWNED_BY_CANVAS, ...last, ...bearers.map(({ name }) => name)]);
  const clusters = Object.entries(sheet.clusters ?? {}).filter(
    ([, { members }]) => Array.isArray(members) && members.includes(id),
  );
  return (
    <>
      <PartFields {...props} schema={schema} title={title} but={own} />
      {bearers.map((field) => (
        <Bearers key={field.name} store={props.store} sheet={sheet} node={id} field={field} />
      ))}
      {clusters.length > 0 && (
        <Section title={words.member}>
          {clusters.map(([cluster, { title: name }]) => (
            <button
              key={cluster}
              type="button"
              className={styles['bearer']}
              onClick={() => onCluster(cluster)}
            >
              <span>
                <b>{typeof name === 'string' ? name : cluster}</b>
              </span>
              <Icon name="chevronRight" size={15} />
            </button>
          ))}
        </Section>
      )}
      <Section title="">
        <PartFields {...props} schema={schema} title={title} only={last} />
      </Section>
    </>
  );
}

function LinkFields(
  props: PartProps & { readonly id: string; readonly client: RunClient | null },
): ReactElement {
  const link = valueAt(props.sheet, props.way);
  const title = linkTitle(props.sheet, props.id);
  const own = new Set([...OWNED_BY_CANVAS, ...POLICIES, 'title']);
  return (
    <>
      <PartFields {...props} schema={schemas.link} title={title} but={own} />
      <Section title={words.policies}>
        <div className={styles['bridges']}>
          <BreakerState link={props.id} fields={isFields(link) ? link : {}} client={props.client} />
        </div>
        <PartFields {...props} schema={schemas.link} title={title} only={POLICIES} />
      </Section>
      <Section title="">
        <PartFields {...props} schema={schemas.link} title={title} only={new Set(['title'])} />
      </Section>
    </>
  );
}

/** A part of a form with a heading of its own. */
function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={styles['section']}>
      {title !== '' && <h3>{title}</h3>}
      {children}
    </div>
  );
}

/** What a part is called, and the line under its name. */
function headOf(
  sheet: Sheet,
  part: Part,
): { readonly title: string; readonly about: string; readonly sentence: string } {
  switch (part.what) {
    case 'node': {
      const node = nodesOf(sheet)[part.id];
      const schema = nodeSchemaOf(node?.kind ?? '');
      const zone = node?.zone;
      return {
        title: nodeTitle(sheet, part.id),
        about: [
          viewOf(node?.kind ?? '')?.title.toLowerCase() ?? node?.kind ?? '',
          part.id,
          ...(zone === undefined ? [] : [titleOf(zone, zonesOf(sheet)[zone])]),
        ].join(' · '),
        sentence: schema === undefined ? '' : (viewOf(node?.kind ?? '')?.sentence ?? metaOf(schema).sentence),
      };
    }
    case 'link': {
      const link = linksOf(sheet).find((one) => linkId(one) === part.id);
      const title = link?.['title'];
      return {
        title: typeof title === 'string' && title !== '' ? title : linkTitle(sheet, part.id),
        about: `link · ${part.id}`,
        sentence: metaOf(schemas.link).sentence,
      };
    }
    case 'zone':
      return {
        title: titleOf(part.id, zonesOf(sheet)[part.id]),
        about: `zone · ${part.id}`,
        sentence: metaOf(schemas.zone).sentence,
      };
    case 'cluster':
      return { title: part.id, about: 'cluster', sentence: metaOf(schemas.cluster).sentence };
    case 'scenario':
      return { title: sheet.title ?? '', about: words.scenario.toLowerCase(), sentence: '' };
    case 'several':
      return { title: words.several(part.ids.length), about: '', sentence: '' };
  }
}

function Head({
  sheet,
  part,
  onBack,
}: {
  readonly sheet: Sheet;
  readonly part: Part;
  readonly onBack: (() => void) | undefined;
}): ReactElement {
  const { title, about, sentence } = headOf(sheet, part);
  const view = part.what === 'node' ? viewOf(nodesOf(sheet)[part.id]?.kind ?? '') : undefined;
  return (
    <>
      <header className={styles['head']}>
        {part.what === 'cluster' && onBack !== undefined && (
          <IconButton label={words.back} icon="arrowLeft" onClick={onBack} />
        )}
        {view !== undefined && <FigureIcon name={view.icon} size={26} />}
        <div>
          <h2>{title}</h2>
          <p>{about}</p>
        </div>
      </header>
      {sentence !== '' && <p className={styles['lead']}>{sentence}</p>}
    </>
  );
}

function Several({ sheet, ids }: { readonly sheet: Sheet; readonly ids: readonly string[] }): ReactElement {
  return (
    <section className={styles['inspector']}>
      <header className={styles['head']}>
        <div>
          <h2>{words.several(ids.length)}</h2>
        </div>
      </header>
      <div className={styles['body']}>
        {ids.map((id) => {
          const isLink = id.includes('>');
          const isNode = nodesOf(sheet)[id] !== undefined;
          return (
            <button
              key={id}
              type="button"
              className={styles['bearer']}
              onClick={() =>
                select(sessionStore, isLink ? { links: [id] } : isNode ? { nodes: [id] } : { zones: [id] })
              }
            >
              <span>
                <b>
                  {isLink
                    ? linkTitle(sheet, id)
                    : isNode
                      ? nodeTitle(sheet, id)
                      : titleOf(id, zonesOf(sheet)[id])}
                </b>
              </span>
              <Icon name="chevronRight" size={15} />
            </button>
          );
        })}
      </div>
    </section>
  );
}
