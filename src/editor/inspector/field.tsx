import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { metaOf } from '#lib/schema/meta.ts';
import type { Problem } from '#lib/schema/problem.ts';
import { IconButton } from '#ui/button.tsx';
import { classes } from '#ui/classes.ts';
import { Icon, Lamp } from '#ui/icon.tsx';
import { inspector as words, problemSentence } from '#words/inspector.ts';
import { controlOf } from './controls.tsx';
import { useForm, type FieldProps } from './form.ts';
import styles from './inspector.module.css';
import { defaultText, isChanged, isRequired, problemsOf, rangeOf } from './shape.ts';
import { pathOf } from './way.ts';

/**
 * One field of a document: name, value with unit, one sentence, range and default. Changed: a bar, a word and a way
 * back. A bad value stays as typed and says what the run uses instead.
 */
export function Field(props: FieldProps): ReactElement | null {
  const { schema, value, way } = props;
  const meta = metaOf(schema);
  const [draft, setDraft] = useState<{ readonly value: unknown } | null>(null);
  const id = useId();
  const { problemsAt } = useForm();
  const control = controlOf(meta);
  if (control === null) return null;

  const path = pathOf(way);
  const own = control.judges ? [] : problemsOf(schema, draft === null ? value : draft.value, path);
  // What only the whole document can tell, such as a node that is not there.
  const told = draft === null && own.length === 0 ? problemsAt(path) : [];
  const problems: readonly Problem[] = [...own, ...told].slice(0, 3);
  const changed = isChanged(meta, value);
  const { Control } = control;

  return (
    <div
      className={classes(styles['field'], changed && !isRequired(meta) && styles['changed'])}
      data-field={path}
    >
      <div className={classes(styles['line'], control.wide && styles['stacked'])}>
        {props.bare !== true && <span className={styles['name']}>{meta.title}</span>}
        <div className={styles['control']}>
          <Control
            {...props}
            meta={meta}
            problem={problems.length > 0}
            describedBy={`${id}-about`}
            onDraft={setDraft}
          />
        </div>
      </div>
      <div id={`${id}-about`}>
        {props.bare !== true && <p className={styles['sentence']}>{meta.sentence}</p>}
        {!control.wide || meta.default !== undefined || changed ? <Range {...props} /> : null}
        {problems.map((problem) => (
          <Complaint key={problem.path + problem.expected}>{problemSentence(problem)}</Complaint>
        ))}
      </div>
    </div>
  );
}

/** Range and default; when changed, the way back. */
function Range({ schema, value, onChange }: FieldProps): ReactElement | null {
  const meta = metaOf(schema);
  const range = rangeOf(meta);
  const changed = isChanged(meta, value);
  if (isRequired(meta)) return range === '' ? null : <div className={styles['range']}>{range}</div>;
  const back =
    meta.default === undefined ? words.leaveOut(meta.title) : words.backTo(meta.title, defaultText(meta));
  const simple = typeof meta.default !== 'object';
  return (
    <div className={styles['range']}>
      <span>{range}</span>
      {changed ? (
        <span className={styles['was']}>
          {meta.default === undefined ? words.set : words.changed}
          {meta.default !== undefined && simple && ` · ${words.byDefault(defaultText(meta))}`}
          <IconButton label={back} size="small" onClick={() => onChange(undefined)}>
            <Icon name="undo" size={12} />
          </IconButton>
        </span>
      ) : (
        <span>
          {meta.default === undefined ? words.leftOut : simple && words.byDefault(defaultText(meta))}
        </span>
      )}
    </div>
  );
}

/** What is wrong, in vermilion and with the octagon. */
export function Complaint({ children, action }: { children: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <div className={styles['complaint']}>
      <Lamp verdict="no" size={14} />
      <p>{children}</p>
      {action}
    </div>
  );
}
