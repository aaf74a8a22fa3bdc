import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { metaOf } from '#lib/schema/meta.ts';
import type { Verb } from '#flow/steps.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { classes } from '#ui/classes.ts';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { problemSentence } from '#words/inspector.ts';
import { steps as words } from '#words/steps.ts';
import { connect } from '#editor/edit/links.ts';
import { ExpressionHelpProvider } from '#editor/inspector/expressions.ts';
import { Complaint } from '#editor/inspector/field.tsx';
import { Fields } from '#editor/inspector/groups.tsx';
import { fieldsOf, itemOf } from '#editor/inspector/shape.ts';
import { isFields, sameWay, withValueAt, type Way } from '#editor/inspector/way.ts';
import { useEditing } from './editing.ts';
import { useLiveHelp } from './use-live-help.ts';
import { freshStep } from './fresh.ts';
import { fieldProblems, objectionsIn } from './objections.ts';
import { sentenceOf, type Token } from './sentence.ts';
import styles from './steps.module.css';
import {
  aroundOf,
  branchesIn,
  branchListOf,
  canMoveIn,
  containers,
  duplicateStep,
  moveIn,
  moveOut,
  nestStep,
  numberOf,
  placeOf,
  removeStep,
  replaceStep,
  shiftStep,
  unnestStep,
  verbIn,
  verbSchema,
} from './tree.ts';

/** One step: its sentence, and when it is open, its form. What is wrong with it stands beneath. */
export function StepRow({
  step,
  way,
  count,
  depth,
}: {
  readonly step: unknown;
  readonly way: Way;
  /** Steps in its list. */
  readonly count: number;
  readonly depth: number;
}): ReactElement {
  const editing = useEditing();
  const { bearer, name, open, setOpen, edit, checkAt, setDragged } = editing;
  const isOpen = open !== null && sameWay(open, way);
  const help = checkAt(way);
  const objections = useMemo(() => (isOpen ? [] : objectionsIn(step, help)), [isOpen, step, help]);
  const problems = useMemo(() => (isOpen ? [] : fieldProblems(step)), [isOpen, step]);
  const told = isOpen || objections.length + problems.length > 0 ? [] : editing.problemsBelow(way);
  const bad = new Set([
    ...objections.map(({ at }) => String(at[0])),
    ...problems.map(({ path }) => path.split(/[.[]/, 1)[0] ?? ''),
  ]);
  const number = numberOf(way);
  const act = useActions(step, way, count);

  const onKeyDown = (event: KeyboardEvent): void => {
    const held = event.altKey ? 'Alt+' : event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
    const does = keys(act)[held + event.key];
    if (does === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    does();
  };

  return (
    <div
      className={classes(styles['row'], isOpen && styles['open'], depth === 0 && styles['outer'])}
      data-place={placeOf(way)}
      data-bad={objections.length + problems.length + told.length > 0 || undefined}
    >
      <span
        className={styles['grip']}
        draggable
        aria-hidden="true"
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', number);
          // What makes room for the step must not move anything in the moment in which the drag begins.
          setTimeout(() => setDragged(way));
        }}
        onDragEnd={() => setDragged(null)}
      >
        <Grip />
      </span>
      {depth === 0 && <span className={styles['number']}>{Number(way.at(-1)) + 1}</span>}
      <div className={styles['said']}>
        <button
          type="button"
          className={styles['sentence']}
          data-step={way.join('/')}
          aria-expanded={isOpen}
          aria-keyshortcuts="Enter Alt+ArrowUp Alt+ArrowDown Alt+ArrowRight Alt+ArrowLeft Control+D Delete"
          onClick={() => setOpen(isOpen ? null : way)}
          onKeyDown={onKeyDown}
        >
          <Sentence tokens={sentenceOf(step)} bad={bad} lower={depth > 0} />
        </button>
        {isOpen && <StepForm step={step} way={way} />}
        {objections.map(({ at, objection }) => (
          <Complaint
            key={at.join('/') + objection.lead}
            action={
              objection.mend !== undefined && (
                <Button
                  size="small"
                  onClick={() =>
                    edit(
                      words.changeSteps(name),
                      replaceStep(bearer.steps, way, withValueAt(step, at, objection.mend?.text)),
                    )
                  }
                >
                  {objection.mend.label}
                </Button>
              )
            }
          >
            <b>{objection.lead}</b> {objection.rest}
          </Complaint>
        ))}
        {problems.map((problem) => (
          <Complaint key={problem.path + problem.expected}>
            <b>{problem.path}:</b> {problemSentence(problem)}
          </Complaint>
        ))}
        {told.map(({ sentence, link }) => (
          <Complaint
            key={sentence}
            action={
              link !== null && (
                <Button
                  size="small"
                  onClick={() =>
                    editing.store.apply(
                      words.addLink(link.from, link.to),
                      (document) => connect(document, link.from, link.to).document,
                    )
                  }
                >
                  {words.drawLink}
                </Button>
              )
            }
          >
            {sentence}
          </Complaint>
        ))}
      </div>
      {isOpen && <Tools act={act} onClose={() => setOpen(null)} />}
    </div>
  );
}

/**
 * The form of the open step, drawn from the schema of its verb. What may be left out and is, waits behind its name.
 * Lists of steps stand below it, as lists.
 */
function StepForm({ step, way }: { readonly step: unknown; readonly way: Way }): ReactElement | null {
  const { bearer, name, edit } = useEditing();
  const help = useLiveHelp(way);
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step) || !hasOwnFields(verb)) return null;
  const waiting = fieldsOf(verbSchema(verb)).filter(([name, field]) => {
    const { optional, control } = metaOf(field);
    return optional === true && control !== 'steps' && step[name] === undefined && !revealed.has(name);
  });
  return (
    <ExpressionHelpProvider value={help}>
      <div className={styles['form']}>
        <Fields
          schema={verbSchema(verb)}
          name=""
          way={[...bearer.way, 'steps', ...way]}
          value={step}
          but={new Set([bareListOf(verb) ?? '', ...waiting.map(([name]) => name)])}
          onChange={(next) => edit(words.changeSteps(name), replaceStep(bearer.steps, way, next))}
        />
        {waiting.length > 0 && (
          <div className={styles['waiting']}>
            <span>{words.alsoPossible}</span>
            {waiting.map(([name, field]) => (
              <button
                key={name}
                type="button"
                title={metaOf(field).sentence}
                onClick={() => setRevealed(new Set([...revealed, name]))}
              >
                {metaOf(field).title.toLowerCase()}
              </button>
            ))}
          </div>
        )}
      </div>
    </ExpressionHelpProvider>
  );
}

/** Whether there is anything to fill in beside lists of steps. */
const hasOwnFields = (verb: Verb): boolean =>
  fieldsOf(verbSchema(verb)).some(
    ([name, field]) => metaOf(field).control !== 'steps' && name !== bareListOf(verb),
  );

/** The field whose branches have no name of their own. */
const bareListOf = (verb: Verb): string | undefined => {
  const list = branchListOf(verb);
  return list !== undefined && metaOf(itemOf(list.schema)).control === 'steps' ? list.name : undefined;
};

type Actions = Readonly<
  Record<'up' | 'down' | 'in' | 'out' | 'duplicate' | 'remove' | 'unnest', (() => void) | undefined>
> & {
  readonly nest: (verb: string) => void;
};

function useActions(step: unknown, way: Way, count: number): Actions {
  const { bearer, name, edit, sheet, open, setOpen } = useEditing();
  const { steps, node } = bearer;
  const index = Number(way.at(-1));
  const holds = branchesIn(step).length > 0;
  return {
    up: index > 0 ? () => edit(words.moveOf(name), shiftStep(steps, way, -1)) : undefined,
    down: index + 1 < count ? () => edit(words.moveOf(name), shiftStep(steps, way, 1)) : undefined,
    in: canMoveIn(steps, way) ? () => edit(words.moveOf(name), moveIn(steps, way)) : undefined,
    out: aroundOf(way) === null ? undefined : () => edit(words.moveOf(name), moveOut(steps, way)),
    duplicate: () => edit(words.duplicateIn(name), duplicateStep(steps, way)),
    remove: () => {
      if (open !== null && sameWay(open, way)) setOpen(null);
      edit(words.removeFrom(name), removeStep(steps, way));
    },
    unnest: holds ? () => edit(words.moveOf(name), unnestStep(steps, way)) : undefined,
    nest: (verb) => {
      const container = containers.find((one) => one === verb);
      if (container !== undefined)
        edit(words.nestIn(name), nestStep(steps, way, freshStep(sheet, node, container, '')));
    },
  };
}

const keys = (act: Actions): Readonly<Record<string, (() => void) | undefined>> => ({
  'Alt+ArrowUp': act.up,
  'Alt+ArrowDown': act.down,
  'Alt+ArrowRight': act.in,
  'Alt+ArrowLeft': act.out,
  'Ctrl+d': act.duplicate,
  Delete: act.remove,
  Backspace: act.remove,
  ArrowUp: () => focusNeighbour(-1),
  ArrowDown: () => focusNeighbour(1),
});

/** From one sentence to the next, whatever list it stands in. */
function focusNeighbour(by: number): void {
  const here = document.activeElement;
  const all = [...(here?.closest('[data-steps]')?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
  all[all.findIndex((one) => one === here) + by]?.focus();
}

function Tools({ act, onClose }: { readonly act: Actions; readonly onClose: () => void }): ReactElement {
  const entry = (
    id: string,
    label: string,
    does: (() => void) | undefined,
    shortcut?: string,
  ): MenuEntry => ({
    id,
    label,
    shortcut,
    disabled: does === undefined,
    onSelect: () => does?.(),
  });
  const nesting: readonly MenuEntry[] = containers
    .filter((verb) => verb !== 'transaction')
    .map((verb) => entry(verb, words.nest(verb), () => act.nest(verb)));
  const more: readonly MenuEntry[] = [
    entry('in', words.moveIn, act.in, 'Alt →'),
    entry('out', words.moveOut, act.out, 'Alt ←'),
    entry('unnest', words.unnest, act.unnest),
    'separator',
    entry('duplicate', words.duplicate, act.duplicate, 'Ctrl D'),
    entry('remove', words.remove, act.remove, 'Del'),
  ];
  return (
    <div className={styles['tools']}>
      <IconButton
        label={words.moveUp}
        icon="chevronUp"
        size="small"
        shortcut="Alt ↑"
        disabled={act.up === undefined}
        onClick={act.up}
      />
      <IconButton
        label={words.moveDown}
        icon="chevronDown"
        size="small"
        shortcut="Alt ↓"
        disabled={act.down === undefined}
        onClick={act.down}
      />
      <Menu
        trigger={<IconButton label={words.nest('…')} icon="nest" size="small" />}
        entries={nesting}
        align="end"
      />
      <Menu trigger={<IconButton label={words.more} icon="more" size="small" />} entries={more} align="end" />
      <IconButton label={words.close} icon="close" size="small" onClick={onClose} />
    </div>
  );
}

/** Verbs are bold, names and expressions are chips, the rest is words. */
export function Sentence({
  tokens,
  bad,
  lower = false,
}: {
  readonly tokens: readonly Token[];
  readonly bad?: ReadonlySet<string>;
  /** Inside of other steps a sentence goes on: its verb begins small. */
  readonly lower?: boolean;
}): ReactElement {
  return (
    <>
      {tokens.map((token, i) => {
        if (token.kind === 'words') return <span key={i}>{token.text}</span>;
        if (token.kind === 'verb') {
          return (
            <b key={i}>
              {lower && i === 0 ? token.text.charAt(0).toLowerCase() + token.text.slice(1) : token.text}
            </b>
          );
        }
        return (
          <code
            key={i}
            className={classes(
              token.wash !== 'plain' && styles[token.wash],
              token.empty && styles['empty'],
              bad?.has(token.field) === true && styles['badChip'],
            )}
          >
            {token.text}
          </code>
        );
      })}
    </>
  );
}

function Grip(): ReactElement {
  return (
    <svg width="8" height="14" viewBox="0 0 8 14" aria-hidden="true">
      {[2, 7, 12].map((y) => (
        <g key={y}>
          <circle cx="2" cy={y} r="1.1" />
          <circle cx="6.5" cy={y} r="1.1" />
        </g>
      ))}
    </svg>
  );
}
