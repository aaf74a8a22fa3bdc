import { useMemo, useState, type ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { TextArea } from '#ui/text-field.tsx';
import { problemSentence } from '#words/inspector.ts';
import { steps as words } from '#words/steps.ts';
import type { AnySchema } from '#lib/schema/meta.ts';
import { problemsOf } from '#editor/inspector/shape.ts';
import { Complaint } from '#editor/inspector/field.tsx';
import styles from './steps.module.css';

/** The whole of a handler as JSON, with what a reader would say about it while it is typed, by path. */
export function JsonView({
  value,
  schema,
  path,
  onApply,
}: {
  readonly value: unknown;
  readonly schema: AnySchema;
  readonly path: string;
  readonly onApply: (value: unknown) => void;
}): ReactElement {
  const written = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? written;
  const read = useMemo(() => parse(text), [text]);
  const problems = useMemo(() => (read.ok ? problemsOf(schema, read.value, path) : []), [read, schema, path]);
  const changed = draft !== null && draft !== written;
  return (
    <div className={styles['json']}>
      <TextArea
        label={words.jsonLabel}
        mono
        rows={Math.min(40, Math.max(12, text.split('\n').length + 1))}
        value={text}
        problem={!read.ok || problems.length > 0}
        onChange={setDraft}
      />
      <div className={styles['jsonFoot']}>
        <output>{read.ok ? words.jsonProblems(problems.length) : words.badJson(read.reason)}</output>
        <Button
          look="solid"
          size="small"
          disabled={!changed || !read.ok}
          onClick={() => {
            if (!read.ok) return;
            onApply(read.value);
            setDraft(null);
          }}
        >
          {words.applyJson}
        </Button>
      </div>
      {problems.slice(0, 12).map((problem) => (
        <Complaint key={problem.path + problem.expected}>
          <b>
            {problem.path.startsWith(path)
              ? problem.path.slice(path.length).replace(/^\./, '') || problem.path
              : problem.path}
          </b>{' '}
          {problemSentence(problem)}
        </Complaint>
      ))}
    </div>
  );
}

const parse = (
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string } => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
};
