import { Client, sizeOfClient, type ClientProps } from '#editor/figure/client.tsx';
import { kindView, nameOf, secondsSince, statusOf, type DesignNode } from '#kinds/view.tsx';

type Props = Pick<ClientProps, 'sub' | 'crashed'>;

const flowsOf = (node: DesignNode): readonly Record<string, unknown>[] =>
  Array.isArray(node['flows']) ? (node['flows'] as Record<string, unknown>[]) : [];

export const clientView = kindView<Props>({
  kind: 'client',
  title: 'Client',
  sentence: 'People or programs outside the system: the source of all load.',
  alias: ['user', 'browser', 'shopper', 'load', 'traffic', 'app'],
  icon: 'client',
  carries: 'call',
  hasLoad: true,
  fresh: { flows: [] },
  take(node, { step }) {
    if (step === undefined || flowsOf(node).length > 0) return node;
    return { ...node, flows: [{ arrive: { rate: '5/s' }, steps: [step] }] };
  },
  design: (id, node) => ({ name: nameOf(id, node), sub: loadOf(node) }),
  sizeOf: sizeOfClient,
  moment(props, now) {
    const status = statusOf(now, 1);
    return status.allDown
      ? { ...props, crashed: true, sub: `stopped ${secondsSince(status.since, now.t)} ago` }
      : props;
  },
  Figure: Client,
});

/** The load in a word or two: "5/s", "every 1s", "10 users"; of several flows the first, and how many more. */
function loadOf(node: DesignNode): string {
  const flows = flowsOf(node);
  const first = flows[0];
  if (first === undefined) return 'idle';
  const more = flows.length > 1 ? ` +${flows.length - 1}` : '';
  return arrivals(first['arrive']) + more;
}

function arrivals(arrive: unknown): string {
  if (typeof arrive !== 'object' || arrive === null) return '';
  const { rate, every, users, at } = arrive as Record<string, unknown>;
  if (typeof rate === 'string') return rate;
  if (every !== undefined) return typeof every === 'string' ? `every ${every}` : 'now and then';
  if (typeof users === 'number') return users === 1 ? '1 user' : `${users} users`;
  return Array.isArray(at) ? (at.length === 1 ? 'once' : `${at.length} times`) : '';
}
