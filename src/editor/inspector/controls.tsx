import { useState, type ComponentType, type ReactElement } from 'react';
import { metaOf, type Control as ControlName, type FieldMeta } from '#lib/schema/meta.ts';
import { Select } from '#ui/select.tsx';
import { Switch } from '#ui/switch.tsx';
import { TextArea } from '#ui/text-field.tsx';
import { inspector as words } from '#words/inspector.ts';
import { DelayControl } from './delay-control.tsx';
import { DraftInput } from './draft-input.tsx';
import { BodyControl, ExpressionControl, TemplateControl } from './expression-control.tsx';
import { useForm, type FieldProps } from './form.ts';
import { ChoiceControl, GroupControl, ListControl, RecordControl } from './groups.tsx';
import { lines } from './leaves.ts';
import { defaultText, itemOf } from './shape.ts';

export interface ControlProps extends FieldProps {
  readonly meta: FieldMeta;
  readonly problem: boolean;
  readonly describedBy: string;
  /** What is being typed, as a value; null when nothing is. */
  readonly onDraft: (draft: { readonly value: unknown } | null) => void;
}

interface ControlSpec {
  readonly Control: ComponentType<ControlProps>;
  /** Stands below its name and takes the whole width. */
  readonly wide: boolean;
  /** Says itself what is wrong inside. */
  readonly judges: boolean;
}

const narrow = (Control: ComponentType<ControlProps>): ControlSpec => ({
  Control,
  wide: false,
  judges: false,
});
const wide = (Control: ComponentType<ControlProps>): ControlSpec => ({ Control, wide: true, judges: false });
const outer = (Control: ComponentType<ControlProps>): ControlSpec => ({ Control, wide: true, judges: true });

/** What a field is drawn with; null: it is drawn elsewhere (the canvas, the step editor). */
export const controlOf = (meta: FieldMeta): ControlSpec | null =>
  meta.control === 'text' && (meta.max ?? 0) > LINE_MAX ? controls.longText : controls[meta.control];

/** A text that may be longer than this gets an area of several lines. */
const LINE_MAX = 300;

const controls: Readonly<Record<ControlName | 'longText', ControlSpec | null>> = {
  integer: narrow(LineControl),
  number: narrow(LineControl),
  ratio: narrow(LineControl),
  duration: narrow(LineControl),
  durationOr: narrow(LineControl),
  rate: narrow(LineControl),
  id: narrow(LineControl),
  instance: narrow(LineControl),
  name: narrow(LineControl),
  text: wide(LineControl),
  longText: wide(AreaControl),
  value: wide(LineControl),
  switch: narrow(SwitchControl),
  choice: narrow(WordControl),
  delay: wide(DelayControl),
  expression: outer(ExpressionControl),
  templateText: outer(ExpressionControl),
  template: outer(TemplateControl),
  object: outer(GroupControl),
  list: outer(ListControl),
  record: outer(EntriesControl),
  oneOf: outer(ChoiceControl),
  steps: null,
  point: null,
  box: null,
  sides: null,
  fixed: null,
};

/** Units that the control itself shows. */
const SILENT_UNITS: ReadonlySet<string> = new Set(['duration', 'per second']);

function LineControl(props: ControlProps): ReactElement {
  const { meta, value, onChange, onDraft, problem, describedBy, name, owner } = props;
  const { offers } = useForm();
  const line = lines[meta.control];
  if (line === undefined) throw new Error(`no line of text: ${meta.control}`);
  const options = meta.refers !== undefined ? offers(meta.refers, name, owner ?? {}) : meta.choices;
  const read = (text: string): unknown => (text.trim() === '' ? undefined : line.fromText(text));
  return (
    <DraftInput
      label={meta.title}
      text={value === undefined && meta.default !== undefined ? defaultText(meta) : line.toText(value)}
      placeholder={meta.default === undefined ? words.nothing : defaultText(meta)}
      mono={meta.control !== 'text'}
      problem={problem}
      describedBy={describedBy}
      options={options}
      stepped={line.stepped}
      unit={meta.unit === undefined || SILENT_UNITS.has(meta.unit) ? undefined : meta.unit}
      onCommit={(text) => onChange(read(text))}
      onDraft={(text) => onDraft(text === null ? null : { value: read(text) })}
    />
  );
}

/** Entries that are templates stand side by side with their names; others open one at a time. */
function EntriesControl(props: ControlProps): ReactElement {
  const item = metaOf(itemOf(props.schema));
  return item.control === 'template' ? <BodyControl {...props} /> : <RecordControl {...props} />;
}

function AreaControl({ meta, value, onChange, problem, describedBy }: ControlProps): ReactElement {
  const [draft, setDraft] = useState<string | null>(null);
  const text = typeof value === 'string' ? value : '';
  return (
    <TextArea
      label={meta.title}
      rows={3}
      value={draft ?? text}
      problem={problem}
      aria-describedby={describedBy}
      onChange={setDraft}
      onBlur={() => {
        if (draft !== null && draft !== text) onChange(draft === '' ? undefined : draft);
        setDraft(null);
      }}
    />
  );
}

function SwitchControl({ meta, value, onChange }: ControlProps): ReactElement {
  return (
    <Switch
      label={meta.title}
      checked={(value ?? meta.default) === true}
      onChange={(next) => onChange(next === meta.default ? undefined : next)}
    />
  );
}

function WordControl({ meta, value, onChange, problem, describedBy }: ControlProps): ReactElement {
  const choices = meta.choices ?? [];
  const current = value ?? meta.default;
  const shown = typeof current === 'string' ? current : null;
  // A word that is none of the choices stays as it is written, until another is chosen.
  const options = shown === null || choices.includes(shown) ? choices : [...choices, shown];
  return (
    <Select
      label={meta.title}
      mono
      options={options.map((word) => ({ value: word, label: word }))}
      value={shown}
      placeholder={words.nothing}
      problem={problem}
      describedBy={describedBy}
      onChange={(word) => onChange(word === meta.default ? undefined : word)}
    />
  );
}
