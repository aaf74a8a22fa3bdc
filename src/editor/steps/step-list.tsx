import { useState, type ReactElement } from 'react';
import { Button, IconButton } from '#ui/button.tsx';
import { classes } from '#ui/classes.ts';
import { Icon } from '#ui/icon.tsx';
import { Menu, type MenuEntry } from '#ui/menu.tsx';
import { metaOf } from '#lib/schema/meta.ts';
import { inspector } from '#words/inspector.ts';
import { steps as words, verbGroups } from '#words/steps.ts';
import { itemOf } from '#editor/inspector/shape.ts';
import { isWithin, type Way } from '#editor/inspector/way.ts';
import { useEditing } from './editing.ts';
import { branchWord } from './sentence.ts';
import { StepRow } from './step-row.tsx';
import styles from './steps.module.css';
import {
  addBranch,
  branchesIn,
  branchListOf,
  countIn,
  insertStep,
  moveStep,
  removeBranch,
  VERBS,
  verbIn,
  verbSchema,
  type Branch,
  type Steps,
} from './tree.ts';

/** Lists from the third level on are folded until somebody unfolds them. */
const FOLD_FROM = 2;

/** A list of steps that reads aloud, with a + between any two. */
export function StepList({
  steps,
  at,
  depth,
}: {
  readonly steps: Steps;
  /** The way of the list. */
  readonly at: Way;
  readonly depth: number;
}): ReactElement {
  return (
    <ol className={styles['list']}>
      {steps.map((step, index) => (
        <li key={index}>
          <Insert list={at} index={index} quiet />
          <StepRow step={step} way={[...at, index]} count={steps.length} depth={depth} />
          <Branches step={step} way={[...at, index]} depth={depth} />
        </li>
      ))}
      <li>
        <Insert list={at} index={steps.length} quiet={steps.length > 0} />
      </li>
    </ol>
  );
}

/** Where a step can come in: a + that asks for the verb, and a place to drop a step that is being dragged. */
function Insert({
  list,
  index,
  quiet,
}: {
  readonly list: Way;
  readonly index: number;
  readonly quiet: boolean;
}): ReactElement {
  const { add, dragged, setDragged, edit, bearer, name } = useEditing();
  const [over, setOver] = useState(false);
  const takes = dragged !== null && !isWithin(list, dragged);
  return (
    <div
      className={classes(
        styles['insert'],
        quiet && styles['quiet'],
        takes && styles['takes'],
        over && takes && styles['over'],
      )}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (dragged === null || !takes) return;
        event.preventDefault();
        edit(words.moveOf(name), moveStep(bearer.steps, dragged, list, index));
        setDragged(null);
      }}
    >
      <Menu
        trigger={
          <button type="button" className={styles['plus']} aria-label={words.addStepHere(index + 1)}>
            <Icon name="plus" size={12} />
            {!quiet && <span>{words.step}</span>}
          </button>
        }
        entries={verbEntries((verb) => add(verb, list, index))}
      />
    </div>
  );
}

const verbEntries = (onSelect: (verb: string) => void): readonly MenuEntry[] =>
  groups().flatMap((group, i): readonly MenuEntry[] => [
    ...(i === 0 ? [] : (['separator'] as const)),
    ...group.map((verb) => ({ id: verb, label: verb, onSelect: () => onSelect(verb) })),
  ]);

/** All verbs in groups; one that has no group yet comes last. */
function groups(): readonly (readonly string[])[] {
  const known: readonly string[] = VERBS;
  const grouped = new Set(verbGroups.flat());
  const others = known.filter((verb) => !grouped.has(verb));
  return [...verbGroups.map((group) => group.filter((verb) => known.includes(verb))), others].filter(
    (group) => group.length > 0,
  );
}

/** The verbs beneath the list: each adds a step behind the open one, else at the end. */
export function VerbBar({ onAdd }: { readonly onAdd: (verb: string) => void }): ReactElement {
  return (
    <fieldset className={styles['verbs']} aria-label={words.addStep}>
      <span>{words.addStep}</span>
      {groups().map((group) => (
        <span key={group[0]} className={styles['pill']}>
          {group.map((verb) => (
            <button key={verb} type="button" title={sentenceFor(verb)} onClick={() => onAdd(verb)}>
              {verb}
            </button>
          ))}
        </span>
      ))}
    </fieldset>
  );
}

const sentenceFor = (word: string): string => {
  const verb = VERBS.find((one) => one === word);
  return verb === undefined ? '' : metaOf(verbSchema(verb)).sentence;
};

/** The lists inside a step: words with a rule down their side. */
function Branches({
  step,
  way,
  depth,
}: {
  readonly step: unknown;
  readonly way: Way;
  readonly depth: number;
}): ReactElement | null {
  const { bearer, name, edit } = useEditing();
  const branches = branchesIn(step);
  const verb = verbIn(step);
  if (verb === undefined || branches.length === 0) {
    // A step that holds branches and has none yet can get its first one.
    if (verb === undefined || branchListOf(verb) === undefined) return null;
  }
  const many = verb === undefined ? undefined : branchListOf(verb);
  return (
    <div className={styles['branches']}>
      {branches.map((branch, index) => (
        <BranchBlock
          key={branch.way.join('/')}
          step={step}
          way={way}
          branch={branch}
          depth={depth}
          titled={many !== undefined || index > 0}
        />
      ))}
      {many !== undefined && (
        <Button
          size="small"
          look="quiet"
          icon="plus"
          onClick={() => edit(words.addTo(verb ?? '', name), addBranch(bearer.steps, way))}
        >
          {inspector.addNamed(metaOf(itemOf(many.schema)).title)}
        </Button>
      )}
    </div>
  );
}

function BranchBlock({
  step,
  way,
  branch,
  depth,
  titled,
}: {
  readonly step: unknown;
  readonly way: Way;
  readonly branch: Branch;
  readonly depth: number;
  /** The sentence of the step does not end with the word for it already. */
  readonly titled: boolean;
}): ReactElement {
  const { bearer, name, edit, open } = useEditing();
  const [unfolded, setUnfolded] = useState(false);
  const at = [...way, ...branch.way];
  const word = branchWord(branch.way, step);
  if (!branch.present) {
    return (
      <Button
        size="small"
        look="quiet"
        icon="plus"
        onClick={() =>
          edit(words.addTo(word, name), {
            ...insertStep(bearer.steps, at, 0, { work: '10ms' }),
            way: [...at, 0],
          })
        }
      >
        {words.addList(word)}
      </Button>
    );
  }
  const folds = depth + 1 >= FOLD_FROM && branch.steps.length > 0;
  const folded = folds && !unfolded && !(open !== null && isWithin(open, at));
  const isPart = branch.way.length > 1 && !branch.optional;
  const removable = branch.optional || (isPart && branch.way[2] !== 'undo');
  return (
    <>
      {(titled || folds) && (
        <div className={styles['branchHead']}>
          {folds && (
            <IconButton
              label={folded ? words.unfold : words.fold}
              icon={folded ? 'chevronRight' : 'chevronDown'}
              size="small"
              aria-expanded={!folded}
              onClick={() => setUnfolded(folded)}
            />
          )}
          <b className={classes(branch.way[2] === 'undo' && styles['undo'])}>{word}</b>
          {folded && <span>{words.folded(countIn(branch.steps))}</span>}
          {removable && titled && (
            <IconButton
              label={inspector.remove(word)}
              icon="close"
              size="small"
              onClick={() =>
                edit(
                  words.removeFrom(name),
                  removeBranch(bearer.steps, way, branch.optional ? branch.way : branch.way.slice(0, 2)),
                )
              }
            />
          )}
        </div>
      )}
      {!folded && (
        <div className={classes(styles['nest'], branch.way[2] === 'undo' && styles['undoing'])}>
          <StepList steps={branch.steps} at={at} depth={depth + 1} />
        </div>
      )}
    </>
  );
}
