import { setup } from 'xstate';
import { hashString } from '#lib/hash.ts';
import type { Chart } from '#sim/machine.ts';
import { compileChart } from '#sim/machine.ts';
import { ExpressionError } from './expression.ts';
import type { Step } from './steps.ts';
import { verbOf } from './steps.ts';
import type { VerbModel } from './verb.ts';

/**
 * Steps compiled to an XState machine, one state per step. A state is named by the step's place in the list
 * (`1/then/0`), so a picture of the machine and the list of steps point at each other. The machine holds the
 * order of things alone; what a step does is done by its verb when the state is entered, and reported back as
 * an event of that state: `ok 1/then/0`, `fail 1/then/0`, `else 1`.
 */
export interface Program {
  readonly title: string;
  /** Programs with the same signature are the same. */
  readonly signature: number;
  /** What the record says when it begins. */
  readonly begun: { readonly handler: string };
  readonly steps: readonly StepNode[];
  readonly chart: Chart;
  /** Steps by place, to find the state of a step. */
  readonly at: ReadonlyMap<string, StepNode>;
}

export interface StepNode {
  readonly index: number;
  readonly place: string;
  readonly verb: VerbModel;
  readonly step: Step;
  /** What the verb has made of the step beforehand (compiled expressions and templates). */
  readonly ready: unknown;
  /** It takes something back: its messages travel as compensations. */
  readonly undoing: boolean;
  /** Its events by their first word. */
  readonly events: Map<string, string>;
}

/** The name of an event of one step: the same string every time, so that tables find it without reading it. */
export function eventAt({ place, events }: StepNode, word: string): string {
  let event = events.get(word);
  if (event === undefined) events.set(word, (event = `${word} ${place}`));
  return event;
}

/** Where a step leads: targets in the machine. */
export interface Exits {
  readonly next: string;
  readonly fail: string;
}

interface StateConfig {
  id?: string;
  type?: 'final' | 'parallel';
  initial?: string;
  entry?: { type: string; params: { step: number } };
  exit?: { type: string; params: { step: number } };
  on?: Record<string, string>;
  onDone?: string;
  states?: Record<string, StateConfig>;
}

export const DONE = '#done';
export const FAILED = '#failed';

/** Builds the states of a program; verbs call it. */
export class Compiler {
  readonly nodes: StepNode[] = [];
  readonly #models: Readonly<Record<string, VerbModel>>;
  #states: Record<string, StateConfig> = {};
  #undoing = false;

  constructor(models: Readonly<Record<string, VerbModel>>) {
    this.#models = models;
  }
  get states(): Record<string, StateConfig> {
    return this.#states;
  }

  /** Compiles a list that stands at `place`; returns the target at which it begins. */
  block(steps: readonly Step[], place: string, exits: Exits): string {
    steps.forEach((step, i) => {
      const own = place === '' ? String(i) : `${place}/${i}`;
      const next =
        i + 1 < steps.length
          ? this.entryOf(steps[i + 1]!, place === '' ? String(i + 1) : `${place}/${i + 1}`)
          : exits.next;
      this.#modelOf(step).compile(step as never, own, { next, fail: exits.fail }, this);
    });
    return steps.length === 0 ? exits.next : this.entryOf(steps[0]!, place === '' ? '0' : `${place}/0`);
  }

  /** The target at which a step begins, known before it is compiled. */
  entryOf(step: Step, place: string): string {
    return this.#modelOf(step).entry?.(step as never, place, this) ?? `#${place}`;
  }

  /** One state for one step, with what its events lead to. */
  state(step: Step, place: string, on: Readonly<Record<string, string>>, verb?: VerbModel): void {
    const index = this.nodes.length;
    this.nodes.push({
      index,
      place,
      ...prepared(verb ?? this.#modelOf(step), step),
      step,
      undoing: this.#undoing,
      events: new Map(),
    });
    this.#states[place] = {
      id: place,
      entry: { type: 'enter', params: { step: index } },
      exit: { type: 'leave', params: { step: index } },
      on: Object.fromEntries(Object.entries(on).map(([event, target]) => [`${event} ${place}`, target])),
    };
  }

  /** Branches side by side; when all have ended, `onDone`. Each branch compiles itself towards its own end. */
  parallel(
    place: string,
    onDone: string,
    branches: readonly ((end: string, fail: string) => string)[],
    fail: string | null,
  ): void {
    const outer = this.#states;
    const regions: Record<string, StateConfig> = {};
    branches.forEach((branch, i) => {
      this.#states = {};
      const end = `${place}/${i}/end`;
      this.#states[end] = { id: end, type: 'final' };
      let entry = branch(`#${end}`, fail ?? `#${end}`);
      // A branch without steps leads straight out: a state of its own takes the way.
      if (!(entry.slice(1) in this.#states)) {
        this.state({ set: {} }, `${place}/${i}/nothing`, { ok: entry }, nothing);
        entry = `#${place}/${i}/nothing`;
      }
      regions[`${place}/${i}`] = {
        id: `${place}/${i}/branch`,
        initial: entry.slice(1),
        states: this.#states,
      };
    });
    this.#states = outer;
    this.#states[place] = { id: place, type: 'parallel', states: regions, onDone };
  }

  /** Whatever is compiled inside takes something back. */
  undo<T>(inside: () => T): T {
    const before = this.#undoing;
    this.#undoing = true;
    try {
      return inside();
    } finally {
      this.#undoing = before;
    }
  }

  #modelOf(step: Step): VerbModel {
    return this.#models[verbOf(step)]!;
  }
}

export function compileProgram(
  title: string,
  steps: readonly Step[],
  models: Readonly<Record<string, VerbModel>>,
): Program {
  return assemble(title, new Compiler(models), (compiler) =>
    compiler.block(steps, '', { next: DONE, fail: FAILED }),
  );
}

/** A program from whatever `build` puts into the compiler; it returns the target at which the program begins. */
export function assemble(title: string, compiler: Compiler, build: (compiler: Compiler) => string): Program {
  const entry = build(compiler);
  const machine = setup({ actions: { enter: () => {}, leave: () => {} } }).createMachine({
    id: 'flow',
    initial: entry.slice(1),
    states: {
      ...compiler.states,
      done: { id: 'done', type: 'final' },
      failed: { id: 'failed', type: 'final' },
    },
  } as never);
  return {
    title,
    signature: hashString(JSON.stringify(compiler.nodes.map(({ place, step }) => [place, step]))),
    begun: Object.freeze({ handler: title }),
    steps: compiler.nodes,
    chart: compileChart(machine as never, ['enter', 'leave']),
    at: new Map(compiler.nodes.map((node) => [node.place, node])),
  };
}

/** Stands where a list of steps is empty. */
export const nothing: VerbModel = {
  name: 'nothing',
  compile() {},
  perform: (_, flow, node, host) => host.report(flow, node, 'ok'),
};

/** A step whose expression cannot be read is kept, and fails with the reason whenever it is reached. */
function prepared(verb: VerbModel, step: Step): Pick<StepNode, 'verb' | 'ready'> {
  try {
    return { verb, ready: verb.prepare?.(step as never) ?? null };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { verb: { ...verb, perform: unreadable }, ready: error };
  }
}
function unreadable(error: ExpressionError): never {
  throw error;
}
