import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { metaOf } from '#lib/schema/meta.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { classes } from '#ui/classes.ts';
import { Icon } from '#ui/icon.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { inspector, problemSentence } from '#words/inspector.ts';
import { steps as words } from '#words/steps.ts';
import type { ControlProps } from './controls.tsx';
import { DraftInput } from './draft-input.tsx';
import { useExpressionHelp, type Language, type Outcome } from './expressions.ts';
import { Complaint } from './field.tsx';
import styles from './inspector.module.css';
import { jsonLine } from './leaves.ts';
import { problemsOf } from './shape.ts';
import { isFields, withKeyRenamed, withValueAt } from './way.ts';

/** An expression or a text with `${…}`: checked while it is typed, and tried on what came by last. */
export function ExpressionControl({ schema, meta, value, onChange, name }: ControlProps): ReactElement {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const misfit = value === undefined || typeof value === 'string' ? [] : problemsOf(schema, value);
  return (
    <>
      <ExpressionInput
        label={meta.title}
        field={name}
        language={meta.control === 'expression' ? 'expression' : 'template'}
        text={text}
        required={meta.optional !== true && meta.default === undefined}
        onCommit={(next) => onChange(next.trim() === '' ? (meta.optional === true ? undefined : '') : next)}
      />
      {misfit.map((problem) => (
        <Complaint key={problem.path}>{problemSentence(problem)}</Complaint>
      ))}
    </>
  );
}

function ExpressionInput({
  label,
  field,
  language,
  text,
  required,
  placeholder = '',
  onCommit,
}: {
  readonly label: string;
  readonly field: string;
  readonly language: Language;
  readonly text: string;
  readonly required: boolean;
  readonly placeholder?: string;
  readonly onCommit: (text: string) => void;
}): ReactElement {
  const help = useExpressionHelp();
  const [draft, setDraft] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const about = useId();
  const shown = draft ?? text;
  // As high as the text, however wide the form is.
  useLayoutEffect(() => {
    const area = input.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  });
  const empty = shown.trim() === '';
  const objections = empty ? [] : help.objectionsTo(shown, language, field);
  const outcomes =
    empty || objections.length > 0 || (language === 'template' && !shown.includes('${'))
      ? []
      : help.outcomesOf(shown, language, field);
  const names = focused ? help.namesAt(field) : [];

  const commit = (): void => {
    if (draft !== null && draft !== text) onCommit(draft);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      commit();
    } else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  const insert = (name: string): void => {
    const at = input.current?.selectionStart ?? shown.length;
    const end = input.current?.selectionEnd ?? at;
    const inside = language === 'expression' || isInsideBraces(shown, at);
    const word = inside ? name : `\${${name}}`;
    setDraft(shown.slice(0, at) + word + shown.slice(end));
    input.current?.focus();
  };

  return (
    <div
      className={styles['expression']}
      onFocus={() => setFocused(true)}
      onBlur={(event) => {
        // Choosing a name from the list is not leaving the field.
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setFocused(false);
        commit();
      }}
    >
      <div className={classes(styles['expressionBox'], objections.length > 0 && styles['bad'])}>
        <textarea
          ref={input}
          rows={1}
          aria-label={label}
          aria-invalid={objections.length > 0 || (required && empty)}
          aria-describedby={about}
          spellCheck={false}
          value={shown}
          placeholder={placeholder === '' && !required ? inspector.leftOut : placeholder}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {outcomes.length > 0 && <Outcomes id={about} outcomes={outcomes} />}
        {names.length > 0 && <Names names={names} onPick={insert} />}
      </div>
      {objections.length > 0 && (
        <div id={about}>
          {objections.map((objection) => (
            <Complaint
              key={objection.lead}
              action={
                objection.mend === undefined ? undefined : (
                  <Button
                    size="small"
                    onClick={() => {
                      setDraft(null);
                      onCommit(objection.mend?.text ?? shown);
                    }}
                  >
                    {objection.mend.label}
                  </Button>
                )
              }
            >
              <b>{objection.lead}</b> {objection.rest}
            </Complaint>
          ))}
        </div>
      )}
    </div>
  );
}

const NAMES_SHOWN = 8;

/** What is in scope, with the last value of each; a press puts the name where the cursor stands. */
function Names({
  names,
  onPick,
}: {
  readonly names: readonly { readonly name: string; readonly value: string }[];
  readonly onPick: (name: string) => void;
}): ReactElement {
  const [all, setAll] = useState(false);
  const shown = all ? names : names.slice(0, NAMES_SHOWN);
  return (
    <div className={styles['names']}>
      <span>{words.inScope}</span>
      {shown.map(({ name, value }) => (
        <button key={name} type="button" title={`${name} ${value}`} onClick={() => onPick(name)}>
          {name}
          {value !== '' && <i> {value}</i>}
        </button>
      ))}
      {shown.length < names.length && (
        <button type="button" onClick={() => setAll(true)}>
          {words.moreNames(names.length - shown.length)}
        </button>
      )}
    </div>
  );
}

/** Whether a place in a template lies between `${` and `}`. */
const isInsideBraces = (text: string, at: number): boolean =>
  text.lastIndexOf('${', at - 1) > text.lastIndexOf('}', at - 1);

/** What the last one said, and the last eight as filled and empty squares. Truth is ink: it is no verdict. */
function Outcomes({
  id,
  outcomes,
}: {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
}): ReactElement | null {
  const last = outcomes.at(-1);
  if (last === undefined) return null;
  return (
    <div id={id} className={styles['outcomes']}>
      {last.truth !== null && <Icon name={last.truth ? 'check' : 'close'} size={14} />}
      <p className={classes(last.failed && styles['failed'])}>
        <b>{last.text}</b> {words.forSubject(last.subject)}
        {last.worked !== '' && (
          <>
            : <code>{last.worked}</code>
          </>
        )}
      </p>
      {last.truth !== null && (
        <span
          className={styles['squares']}
          role="img"
          aria-label={words.lastOnes(outcomes.map((one) => one.text))}
        >
          {outcomes.map((one, i) => (
            <Square key={i} truth={one.truth} />
          ))}
        </span>
      )}
    </div>
  );
}

function Square({ truth }: { readonly truth: boolean | null }): ReactElement {
  return (
    <svg width="14" height="14" viewBox="0 0 15 15" aria-hidden="true">
      <rect
        className={classes(truth === true && styles['on'])}
        x=".7"
        y=".7"
        width="13.6"
        height="13.6"
        rx="3"
      />
      {truth === true && <path className={styles['tick']} d="M4.2 7.8l2.3 2.3 4.3-5" />}
      {truth === false && <path className={styles['cross']} d="M5 5l5 5M10 5l-5 5" />}
      {truth === null && <path className={styles['cross']} d="M5 7.500h5" />}
    </svg>
  );
}

/** Any JSON whose texts are templates: an object as rows of name and value, anything else as one line. */
export function TemplateControl(props: ControlProps): ReactElement {
  const { meta, value, onChange, name } = props;
  const asFields = isFields(value);
  return (
    <div className={styles['template']}>
      <Segmented
        label={meta.title}
        options={[
          { value: 'fields', label: inspector.asFields },
          { value: 'text', label: inspector.asText },
        ]}
        value={asFields ? 'fields' : 'text'}
        onChange={(next) => {
          if (next === 'fields' && !asFields) onChange({});
          else if (next === 'text' && asFields)
            onChange(JSON.stringify(value) === '{}' ? '' : JSON.stringify(value));
        }}
      />
      {asFields ? (
        <Pairs label={meta.title} field={name} value={value} misfit={undefined} onChange={onChange} />
      ) : (
        <ValueInput label={meta.title} field={name} value={value} onCommit={onChange} />
      )}
    </div>
  );
}

/** One value as a line: text that may hold `${…}`, or JSON. */
function ValueInput({
  label,
  field,
  value,
  onCommit,
}: {
  readonly label: string;
  readonly field: string;
  readonly value: unknown;
  readonly onCommit: (value: unknown) => void;
}): ReactElement {
  return (
    <ExpressionInput
      label={label}
      field={field}
      language="template"
      text={jsonLine.toText(value)}
      required
      onCommit={(text) => onCommit(jsonLine.fromText(text))}
    />
  );
}

/** The fields of a body or a row: name and value side by side. */
function Pairs({
  label,
  field,
  value,
  misfit,
  onChange,
}: {
  readonly label: string;
  readonly field: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly misfit: ((key: string) => string | undefined) | undefined;
  readonly onChange: (value: unknown) => void;
}): ReactElement {
  const keys = Object.keys(value);
  const add = (): void => {
    let key = 'field';
    for (let n = 2; Object.hasOwn(value, key); n++) key = `field${n}`;
    onChange({ ...value, [key]: '' });
  };
  return (
    <div className={styles['pairs']}>
      {keys.map((key) => {
        const refused = misfit?.(key);
        return (
          <div key={key} className={styles['pair']}>
            <DraftInput
              label={`${label}: ${inspector.key}`}
              text={key}
              problem={refused !== undefined}
              onCommit={(next) => onChange(withKeyRenamed(value, key, next.trim()))}
            />
            <ValueInput
              label={`${label}: ${key}`}
              field={field}
              value={value[key]}
              onCommit={(next) => onChange(withValueAt(value, [key], next))}
            />
            <IconButton
              label={inspector.remove(key)}
              icon="close"
              size="small"
              onClick={() => onChange(withValueAt(value, [key], undefined))}
            />
            {refused !== undefined && (
              <Complaint>
                {problemSentence({ expected: refused, got: JSON.stringify(key), used: 'nothing' })}
              </Complaint>
            )}
          </div>
        );
      })}
      <Button size="small" icon="plus" onClick={add}>
        {words.addField}
      </Button>
    </div>
  );
}

/** A record of templates, such as the body of a message. */
export function BodyControl({ meta, value, onChange, name, schema }: ControlProps): ReactElement {
  const item = metaOf(schema);
  return (
    <Pairs
      label={meta.title}
      field={name}
      value={isFields(value) ? value : {}}
      misfit={item.keyMisfit}
      onChange={(next) =>
        onChange(
          isFields(next) && Object.keys(next).length === 0 && meta.optional === true ? undefined : next,
        )
      }
    />
  );
}
