import { compileProgram, type Program } from '#flow/program.ts';
import type { Step } from '#flow/steps.ts';
import type { VerbModel } from '#flow/verb.ts';
import { verbModels } from '#flow/verbs/models.ts';
import { viewMachine, type MachineView } from '#flow/machine-view.ts';
import { freshOf } from '#editor/inspector/shape.ts';
import { isFields, withValueAt, type Way } from '#editor/inspector/way.ts';
import { branchesIn, branchListOf, placeOf, verbIn, verbSchema, walk, type Steps } from './tree.ts';

/** Verbs without their preparation: a picture needs no expression to be right. */
const drawn: Readonly<Record<string, VerbModel>> = Object.fromEntries(
  Object.entries(verbModels).map(([verb, model]) => {
    const fields = Object.entries(model).filter(([name]) => name !== 'prepare');
    return [verb, Object.fromEntries(fields) as unknown as VerbModel];
  }),
);

/** A list of steps with its machine, as a picture needs it. */
export interface Drawing {
  readonly program: Program;
  readonly machine: MachineView;
  /** The way of the step that a state stands for, by the name of the state. */
  readonly wayOf: ReadonlyMap<string, Way>;
}

/** The machine that the steps compile to, however unfinished they are: what is no step stands as one that does nothing. */
export function drawMachine(title: string, steps: Steps): Drawing {
  const program = compileProgram(title, steps.map(drawable), drawn);
  return {
    program,
    machine: viewMachine(program.chart, title),
    wayOf: new Map([...walk(steps)].map(({ way }) => [placeOf(way), way])),
  };
}

/** The step with every list that its verb needs, whatever was written in its place. */
function drawable(step: unknown): Step {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return { set: {} };
  const many = branchListOf(verb)?.name;
  const parts = many === undefined ? undefined : step[many];
  let whole: Readonly<Record<string, unknown>> = {
    ...(freshOf(verbSchema(verb)) as object),
    ...step,
    ...(many === undefined ? {} : { [many]: Array.isArray(parts) ? parts : [] }),
  };
  for (const { way, steps, present, optional } of branchesIn(whole)) {
    if (present || !optional) whole = withValueAt(whole, way, steps.map(drawable));
  }
  return whole as unknown as Step;
}

/** Steps that a node runs before the first of the list: what a composing route itself takes. */
const preludeOf = (word: string): number => (word === 'steps' ? 1 : 0);

/** The index that the record gives to a step of a handler: `index` of the drawn program, behind the prelude. */
export const recordedIndex = (word: string, index: number): number => index + preludeOf(word);
