import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { metaOf } from '#lib/schema/meta.ts';
import type { RunClient } from '#run/client.ts';
import { nodesOf, nodeTitle, type Sheet } from '#editor/edit/document.ts';
import { documentStore, type DocumentStore } from '#editor/store.ts';
import { ExpressionHelpProvider, type ExpressionHelp } from '#editor/inspector/expressions.ts';
import { FormProvider } from '#editor/inspector/form.ts';
import { Fields } from '#editor/inspector/groups.tsx';
import { useFormContext } from '#editor/inspector/inspector.tsx';
import { useAllProblems } from '#editor/inspector/problems.ts';
import { pathOf, sameWay, withValueAt, type Way } from '#editor/inspector/way.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { problemSentence } from '#words/inspector.ts';
import { expect as problemWords } from '#words/problems.ts';
import { endingAtMostOnce, endingOfFlow, endings, steps as words } from '#words/steps.ts';
import { bearerFieldsOf, bearersOf, type Bearer } from './document.ts';
import { EditingProvider, type Editing } from './editing.ts';
import { freshStep } from './fresh.ts';
import { helpFor } from './help.ts';
import { JsonView } from './json-view.tsx';
import { drawMachine } from './machine.ts';
import { MachineColumn } from './machine-column.tsx';
import { closeSteps, openSteps, stepsStore } from './open.ts';
import { aboutBearer, titleOfBearer } from './bearers.tsx';
import { tokensOf, triggerOf } from './sentence.ts';
import { StepList, VerbBar } from './step-list.tsx';
import { Sentence } from './step-row.tsx';
import styles from './steps.module.css';
import { subjectOf } from './scope.ts';
import { homeOf, insertStep, VERBS, type Edited } from './tree.ts';
import { useLiveHelp } from './use-live-help.ts';

interface StepEditorProps {
  /** For values from the run and the active states; null while there is none. */
  readonly client: RunClient | null;
  readonly store?: DocumentStore;
  /** Narrow windows show the editor in place of the form: a way back to it. */
  readonly onBack?: (() => void) | undefined;
}

/** The list of steps that is open (`openSteps`), as sentences, with its machine beside it. Nothing while none is. */
export function StepEditor({ client, store = documentStore, onBack }: StepEditorProps): ReactElement | null {
  const sheet = useStore(store, ({ document }) => document);
  const open = useStore(stepsStore, ({ bearer }) => bearer);
  if (open === null) return null;
  const bearer = bearersOf(sheet, String(open[1])).find(({ way }) => sameWay(way, open));
  if (bearer === undefined) {
    return (
      <section className={styles['editor']} aria-label={words.asSteps}>
        <p className={styles['ending']}>{words.gone}</p>
        <Button onClick={closeSteps}>{words.closeEditor}</Button>
      </section>
    );
  }
  return <Editor key={bearer.way.join('/')} bearer={bearer} client={client} store={store} onBack={onBack} />;
}

function Editor({
  bearer,
  client,
  store,
  onBack,
}: {
  readonly bearer: Bearer;
  readonly client: RunClient | null;
  readonly store: DocumentStore;
  readonly onBack: (() => void) | undefined;
}): ReactElement {
  const [view, setView] = useState<'steps' | 'json'>('steps');
  const [triggerOpen, setTriggerOpen] = useState(false);
  const sheet = useStore(store, ({ document }) => document);
  const list = useRef<HTMLDivElement>(null);
  const editing = useEditingOf(bearer, client, store, list);
  const context = useFormContext(sheet, bearer.node, client);
  const title = titleOfBearer(bearer);

  const removeBearer = (): void => {
    closeSteps();
    store.apply(words.removeHandler(nodeTitle(sheet, bearer.node)), (document) =>
      withValueAt(document, bearer.way, undefined),
    );
  };
  return (
    <FormProvider value={context}>
      <EditingProvider value={editing}>
        <section className={styles['editor']} aria-label={title}>
          <header className={styles['head']}>
            <div className={styles['crumb']}>
              {onBack !== undefined && (
                <IconButton label={words.back} icon="arrowLeft" size="small" onClick={onBack} />
              )}
              {nodeTitle(sheet, bearer.node)} <Icon name="chevronRight" size={13} /> {nounOf(sheet, bearer)}
            </div>
            <button
              type="button"
              className={styles['trigger']}
              aria-expanded={triggerOpen}
              onClick={() => setTriggerOpen(!triggerOpen)}
            >
              <h2>
                <TriggerSentence bearer={bearer} title={title} />
              </h2>
              <Icon name={triggerOpen ? 'chevronUp' : 'chevronDown'} size={14} />
            </button>
            <div className={styles['headTools']}>
              <Segmented
                label={words.view}
                options={[
                  { value: 'steps', label: words.asSteps },
                  { value: 'json', label: words.asJson },
                ]}
                value={view}
                onChange={setView}
              />
              <IconButton label={words.closeEditor} icon="close" size="small" onClick={closeSteps} />
            </div>
          </header>
          <div className={styles['scroll']}>
            {triggerOpen && (
              <div className={styles['triggerForm']}>
                <div>
                  <Trigger bearer={bearer} store={store} />
                </div>
                <Button size="small" onClick={removeBearer}>
                  {words.removeList}
                </Button>
              </div>
            )}
            {view === 'json' ? (
              <JsonView
                value={bearer.value}
                schema={bearer.schema}
                path={pathOf(bearer.way)}
                onApply={(value) =>
                  store.apply(words.changeSteps(nodeTitle(sheet, bearer.node)), (document) =>
                    withValueAt(document, bearer.way, value),
                  )
                }
              />
            ) : (
              <div className={styles['sides']}>
                <div className={styles['steps']} ref={list} data-steps>
                  {bearer.steps.length === 0 && <p className={styles['ending']}>{words.emptyHandler}</p>}
                  <StepList steps={bearer.steps} at={OUTERMOST} depth={0} />
                  <p className={styles['ending']}>{endingOf(bearer)}</p>
                </div>
                <MachineColumn
                  title={title}
                  list={list}
                  bearer={bearer}
                  drawing={editing.drawing}
                  client={client}
                  onSelect={editing.setOpen}
                />
              </div>
            )}
          </div>
          {view === 'steps' && (
            <VerbBar onAdd={(verb) => editing.add(verb, ...behind(editing.open, bearer))} />
          )}
        </section>
      </EditingProvider>
    </FormProvider>
  );
}

/** "handler", "flow", "route". */
const nounOf = (sheet: Sheet, { node, field }: Bearer): string => {
  const kind = nodesOf(sheet)[node]?.kind ?? '';
  const listing = bearerFieldsOf(kind).find(({ name }) => name === field);
  return listing === undefined ? '' : metaOf(listing.item).title.toLowerCase();
};

const OUTERMOST: Way = [];
/** The list and the place right behind a step; the end of the outermost list while none is open. */
const behind = (open: Way | null, { steps }: Bearer): readonly [list: Way, index: number] => {
  if (open === null) return [OUTERMOST, steps.length];
  const { list, index } = homeOf(open);
  return [list, index + 1];
};

function TriggerSentence({
  bearer,
  title,
}: {
  readonly bearer: Bearer;
  readonly title: string;
}): ReactElement {
  const tokens = triggerOf(bearer.word, bearer.value);
  if (tokens.length > 0) return <Sentence tokens={tokens} />;
  return (
    <>
      <b>{title}</b> {aboutBearer(bearer)}
    </>
  );
}

/** What sets the steps off: all fields of the handler but the steps. */
function Trigger({
  bearer,
  store,
}: {
  readonly bearer: Bearer;
  readonly store: DocumentStore;
}): ReactElement {
  const help = useLiveHelp(null);
  return (
    <ExpressionHelpProvider value={help}>
      <Fields
        schema={bearer.schema}
        name=""
        way={bearer.way}
        value={bearer.value}
        onChange={(next, gesture) =>
          store.apply(
            words.changeSteps(nodeTitle(store.getState().document, bearer.node)),
            (document) => withValueAt(document, bearer.way, next),
            gesture,
          )
        }
      />
    </ExpressionHelpProvider>
  );
}

/** The link that a problem asks for; null when it asks for something else. */
function missingLink(
  sheet: Sheet,
  node: string,
  expected: string,
): { readonly from: string; readonly to: string } | null {
  for (const other of Object.keys(nodesOf(sheet))) {
    if (expected === problemWords.aLink(node, other)) return { from: node, to: other };
    if (expected === problemWords.aLink(other, node)) return { from: other, to: node };
  }
  return null;
}

function endingOf({ word, value, schema }: Bearer): string {
  if (value['deliver'] === 'atMostOnce') return endingAtMostOnce;
  const pattern = endings[word] ?? endingOfFlow;
  const filled = Object.fromEntries(
    [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
      name,
      value[name] ?? defaultOf(schema, name),
    ]),
  );
  return tokensOf(pattern, filled)
    .map(({ text }) => text)
    .join('');
}

const defaultOf = (schema: Bearer['schema'], name: string): unknown => {
  const shape = (schema._zod.def as { shape?: Readonly<Record<string, Bearer['schema']>> }).shape ?? {};
  const field = shape[name];
  return field === undefined ? undefined : metaOf(field).default;
};

function useEditingOf(
  bearer: Bearer,
  client: RunClient | null,
  store: DocumentStore,
  list: { readonly current: HTMLElement | null },
): Editing {
  const sheet = useStore(store, ({ document }) => document);
  const open = useStore(stepsStore, ({ step }) => step);
  const [dragged, setDragged] = useState<Way | null>(null);
  const focus = useRef<Way | null>(null);
  const drawing = useMemo(() => drawMachine('', bearer.steps), [bearer.steps]);
  const problems = useAllProblems(client);

  // After an edit the step that was edited has the focus, wherever it stands now.
  useEffect(() => {
    if (focus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-step="${focus.current.join('/')}"]`)?.focus();
    focus.current = null;
  });

  return useMemo((): Editing => {
    const helps = new Map<string, ExpressionHelp>();
    const setOpen = (step: Way | null): void => openSteps(bearer.way, step);
    const edit = (title: string, { steps, way }: Edited): void => {
      const inForm = list.current?.querySelector('form, textarea:focus, input:focus') !== null;
      store.apply(title, (document) => withValueAt(document, [...bearer.way, 'steps'], steps));
      if (open !== null) setOpen(way);
      if (!inForm) focus.current = way;
    };
    return {
      sheet,
      store,
      bearer,
      name: nodeTitle(sheet, bearer.node),
      client,
      open,
      setOpen,
      edit,
      dragged,
      setDragged,
      drawing,
      checkAt(way) {
        const key = way.join('/');
        let help = helps.get(key);
        if (help === undefined) {
          help = helpFor({ sheet, bearer, way, drawing, run: null });
          helps.set(key, help);
        }
        return help;
      },
      problemsBelow(way) {
        const path = pathOf([...bearer.way, 'steps', ...way]);
        // What belongs to steps inside is told there.
        const isOwn = (rest: string): boolean => !/\[\d+\]/.test(rest);
        return problems
          .filter((problem) => problem.path.startsWith(path) && isOwn(problem.path.slice(path.length)))
          .map((problem) => ({
            sentence: problemSentence(problem),
            link: missingLink(sheet, bearer.node, problem.expected),
          }));
      },
      add(word, at, index) {
        const verb = VERBS.find((one) => one === word);
        if (verb === undefined) return;
        const subject = subjectOf(sheet, bearer)?.name ?? '';
        const edited = insertStep(bearer.steps, at, index, freshStep(sheet, bearer.node, verb, subject));
        store.apply(words.addTo(verb, nodeTitle(sheet, bearer.node)), (document) =>
          withValueAt(document, [...bearer.way, 'steps'], edited.steps),
        );
        setOpen(edited.way);
        focus.current = edited.way;
      },
    };
  }, [sheet, store, bearer, client, open, dragged, drawing, problems, list]);
}
