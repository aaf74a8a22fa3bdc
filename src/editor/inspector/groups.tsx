import { useState, type ReactElement } from 'react';
import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select } from '#ui/select.tsx';
import { inspector as words, problemSentence } from '#words/inspector.ts';
import type { ControlProps } from './controls.tsx';
import { DraftInput } from './draft-input.tsx';
import { Complaint, Field } from './field.tsx';
import type { FieldProps } from './form.ts';
import styles from './inspector.module.css';
import { chosenOf, fieldsOf, freshOf, itemOf, objectOf, problemsOf } from './shape.ts';
import { summaryOf } from './summary.ts';
import { isFields, pathOf, withKeyRenamed, withValueAt } from './way.ts';

/** The fields of an object; `only` and `but` choose among them by name. */
export function Fields({
  schema,
  way,
  value,
  onChange,
  only,
  but,
}: FieldProps & { readonly only?: ReadonlySet<string>; readonly but?: ReadonlySet<string> }): ReactElement {
  const fields = isFields(value) ? value : {};
  return (
    <>
      {fieldsOf(schema)
        .filter(([name]) => (only?.has(name) ?? true) && !(but?.has(name) ?? false))
        .map(([name, field]) => (
          <Field
            key={name}
            schema={field}
            name={name}
            way={[...way, name]}
            value={Object.hasOwn(fields, name) ? fields[name] : undefined}
            owner={fields}
            onChange={(next, gesture) => onChange(withValueAt(fields, [name], next), gesture)}
          />
        ))}
    </>
  );
}

/** An object inside an object. An optional one is added and removed as a whole, with one press. */
export function GroupControl(props: ControlProps): ReactElement {
  const { schema, meta, value, onChange, way } = props;
  if (meta.optional === true && value === undefined) {
    return (
      <Button size="small" icon="plus" onClick={() => onChange(freshOf(schema) ?? {})}>
        {words.addNamed(meta.title)}
      </Button>
    );
  }
  const own = isFields(value) || value === undefined ? [] : problemsOf(schema, value, pathOf(way));
  return (
    <div className={styles['group']}>
      {meta.optional === true && (
        <div className={styles['groupHead']}>
          <IconButton
            label={words.remove(meta.title.toLowerCase())}
            icon="close"
            size="small"
            onClick={() => onChange(undefined)}
          />
        </div>
      )}
      {own.map((problem) => (
        <Complaint key={problem.expected}>{problemSentence(problem)}</Complaint>
      ))}
      <Fields {...props} onChange={(next, gesture) => onChange(emptied(next, meta.default), gesture)} />
    </div>
  );
}

/** An object of which nothing is written need not be written itself, when it has a default. */
const emptied = (value: unknown, byDefault: unknown): unknown =>
  isFields(value) && Object.keys(value).length === 0 && byDefault !== undefined ? undefined : value;

/** One of several objects: which one, and its fields. Fields that both have are kept when another is chosen. */
export function ChoiceControl(props: ControlProps): ReactElement {
  const { schema, meta, value, onChange, way } = props;
  const { choose } = meta;
  if (choose === undefined) throw new Error(`nothing to choose: ${meta.title}`);
  const written = value ?? meta.default;
  const chosen = chosenOf(schema, written);
  const options = [...choose.table].map(([word, alternative]) => ({
    value: word,
    label: metaOf(alternative).title,
    about: metaOf(alternative).sentence,
  }));
  const hidden = new Set(choose.by === 'tag' ? [choose.tag] : []);
  const turnInto = (word: string): void => {
    const alternative = choose.table.get(word);
    if (alternative === undefined || word === chosen?.word) return;
    const fresh = freshOf(alternative) as Record<string, unknown>;
    const kept = isFields(written)
      ? Object.fromEntries(
          fieldsOf(alternative).flatMap(([name]) =>
            Object.hasOwn(written, name) ? [[name, written[name]]] : [],
          ),
        )
      : {};
    onChange({ ...fresh, ...kept, ...(choose.by === 'tag' ? { [choose.tag]: word } : {}) });
  };
  return (
    <div className={styles['group']}>
      <Select
        label={meta.title}
        options={options}
        value={chosen?.word ?? null}
        placeholder={words.choose}
        problem={chosen === undefined}
        onChange={turnInto}
      />
      {chosen === undefined ? (
        problemsOf(schema, written, pathOf(way)).map((problem) => (
          <Complaint key={problem.path}>{problemSentence(problem)}</Complaint>
        ))
      ) : (
        <Fields {...props} schema={chosen.schema} value={written} but={hidden} />
      )}
    </div>
  );
}

const isLeaf = (schema: AnySchema): boolean =>
  !['object', 'list', 'record', 'oneOf', 'template'].includes(metaOf(schema).control);

/** Items in an order; those with fields of their own open one at a time. */
export function ListControl(props: ControlProps): ReactElement {
  const { schema, meta, value, onChange, way } = props;
  const [open, setOpen] = useState<number | null>(null);
  const item = itemOf(schema);
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : Array.isArray(meta.default)
      ? meta.default
      : [];
  const noun = metaOf(item).title;
  const leaf = isLeaf(item);
  const change = (next: readonly unknown[]): void =>
    onChange(next.length === 0 && (meta.min ?? 0) === 0 ? undefined : next);
  const swap = (index: number, by: number): void => {
    const [one, other] = [items[index], items[index + by]];
    change(items.with(index, other).with(index + by, one));
    setOpen(open === index ? index + by : open);
  };
  return (
    <div className={styles['items']}>
      {value !== undefined &&
        !Array.isArray(value) &&
        problemsOf(schema, value, pathOf(way)).map((problem) => (
          <Complaint key={problem.path}>{problemSentence(problem)}</Complaint>
        ))}
      {items.map((one, index) => {
        const label = summaryOf(item, one) || `${noun} ${index + 1}`;
        return (
          <Row
            key={index}
            label={label}
            open={leaf ? undefined : open === index}
            onToggle={() => setOpen(open === index ? null : index)}
            onRemove={items.length > (meta.min ?? 0) ? () => change(items.toSpliced(index, 1)) : undefined}
            onUp={index > 0 ? () => swap(index, -1) : undefined}
            onDown={index + 1 < items.length ? () => swap(index, 1) : undefined}
          >
            <Item
              schema={item}
              name={String(index)}
              way={[...way, index]}
              value={one}
              onChange={(next, gesture) =>
                onChange(next === undefined ? items.toSpliced(index, 1) : items.with(index, next), gesture)
              }
            />
          </Row>
        );
      })}
      <Button
        size="small"
        icon="plus"
        disabled={items.length >= (meta.max ?? Infinity)}
        onClick={() => {
          change([...items, freshOf(item)]);
          setOpen(items.length);
        }}
      >
        {words.addNamed(noun)}
      </Button>
    </div>
  );
}

/** Entries by a name that the writer chooses: topics, queues, rows, zones. */
export function RecordControl(props: ControlProps): ReactElement {
  const { schema, meta, value, onChange, way } = props;
  const [open, setOpen] = useState<string | null>(null);
  const item = itemOf(schema);
  const noun = metaOf(item).title;
  const entries = isFields(value) ? value : {};
  const keys = Object.keys(entries);
  const change = (next: Readonly<Record<string, unknown>>): void =>
    onChange(Object.keys(next).length === 0 && meta.default !== undefined ? undefined : next);
  const add = (): void => {
    const base = noun.toLowerCase().replaceAll(/[^a-z0-9]/g, '') || 'name';
    let key = base;
    for (let n = 2; Object.hasOwn(entries, key); n++) key = `${base}${n}`;
    change({ ...entries, [key]: freshOf(item) });
    setOpen(key);
  };
  return (
    <div className={styles['items']}>
      {keys.map((key) => (
        <Row
          key={key}
          label={key}
          detail={summaryOf(item, entries[key])}
          open={open === key}
          onToggle={() => setOpen(open === key ? null : key)}
          onRemove={() => change(withValueAt(entries, [key], undefined))}
        >
          <KeyField
            name={key}
            taken={keys}
            misfit={meta.keyMisfit}
            onRename={(next) => {
              change(withKeyRenamed(entries, key, next));
              setOpen(next);
            }}
          />
          <Item
            schema={item}
            name={key}
            way={[...way, key]}
            value={entries[key]}
            onChange={(next, gesture) => onChange(withValueAt(entries, [key], next), gesture)}
          />
        </Row>
      ))}
      <Button size="small" icon="plus" disabled={keys.length >= (meta.max ?? Infinity)} onClick={add}>
        {words.addNamed(noun)}
      </Button>
    </div>
  );
}

/** An item as a field of its own, or the fields of an item. */
function Item(props: FieldProps): ReactElement {
  const object = metaOf(props.schema).control === 'object' ? objectOf(props.schema, props.value) : undefined;
  return object === undefined ? <Field {...props} bare /> : <Fields {...props} schema={object} />;
}

function Row({
  label,
  detail,
  open,
  onToggle,
  onRemove,
  onUp,
  onDown,
  children,
}: {
  readonly label: string;
  readonly detail?: string;
  /** undefined: there is nothing to unfold, what is inside is always shown. */
  readonly open: boolean | undefined;
  readonly onToggle: () => void;
  readonly onRemove?: (() => void) | undefined;
  readonly onUp?: (() => void) | undefined;
  readonly onDown?: (() => void) | undefined;
  readonly children: ReactElement | readonly ReactElement[];
}): ReactElement {
  return (
    <div className={styles['item']}>
      <div className={styles['itemHead']}>
        {open === undefined ? (
          <span className={styles['itemName']}>{label}</span>
        ) : (
          <button type="button" className={styles['itemName']} aria-expanded={open} onClick={onToggle}>
            <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
            <span>{label}</span>
            {detail !== undefined && detail !== '' && !open && <small>{detail}</small>}
          </button>
        )}
        {onUp !== undefined && (
          <IconButton label={words.moveUp(label)} icon="chevronUp" size="small" onClick={onUp} />
        )}
        {onDown !== undefined && (
          <IconButton label={words.moveDown(label)} icon="chevronDown" size="small" onClick={onDown} />
        )}
        {onRemove !== undefined && (
          <IconButton label={words.remove(label)} icon="close" size="small" onClick={onRemove} />
        )}
      </div>
      {open !== false && <div className={styles['itemBody']}>{children}</div>}
    </div>
  );
}

/** The name of an entry. One that cannot be is refused with a sentence, and the old one stays. */
function KeyField({
  name,
  taken,
  misfit,
  onRename,
}: {
  readonly name: string;
  readonly taken: readonly string[];
  readonly misfit: ((key: string) => string | undefined) | undefined;
  readonly onRename: (next: string) => void;
}): ReactElement {
  const [refusal, setRefusal] = useState<string | null>(null);
  const refusalOf = (key: string): string | null => {
    if (key === name) return null;
    if (taken.includes(key)) return words.takenName;
    const expected = key === '' ? 'a name' : misfit?.(key);
    return expected === undefined
      ? null
      : problemSentence({ expected, got: JSON.stringify(key), used: JSON.stringify(name) });
  };
  return (
    <div className={styles['field']}>
      <div className={styles['line']}>
        <span className={styles['name']}>{words.key}</span>
        <div className={styles['control']}>
          <DraftInput
            label={words.key}
            text={name}
            problem={refusal !== null}
            onDraft={(text) => setRefusal(text === null ? refusal : refusalOf(text))}
            onCommit={(text) => {
              const reason = refusalOf(text);
              setRefusal(reason);
              if (reason === null) onRename(text);
            }}
          />
        </div>
      </div>
      {refusal !== null && <Complaint>{refusal}</Complaint>}
    </div>
  );
}
