import { Queue, sizeOfQueue, type QueueProps } from '#figure/queue.tsx';
import { kindView, nameOf, secondsSince, statusOf, type DesignNode } from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

type Props = Pick<QueueProps, 'sub' | 'waiting' | 'setAside' | 'crashed'>;

const namesOf = (node: DesignNode): readonly string[] =>
  typeof node['queues'] === 'object' && node['queues'] !== null ? Object.keys(node['queues']) : [];

export const queueView = kindView<Props>({
  kind: 'queue',
  ...words.queue,
  icon: 'queue',
  carries: 'event',
  fresh: { queues: { work: { maxDeliveries: 3 } } },
  offer(id, node) {
    const queue = namesOf(node)[0] ?? 'work';
    return {
      step: { send: id, queue, body: { n: '${n}' } },
      handler: { queue, from: id, steps: [{ work: '50ms' }] },
    };
  },
  design: (id, node) => ({
    name: nameOf(id, node),
    sub: namesOf(node).join(', ') || words.empty,
    waiting: 0,
    setAside: 0,
  }),
  sizeOf: sizeOfQueue,
  moment(props, now) {
    const status = statusOf(now, 1);
    let waiting = 0;
    let taken = 0;
    let setAside = 0;
    for (const queue of now.run.queueAt(now.node, now.t)) {
      waiting += queue.waiting;
      taken += queue.unacknowledged;
      setAside += queue.dead;
    }
    const sub = status.allDown
      ? words.crashedFor(secondsSince(status.since, now.t))
      : status.allPaused
        ? words.paused
        : words.waiting(waiting, taken);
    return { ...props, waiting, setAside, sub, crashed: status.allDown };
  },
  Figure: Queue,
});
