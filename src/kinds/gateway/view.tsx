import { Gateway, sizeOfGateway, type GatewayProps } from '#editor/figure/gateway.tsx';
import { kindView, nameOf, percent, secondsSince, shortTime, statusOf } from '#kinds/view.tsx';

type Props = Pick<GatewayProps, 'rows' | 'bad' | 'crashed'>;

export const gatewayView = kindView<Props>({
  kind: 'gateway',
  title: 'API gateway',
  sentence: 'One address for clients; hands requests on, or composes several replies.',
  alias: ['gateway', 'edge', 'bff', 'reverse proxy', 'ingress', 'backend for frontend'],
  icon: 'gateway',
  carries: 'call',
  fresh: {},
  offer: (id) => ({ step: { call: id, op: 'request' } }),
  design: (id, node) => ({ name: nameOf(id, node), rows: ['p99 –', 'no calls'] }),
  sizeOf: sizeOfGateway,
  moment(props, now) {
    const { run, node, t } = now;
    const status = statusOf(now, 1);
    if (status.allDown)
      return { ...props, crashed: true, rows: ['crashed', `${secondsSince(status.since, t)} ago`] };
    if (status.allPaused) return { ...props, rows: ['paused', secondsSince(status.since, t)] };
    const latency = run.latencyAt(node, t);
    if (latency === null) return props;
    return {
      ...props,
      rows: [latency.p99 < 0 ? 'p99 –' : `p99 ${shortTime(latency.p99)}`, `err ${percent(latency.errors)}`],
      bad: latency.errors >= 0.1,
    };
  },
  Figure: Gateway,
});
