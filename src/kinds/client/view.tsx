import { Client, sizeOfClient, type ClientProps } from '#figure/client.tsx';
import { kindView, nameOf, secondsSince, statusOf, type DesignNode } from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

type Props = Pick<ClientProps, 'sub' | 'crashed'>;

const flowsOf = (node: DesignNode): readonly Record<string, unknown>[] =>
  (Array.isArray(node['flows']) ? (node['flows'] as unknown[]) : []).filter(
    (flow): flow is Record<string, unknown> => typeof flow === 'object' && flow !== null,
  );

export const clientView = kindView<Props>({
  kind: 'client',
  ...words.client,
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
      ? { ...props, crashed: true, sub: words.stopped(secondsSince(status.since, now.t)) }
      : props;
  },
  Figure: Client,
});

/** The load in a word or two: "5/s", "every 1s", "10 users"; of several flows the first, and how many more. */
function loadOf(node: DesignNode): string {
  const flows = flowsOf(node);
  const first = flows[0];
  if (first === undefined) return words.idle;
  const more = flows.length > 1 ? ` ${words.andMore(flows.length - 1)}` : '';
  return arrivals(first['arrive']) + more;
}

function arrivals(arrive: unknown): string {
  if (typeof arrive !== 'object' || arrive === null) return '';
  const { rate, every, users, at } = arrive as Record<string, unknown>;
  if (typeof rate === 'string') return rate;
  if (every !== undefined) return typeof every === 'string' ? words.every(every) : words.nowAndThen;
  if (typeof users === 'number') return words.users(users);
  return Array.isArray(at) ? words.times(at.length) : '';
}
