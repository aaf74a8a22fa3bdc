import type { ReactElement } from 'react';
import type { Size } from '#figure/geometry.ts';
import type { NodeProps } from '#figure/node.tsx';
import { Service, sizeOfService, type ServiceProps } from '#figure/service.tsx';
import { SLIP_ABOVE, Slip, sizeOfSlip, type SlipProps } from '#figure/slip.tsx';
import {
  kindView,
  nameOf,
  percent,
  secondsSince,
  shortTime,
  statusOf,
  whole,
  type DesignNode,
  type Moment,
} from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';
import { undecidedAt } from './undecided.tsx';

interface Props extends Pick<
  ServiceProps,
  'instances' | 'queue' | 'p99' | 'errors' | 'errorsBad' | 'note' | 'noteBad' | 'alert' | 'crashed'
> {
  /** The work that has been undecided for longest, when that is long. */
  readonly slip?: Omit<SlipProps, 'owner'> | undefined;
}

const instancesOf = (node: DesignNode): number => whole(node['instances'], 1, 1, 100);
const handlersOf = (node: DesignNode): readonly unknown[] =>
  Array.isArray(node['handlers']) ? (node['handlers'] as unknown[]) : [];

export const serviceView = kindView<Props>({
  kind: 'service',
  ...words.service,
  icon: 'service',
  carries: 'call',
  fresh: { instances: 2, slots: 4 },
  instances: instancesOf,

  offer(id, node) {
    const first = handlersOf(node).find(
      (handler): handler is { request: string } =>
        typeof handler === 'object' &&
        handler !== null &&
        typeof (handler as { request?: unknown }).request === 'string',
    );
    return { step: { call: id, op: first?.request ?? 'request' } };
  },

  take(node, { step, handler }, neighbour) {
    const handlers = handlersOf(node);
    if (handler !== undefined) {
      const reads = handlers.some(
        (one) => typeof one === 'object' && one !== null && (one as { from?: unknown }).from === neighbour,
      );
      return reads ? node : { ...node, handlers: [...handlers, handler] };
    }
    // Calls need no handler: without any, a service calls its links by itself. What is published must be said.
    const said = step !== undefined && (step['publish'] ?? step['send']) !== undefined;
    if (!said || handlers.length > 0) return node;
    return {
      ...node,
      handlers: [{ request: 'request', steps: [{ work: '5ms' }, step, { reply: { ok: true } }] }],
    };
  },

  design: (id, node) => {
    const slots = whole(node['slots'], 8, 1, 10_000);
    return {
      name: nameOf(id, node),
      instances: Array.from({ length: instancesOf(node) }, () => ({
        state: 'idle' as const,
        busy: 0,
        slots,
      })),
      queue: { length: 0, max: whole(node['queue'], 100, 0, 1_000_000) * instancesOf(node) },
      p99: words.noP99,
      errors: words.noCalls,
    };
  },
  sizeOf,
  moment,
  Figure: ServiceWithSlip,
});

/** The card, and what stands out beyond it: a slip, and the badge of a full queue. */
function sizeOf({ slip, alert, ...props }: Props & { readonly name: string }): Size {
  const size = sizeOfService(props);
  const { width, height } = size;
  const over = [
    ...(slip === undefined
      ? []
      : [{ x: 4, y: -SLIP_ABOVE, width: sizeOfSlip({ ...slip, owner: width }).width, height: SLIP_ABOVE }]),
    ...(alert === undefined
      ? []
      : [{ x: width - 96, y: slip === undefined ? -9 : height - 5, width: 90, height: 18 }]),
  ];
  return over.length === 0 ? size : { ...size, over };
}

/** Undecided work lies on a paper slip, tucked behind the card. */
function ServiceWithSlip({ slip, ...props }: Props & NodeProps): ReactElement {
  const isShown = slip !== undefined && (props.lod ?? 'full') === 'full';
  return (
    <>
      {isShown && (
        <g transform={`translate(4 ${-SLIP_ABOVE})`}>
          <Slip {...slip} owner={sizeOfService(props).width} />
        </g>
      )}
      <Service {...props} alertBelow={isShown} />
    </>
  );
}

function moment(props: Props & { readonly name: string }, now: Moment): Props & { readonly name: string } {
  const { run, node, t } = now;
  const status = statusOf(now, props.instances.length);
  const latency = run.latencyAt(node, t);
  let waiting = 0;
  const instances = props.instances.map((one, i) => {
    waiting += run.valueAt(node, i, 'queue', t);
    const busy = Math.min(one.slots, run.valueAt(node, i, 'busy', t));
    const word = run.statusAt(node, i, t);
    return {
      slots: one.slots,
      busy,
      state: word !== 'up' ? word : busy > 0 || latency !== null ? 'up' : 'idle',
    } as const;
  });
  const max = props.queue?.max ?? 0;
  const live = {
    ...props,
    instances,
    queue: { length: waiting, max },
    p99: latency === null || latency.p99 < 0 ? words.noP99 : words.p99(shortTime(latency.p99)),
    errors: latency === null ? words.noCalls : words.errors(percent(latency.errors)),
    errorsBad: latency !== null && latency.errors >= 0.1,
    alert: refusedLately(now) ? words.queueFull : undefined,
    slip: slipAt(now),
  };
  if (status.allDown) {
    return {
      ...live,
      crashed: true,
      note: words.crashedFor(secondsSince(status.since, t)),
      alert: undefined,
    };
  }
  return status.allPaused ? { ...live, note: words.pausedFor(secondsSince(status.since, t)) } : live;
}

/** Work is in doubt when it has been under way for longer than this, and than a person takes to see that, µs. */
const IN_DOUBT_US = 200_000;

function slipAt(now: Moment): Props['slip'] {
  const least = Math.max(IN_DOUBT_US, now.lingerUs);
  const late = undecidedAt(now).filter(({ since }) => now.t - since > least);
  const [oldest] = late;
  if (oldest === undefined) return undefined;
  const { id, status, handler, since } = oldest;
  return { id, status, doing: handler, more: late.length - 1, age: secondsSince(since, now.t) };
}

/** A queue counts as full for as long as it takes to read that it is. */
function refusedLately({ run, node, t, lingerUs }: Moment): boolean {
  const rejected = run.lastFact(node, -1, 'rejected', t);
  if (rejected < 0 || t - (run.store.time[rejected] ?? 0) > lingerUs) return false;
  const data = run.store.dataOf(rejected);
  return (
    typeof data === 'object' &&
    data !== null &&
    !Array.isArray(data) &&
    (data as { reason?: unknown }).reason === 'queueFull'
  );
}
