import { Gateway, sizeOfGateway, type GatewayProps } from '#figure/gateway.tsx';
import { kindView, nameOf, percent, secondsSince, shortTime, statusOf } from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

type Props = Pick<GatewayProps, 'rows' | 'bad' | 'crashed'>;

export const gatewayView = kindView<Props>({
  kind: 'gateway',
  ...words.gateway,
  icon: 'gateway',
  carries: 'call',
  fresh: {},
  offer: (id) => ({ step: { call: id, op: 'request' } }),
  design: (id, node) => ({ name: nameOf(id, node), rows: [words.noP99, words.noCalls] }),
  sizeOf: sizeOfGateway,
  moment(props, now) {
    const { run, node, t } = now;
    const status = statusOf(now, 1);
    if (status.allDown)
      return { ...props, crashed: true, rows: [words.crashed, words.ago(secondsSince(status.since, t))] };
    if (status.allPaused) return { ...props, rows: [words.paused, secondsSince(status.since, t)] };
    const latency = run.latencyAt(node, t);
    if (latency === null) return props;
    return {
      ...props,
      rows: [
        latency.p99 < 0 ? words.noP99 : words.p99(shortTime(latency.p99)),
        words.errors(percent(latency.errors)),
      ],
      bad: latency.errors >= 0.1,
    };
  },
  Figure: Gateway,
});
