import type { Chart } from '#sim/machine.ts';
import { activeStates } from '#sim/machine.ts';

/** One XState machine and where it stands, as plain data: what a picture of it needs. */
export interface MachineView {
  /** E.g. "on OrderCreated", "breaker orders>payments". */
  readonly title: string;
  /** Which running one: a flow's id, an instance; '' for a machine at rest. */
  readonly subject: string;
  readonly states: readonly ChartNode[];
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly on: string }[];
  /** Names of the active states. */
  readonly active: readonly string[];
}

export interface ChartNode {
  /** Unique in the machine. */
  readonly path: string;
  readonly label: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final';
  readonly parent: string;
}

interface StateNode {
  readonly key: string;
  readonly type: ChartNode['type'] | 'history';
  readonly states: Readonly<Record<string, StateNode>>;
  readonly transitions: ReadonlyMap<string, readonly { readonly target?: readonly StateNode[] }[]>;
}

/** A machine as a picture takes it; no state is active where `at` is ''. */
export function viewMachine(chart: Chart, title: string, subject = '', at = ''): MachineView {
  const states: ChartNode[] = [];
  const transitions: MachineView['transitions'][number][] = [];
  const walk = (node: StateNode, parent: string): void => {
    for (const child of Object.values(node.states)) {
      const type = child.type === 'history' ? 'atomic' : child.type;
      states.push({ path: child.key, label: child.key, type, parent });
      for (const [event, list] of child.transitions) {
        for (const { key } of list.flatMap(({ target }) => target ?? [])) {
          transitions.push({ from: child.key, to: key, on: wordOf(event) });
        }
      }
      walk(child, child.key);
    }
  };
  walk(chart.machine.root as unknown as StateNode, '');
  return { title, subject, states, transitions, active: at === '' ? [] : activeStates(at) };
}

/** An event's name for people: without the place it belongs to, and a delay by its name. */
function wordOf(event: string): string {
  const after = /^xstate\.after\.([^.]+)\./.exec(event);
  if (after) return `after ${after[1]}`;
  if (event.startsWith('xstate.done.')) return 'done';
  return event.split(' ', 1)[0] ?? event;
}
