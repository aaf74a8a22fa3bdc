import { useEffect, useRef, useState, type ReactElement } from 'react';
import { ProofView } from '#panels/consistency/proof.tsx';
import type { WorkerLike } from '#run/client.ts';
import type { CheckedHistory, HistoryModel, HistoryReport } from '#run/protocol.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Lamp } from '#ui/icon.tsx';
import { Select } from '#ui/select.tsx';
import { TextArea } from '#ui/text-field.tsx';
import { words as page } from '#words/en.ts';
import { words as all } from '#words/consistency.ts';
import styles from './history-dialog.module.css';
import { useRunClient } from './run-context.ts';
import { closeDialog, useShell } from './shell-store.ts';

const words = all.check;

/** Characters that are read here at most; longer texts are for the command line. */
const LENGTH_MAX = 8_000_000;
/** A longer text is named instead of shown: a field of many megabytes would hold up the page. */
const SHOWN_MAX = 300_000;
/** A checker that has not answered by then is stopped, ms. */
const SILENCE_MS = 30_000;

/** Histories from elsewhere: pasted, opened or dropped, judged in a worker of their own, the proof drawn. */
export function HistoryDialog({ open }: { open: boolean }): ReactElement {
  return (
    <Dialog
      open={open}
      onOpenChange={closeDialog}
      title={words.heading}
      description={words.explain}
      width={1060}
      closeLabel={page.app.close}
    >
      {open && <History />}
    </Dialog>
  );
}

type State =
  | { readonly is: 'idle' | 'checking' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly report: HistoryReport };

function History(): ReactElement {
  const dropped = useShell(({ history }) => history);
  const [file, setFile] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [wanted, choose] = useState<string | null>(null);
  const [state, setState] = useState<State>({ is: 'idle' });
  const { models, check, stop } = useChecker(setState);
  const model = wanted ?? guess(text, file);
  const read = async (blob: File): Promise<void> => {
    if (blob.size > LENGTH_MAX)
      return setState({ is: 'failed', why: words.tooLarge(Math.round(LENGTH_MAX / 1e6)) });
    try {
      const content = await blob.text();
      setText(content);
      setFile(content.length > SHOWN_MAX ? blob.name : null);
      setState({ is: 'checking' });
      check(wanted ?? guess(content, blob.name), content);
    } catch {
      setState({ is: 'failed', why: words.notText });
    }
  };
  useEffect(() => {
    if (dropped !== null) void read(dropped);
    // oxlint-disable-next-line react/exhaustive-deps -- what was dropped is read once
  }, [dropped]);
  const open = async (): Promise<void> => {
    const { fileOpen } = await import('browser-fs-access');
    try {
      await read(await fileOpen({ extensions: ['.edn', '.jsonl', '.json', '.txt', '.log'] }));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  };
  const isChecking = state.is === 'checking';
  const run = (): void => {
    if (text.length > LENGTH_MAX)
      return setState({ is: 'failed', why: words.tooLarge(Math.round(LENGTH_MAX / 1e6)) });
    setState({ is: 'checking' });
    check(model, text);
  };
  return (
    <div className={styles['history']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        {file === null ? (
          <TextArea
            label={words.history}
            mono
            rows={6}
            placeholder={words.placeholder}
            value={text}
            onChange={(value) => {
              setText(value);
              setState({ is: 'idle' });
            }}
          />
        ) : (
          <p className={styles['file']}>
            {file} <code>{page.count(text.length)}</code>
          </p>
        )}
        <div className={styles['row']}>
          <Select
            label={words.model}
            mono
            options={models.map(({ name, definition }) => ({ value: name, label: name, about: definition }))}
            value={model}
            onChange={choose}
          />
          <Button icon="file" onClick={() => void open()}>
            {words.open}
          </Button>
          <span />
          {isChecking ? (
            <Button
              onClick={() => {
                stop();
                setState({ is: 'idle' });
              }}
            >
              {words.stop}
            </Button>
          ) : (
            <Button look="solid" type="submit" disabled={text.trim() === ''}>
              {words.run}
            </Button>
          )}
        </div>
      </form>
      <div role="status" className={styles['status']}>
        {isChecking && <p>{words.checking}</p>}
        {state.is === 'failed' && <p data-failed>{state.why}</p>}
        {state.is === 'done' && <Report report={state.report} model={model} />}
      </div>
    </div>
  );
}

function Report({ report, model }: { report: HistoryReport; model: string }): ReactElement {
  const { histories, problems, count } = report;
  const first = histories.find(({ verdict }) => verdict === 'invalid') ?? histories[0];
  const [chosen, choose] = useState<string | null>(null);
  const one = histories.find(({ id }) => id === chosen) ?? first;
  return (
    <>
      {problems.length > 0 && (
        <section className={styles['problems']}>
          <h3>{words.problems(problems.length)}</h3>
          <ul>
            {problems.slice(0, PROBLEMS_SHOWN).map(({ line, message }) => (
              <li key={`${line} ${message}`}>{words.line(line, message)}</li>
            ))}
            {problems.length > PROBLEMS_SHOWN && <li>{words.more(problems.length - PROBLEMS_SHOWN)}</li>}
          </ul>
        </section>
      )}
      {count === 0 && problems.length === 0 && <p>{words.noHistory}</p>}
      {histories.length > 1 && (
        <ul className={styles['list']} aria-label={words.which}>
          {histories.map((each) => (
            <li key={each.id}>
              <button
                type="button"
                aria-label={words.named(each.id, words.verdict[each.verdict])}
                aria-pressed={each === one}
                onClick={() => choose(each.id)}
              >
                <Lamp verdict={LAMPS[each.verdict]} size={14} />
                {each.id}
              </button>
            </li>
          ))}
          {count > histories.length && <li>{words.tooManyResults(histories.length, count)}</li>}
        </ul>
      )}
      {one !== undefined && <One key={one.id} one={one} report={report} model={model} />}
    </>
  );
}

const PROBLEMS_SHOWN = 6;
const LAMPS = { valid: 'ok', invalid: 'no', unknown: 'half' } as const;

function One({
  one: { verdict, reason, operations, proof },
  report,
  model,
}: {
  one: CheckedHistory;
  report: HistoryReport;
  model: string;
}): ReactElement {
  return (
    <>
      <p className={styles['verdict']} data-verdict={verdict}>
        <Lamp verdict={LAMPS[verdict]} />
        <b>{words.verdict[verdict]}</b>
        <span>
          {model}, {words.operations(operations, report.ms)}
        </span>
      </p>
      {verdict === 'unknown' && <p className={styles['reason']}>{reason}.</p>}
      {proof !== null && (
        <ProofView title={words.proof(model)} proof={proof} about={report.about} unit="positions" />
      )}
    </>
  );
}

/** What a text most likely is about, until a person says so. */
function guess(text: string, file: string | null): string {
  const some = text.slice(0, 4_000);
  if (/"sessions"\s*:/.test(some)) return 'causal-cm';
  if (/\bacquire\b/.test(some)) return 'mutex';
  if (/\benqueue\b/.test(some)) return 'queue';
  if (/\btxn\b/.test(some)) return /\bappend\b/.test(some) ? 'list-append' : 'multi-register';
  if (/:(append|get|put)\b|"(append|get|put)"/.test(some)) return 'kv';
  return file !== null && /kv|^c\d+-/.test(file) ? 'kv' : 'cas-register';
}

/** A worker for the dialog alone: it can be stopped at any time without anything else noticing. */
function useChecker(told: (state: State) => void): {
  readonly models: readonly HistoryModel[];
  readonly check: (model: string, text: string) => void;
  readonly stop: () => void;
} {
  const client = useRunClient();
  const [models, setModels] = useState<readonly HistoryModel[]>([]);
  const worker = useRef<WorkerLike | null>(null);
  const silence = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = (): void => {
    clearTimeout(silence.current);
    silence.current = undefined;
    worker.current?.terminate();
    worker.current = null;
  };
  const raised = (): WorkerLike => {
    if (worker.current !== null) return worker.current;
    const fresh = client.spawn();
    fresh.onmessage = ({ data }) => {
      if (data.type === 'models') setModels(data.models);
      if (data.type !== 'checked') return;
      clearTimeout(silence.current);
      silence.current = undefined;
      told({ is: 'done', report: data.report });
    };
    fresh.onerror = () => {
      stop();
      told({ is: 'failed', why: words.died });
    };
    worker.current = fresh;
    return fresh;
  };
  useEffect(() => {
    raised().postMessage({ type: 'models' });
    return stop;
    // oxlint-disable-next-line react/exhaustive-deps -- one worker as long as the dialog is open
  }, []);
  const check = (model: string, text: string): void => {
    // One that is still busy with another text is not waited for.
    if (silence.current !== undefined) stop();
    raised().postMessage({ type: 'check', model, text });
    silence.current = setTimeout(() => {
      stop();
      told({ is: 'failed', why: words.died });
    }, SILENCE_MS);
  };
  return { models, check, stop };
}
