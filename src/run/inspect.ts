import type { Chart } from '#sim/machine.ts';
import { activeStates } from '#sim/machine.ts';
import { clonePlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import type { Env } from '#flow/env.ts';
import type { FlowState } from '#flow/host.ts';
import type { Program } from '#flow/program.ts';
import { roleChart } from '#patterns/models.ts';
import type { Kernel } from '#sim/kernel.ts';
import type { ChartNode, Inspection, MachineView } from './protocol.ts';

/** How many running flows of one node are described, the newest first. */
const FLOWS_MAX = 20;

/** The machines of a node and what it holds, as the kernel has them now. */
export function inspect(kernel: Kernel, nodeId: string): Inspection | null {
  const index = kernel.system.nodes.findIndex((node) => node.id === nodeId);
  if (index < 0) return null;
  const node = kernel.peek().nodes[index]!;
  const { programs = [], env } = kernel.params(index) as { programs?: readonly Program[]; env?: Env };
  const machines: MachineView[] = [];
  hostsOf(node.state).forEach((host, instance) => {
    const flows = [...host.flows.values()].slice(-FLOWS_MAX).reverse();
    for (const flow of flows) {
      const program = programs[flow.program];
      if (program !== undefined) machines.push(describe(program.chart, program.title, flow.id, flow.at));
    }
    for (const [link, { chain }] of host.calls.policies) {
      const { id } = kernel.system.links[link]!;
      // Before its first call through a link an instance has no state there yet.
      env?.links.get(id)?.chain.forEach(({ policy }, place) => {
        if (policy.chart === undefined || policy.modeOf === undefined || place >= chain.length) return;
        machines.push(
          describe(
            policy.chart,
            `${policy.field} ${id}`,
            `${nodeId}#${instance}`,
            policy.modeOf(chain[place]),
          ),
        );
      });
    }
  });
  const role = (node.state as { replication?: { role?: unknown } | null }).replication?.role;
  if (typeof role === 'string') machines.push(describe(roleChart, 'role', nodeId, role));
  // Whatever the kind runs when nothing is under way: its machines at rest.
  for (const program of programs) {
    if (!machines.some((machine) => machine.title === program.title))
      machines.push(describe(program.chart, program.title, '', ''));
  }
  return { node: nodeId, at: kernel.now, machines, data: plainOf(node.state) };
}

interface HostLike {
  readonly flows: ReadonlyMap<number, FlowState>;
  readonly calls: { readonly policies: ReadonlyMap<number, { readonly chain: readonly unknown[] }> };
}

/** The flow hosts of a node, by instance, wherever its kind keeps them. */
function hostsOf(state: unknown): HostLike[] {
  const { host, instances } = state as { host?: HostLike; instances?: readonly { host?: HostLike }[] };
  if (host !== undefined) return [host];
  return (instances ?? []).flatMap((each) => (each.host === undefined ? [] : [each.host]));
}

/** A machine as the page draws it; no state is active where `at` is empty. */
export function describe(chart: Chart, title: string, subject: string, at: string): MachineView {
  const states: ChartNode[] = [];
  const transitions: { from: string; to: string; on: string }[] = [];
  const walk = (node: StateNode, parent: string): void => {
    for (const child of Object.values(node.states)) {
      const type = child.type === 'history' ? 'atomic' : child.type;
      states.push({ path: child.key, label: child.key, type, parent });
      for (const [event, list] of child.transitions) {
        for (const { target } of list) {
          for (const to of target ?? []) transitions.push({ from: child.key, to: to.key, on: wordOf(event) });
        }
      }
      walk(child, child.key);
    }
  };
  walk(chart.machine.root as unknown as StateNode, '');
  return { title, subject, states, transitions, active: at === '' ? [] : activeStates(at) };
}

interface StateNode {
  readonly key: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly states: Readonly<Record<string, StateNode>>;
  readonly transitions: ReadonlyMap<string, readonly { readonly target?: readonly StateNode[] }[]>;
}

/** An event's name for people: without the place it belongs to, and a delay by its name. */
function wordOf(event: string): string {
  const after = /^xstate\.after\.([^.]+)\./.exec(event);
  if (after) return `after ${after[1]}`;
  if (event.startsWith('xstate.done.')) return 'done';
  return event.split(' ')[0]!;
}

/** State as JSON data: maps and sets become records and lists. */
export function plainOf(value: unknown): Plain {
  const convert = (each: unknown): Plain => {
    if (each === null || typeof each === 'string' || typeof each === 'boolean') return each;
    if (typeof each === 'number') return Number.isFinite(each) ? each : String(each);
    if (each instanceof Map)
      return Object.fromEntries([...each].map(([key, inner]) => [String(key), convert(inner)]));
    if (each instanceof Set || Array.isArray(each)) return [...each].map(convert);
    if (typeof each === 'object')
      return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, convert(inner)]));
    return null;
  };
  return convert(clonePlain(value));
}
