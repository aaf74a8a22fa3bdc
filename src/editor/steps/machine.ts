import { compileProgram, type Program } from '#flow/program.ts';
import type { Step } from '#flow/steps.ts';
import type { VerbModel } from '#flow/verb.ts';
import { verbModels } from '#flow/verbs/models.ts';
import { describe } from '#run/inspect.ts';
import type { MachineView } from '#run/protocol.ts';
import { freshOf } from '#editor/inspector/shape.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import { branchesIn, placeOf, verbIn, verbSchema, walk, type Steps } from './tree.ts';

/** Verbs without their preparation: a picture needs no expression to be right. */
const drawn: Readonly<Record<string, VerbModel>> = Object.fromEntries(
  Object.entries(verbModels).map(([verb, model]) => {
    const { prepare: _, ...rest } = model;
    return [verb, rest as VerbModel];
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
    machine: describe(program.chart, title, '', ''),
    wayOf: new Map([...walk(steps)].map(({ way }) => [placeOf(way), way])),
  };
}

/** The step with every list that its verb has. */
function drawable(step: unknown): Step {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return { set: {} };
  const whole: Record<string, unknown> = { ...(freshOf(verbSchema(verb)) as object), ...step };
  for (const branch of branchesIn(whole)) {
    if (!branch.present) continue;
    let owner: Record<string | number, unknown> = whole;
    for (const key of branch.way.slice(0, -1)) {
      const inner = owner[key];
      const copy = Array.isArray(inner) ? [...(inner as unknown[])] : { ...(inner as object) };
      owner[key] = copy;
      owner = copy as Record<string | number, unknown>;
    }
    owner[branch.way.at(-1) ?? ''] = branch.steps.map(drawable);
  }
  return whole as unknown as Step;
}

/** Steps that a node runs before the first of the list: what a composing route itself takes. */
const preludeOf = (word: string): number => (word === 'steps' ? 1 : 0);

/** The index that the record gives to a step of a handler: `index` of the drawn program, behind the prelude. */
export const recordedIndex = (word: string, index: number): number => index + preludeOf(word);
