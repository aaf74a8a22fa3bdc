import { instanceName } from '#sim/message.ts';
import { clonePlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { tableValues } from '#lib/table.ts';
import type { Table } from '#lib/table.ts';
import type { Env } from '#flow/env.ts';
import type { FlowState } from '#flow/host.ts';
import { viewMachine } from '#flow/machine-view.ts';
import type { MachineView } from '#flow/machine-view.ts';
import type { Program } from '#flow/program.ts';
import type { Replication } from '#patterns/replication.ts';
import type { Kernel } from '#sim/kernel.ts';
import type { Inspection } from './protocol.ts';

/** How many running flows of one node are described, the newest first. */
const FLOWS_MAX = 20;

/** The machines of a node and what it holds, as the kernel has them now. */
export function inspect(kernel: Kernel, nodeId: string): Inspection | null {
  const index = kernel.system.nodes.findIndex((node) => node.id === nodeId);
  if (index < 0) return null;
  const node = kernel.peek().nodes[index]!;
  const params = kernel.params(index) as {
    programs?: readonly Program[];
    env?: Env;
    cluster?: { protocol: Replication<unknown, unknown> } | null;
  };
  const { programs = [], env } = params;
  // What there is one of comes first; what comes and goes, behind it.
  const machines: MachineView[] = [];
  const flows: MachineView[] = [];
  const protocol = params.cluster?.protocol;
  const chart = protocol?.chart;
  const { role } = kernel.shown(index) as { role?: unknown };
  if (chart !== undefined && typeof role === 'string')
    machines.push(viewMachine(chart, chart.id, nodeId, role));
  const { replication } = node.state as { replication?: unknown };
  for (const { chart: own, subject, at } of (protocol?.machines?.(replication) ?? []).slice(0, FLOWS_MAX))
    machines.push(viewMachine(own, own.id, subject, at));
  hostsOf(node.state).forEach((host, instance) => {
    for (const flow of tableValues(host.flows).slice(-FLOWS_MAX).reverse()) {
      const program = programs[flow.program];
      if (program !== undefined) flows.push(viewMachine(program.chart, program.title, flow.id, flow.at));
    }
    for (const [link, { chain }] of host.calls.policies) {
      const { id } = kernel.system.links[link]!;
      // Before its first call through a link an instance has no state there yet.
      env?.links.get(id)?.chain.forEach(({ policy }, place) => {
        if (policy.chart === undefined || policy.modeOf === undefined || place >= chain.length) return;
        const mode = policy.modeOf(chain[place]);
        machines.push(
          viewMachine(policy.chart, `${policy.field} ${id}`, instanceName(nodeId, instance), mode),
        );
      });
    }
  });
  machines.push(...flows);
  // Whatever the kind runs when nothing is under way: its machines at rest.
  for (const program of programs) {
    if (!machines.some((machine) => machine.title === program.title))
      machines.push(viewMachine(program.chart, program.title));
  }
  return { node: nodeId, at: kernel.now, machines, data: plainOf(node.state) };
}

interface HostLike {
  readonly flows: Table<FlowState>;
  readonly calls: { readonly policies: ReadonlyMap<number, { readonly chain: readonly unknown[] }> };
}

/** The flow hosts of a node, by instance, wherever its kind keeps them. */
function hostsOf(state: unknown): HostLike[] {
  const { host, instances } = state as { host?: HostLike; instances?: readonly { host?: HostLike }[] };
  if (host !== undefined) return [host];
  return (instances ?? []).flatMap((each) => (each.host === undefined ? [] : [each.host]));
}

/** State as JSON data: maps and sets become records and lists. */
function plainOf(value: unknown): Plain {
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
