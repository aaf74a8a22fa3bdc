import { useState, type ReactElement } from 'react';
import { Badge } from './badge.tsx';
import { Breaker, BREAKER_SPAN, breakerSpot, type BreakerState } from './breaker.tsx';
import { Marker, Step } from './cause.tsx';
import { Client, sizeOfClient } from './client.tsx';
import { Database, sizeOfDatabase } from './database.tsx';
import { Gateway, sizeOfGateway } from './gateway.tsx';
import { lodAt, type Point, type Size } from './geometry.ts';
import { Drop, Message } from './still-message.tsx';
import { Flow, Link, type LinkKind } from './link.tsx';
import { Log, sizeOfLog, type LogProps } from './log.tsx';
import { placeOf, routeLinks, type End } from './routes.ts';
import { Service, sizeOfService, type ServiceProps } from './service.tsx';
import { Slip, SLIP_ABOVE } from './slip.tsx';
import { Tear } from './tear.tsx';
import { tearShape, tornStretches } from './tear-shape.ts';
import { pathOf, pointAt, trackOf } from './track.ts';
import { Note } from './text.tsx';
import { Zone } from './zone.tsx';
import type { NodeProps } from './node.tsx';

const up = (busy: number, slots = 4) => ({ state: 'up' as const, busy, slots });
const service = (name: string, busy: number, more: Partial<ServiceProps> = {}): ServiceProps => ({
  name,
  instances: [up(busy), up(Math.max(0, busy - 1))],
  queue: { length: busy, max: 24 },
  p99: 'p99 21 ms',
  errors: 'err 0.0 %',
  ...more,
});
const log = (name: string, group: string, offsets: readonly number[]): LogProps => ({
  name,
  sub: 'topic of events',
  cells: 8,
  partitions: offsets.map((next, i) => ({
    label: `p${i}`,
    first: next - 8,
    cells: ['event', 'event', 'compensation', 'event', 'failure', 'event', 'event', 'event'],
    readTo: next - 1,
    cursors: [{ offset: next - (i === 0 ? 1 : 0), open: false }],
  })),
  groups: [{ name: group, lag: 1, open: false }],
});

interface Part {
  readonly id: string;
  readonly at: Point;
  readonly size: Size;
  draw(view: Pick<NodeProps, 'lod' | 'zoom'>): ReactElement;
}

const part = <Props,>(
  id: string,
  x: number,
  y: number,
  props: Props,
  sizeOf: (props: Props) => Size,
  Draw: (props: Props) => ReactElement,
): Part => ({ id, at: { x, y }, size: sizeOf(props), draw: (view) => <Draw {...props} {...view} /> });

const PARTS: readonly Part[] = [
  part('shoppers', 60, 156, { name: 'Shoppers', sub: '5 orders/s' }, sizeOfClient, Client),
  part(
    'gateway',
    190,
    143,
    { name: 'API gateway', rows: ['p99 148 ms', 'err 0.0 %'] },
    sizeOfGateway,
    Gateway,
  ),
  part('orders', 380, 136, service('Orders', 4, { p99: 'p99 171 ms' }), sizeOfService, Service),
  part('payments', 1090, 136, service('Payments', 0), sizeOfService, Service),
  part(
    'ordersDb',
    780,
    290,
    { name: 'ordersDb', sub: 'primary', versions: ['v42', 'v41'], depth: 2, state: 'fresh' as const },
    sizeOfDatabase,
    Database,
  ),
  part(
    'replica',
    1130,
    290,
    { name: 'ordersDb', sub: 'replica', versions: ['v41'], depth: 2, state: 'stale' as const, ghost: 'v42' },
    sizeOfDatabase,
    Database,
  ),
  part('ordersLog', 460, 300, log('orders', 'customers', [21, 19]), sizeOfLog, Log),
  part('customersLog', 100, 300, log('customers', 'orders', [8, 8]), sizeOfLog, Log),
  part('customers', 490, 480, service('Customers', 2), sizeOfService, Service),
  part(
    'shipping',
    760,
    500,
    service('Shipping', 0, {
      crashed: true,
      note: 'crashed 0.8 s ago',
      instances: [{ state: 'down', busy: 0, slots: 4 }],
    }),
    sizeOfService,
    Service,
  ),
  part(
    'customersDb',
    160,
    500,
    { name: 'customersDb', versions: ['v3', 'v2'], depth: 2 },
    sizeOfDatabase,
    Database,
  ),
  part('bo', 1240, 500, { name: 'Bo', sub: 'support desk' }, sizeOfClient, Client),
];

interface Line {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  readonly kind: LinkKind;
}
const line = (from: string, to: string, kind: LinkKind = 'call', port?: string): Line => ({
  id: `${from}-${to}`,
  from: { node: from, ...(port !== undefined && { port }) },
  to: { node: to },
  kind,
});
const LINES: readonly Line[] = [
  line('shoppers', 'gateway'),
  line('gateway', 'orders'),
  line('orders', 'payments'),
  line('orders', 'ordersDb'),
  line('ordersDb', 'replica', 'replication'),
  line('orders', 'ordersLog', 'event'),
  line('ordersLog', 'customers', 'event', 'customers'),
  line('ordersLog', 'shipping', 'event', 'customers'),
  line('customersLog', 'orders', 'event', 'orders'),
  line('customers', 'customersLog', 'event'),
  line('customers', 'customersDb'),
  line('bo', 'replica'),
];

const TEAR = { x: 1000, length: 700, seed: 23 };

/** Marks at work: a routed figure with a tear, an open bridge and a causal chain, at any zoom (`?zoom=0.4`). */
export function FigureAtWork({ zoom }: { zoom: number }): ReactElement {
  const lod = lodAt(zoom);
  const view = { lod, zoom };
  const [breaker, setBreaker] = useState<BreakerState>('open');
  const routes = routeLinks(new Map(PARTS.map((one) => [one.id, placeOf(one.size, one.at)])), LINES);
  const paper = tearShape(TEAR.length, { seed: TEAR.seed });
  const pay = routes.get('orders-payments') ?? [];
  const bridge = breakerSpot([pay[0] as Point, { x: TEAR.x - 40, y: pay[0]?.y ?? 0 }]);
  const torn = (points: readonly Point[]) => tornStretches(points, paper, { y: -6, ...TEAR });
  const chain = [routes.get('ordersDb-replica') ?? [], (routes.get('bo-replica') ?? []).toReversed()];
  return (
    <svg className="fig" viewBox={`0 0 ${1388 / zoom} ${674 / zoom}`} width={1388} height={674}>
      <rect width="100%" height="100%" className="sheet" />
      <rect width="1388" height="674" fill="url(#fig-dots)" />
      <g transform="translate(24 20)">
        <Zone name="eu-west" width={TEAR.x - 24} height={634} {...view} />
      </g>
      <g transform={`translate(${TEAR.x} 20)`}>
        <Zone name="us-east" width={364} height={634} corner="right" {...view} />
      </g>
      {LINES.map(({ id, kind }) => {
        const points = routes.get(id) ?? [];
        const cut = torn(points);
        const open: [number, number][] =
          id === 'orders-payments' && bridge !== undefined
            ? [[bridge.distance - BREAKER_SPAN / 2, bridge.distance + BREAKER_SPAN / 2]]
            : [];
        return lod === 'far' && kind !== 'replication' ? (
          <Flow
            key={id}
            points={points}
            torn={cut}
            down={id === 'ordersLog-shipping'}
            kind={kind === 'event' ? 'event' : 'request'}
            perSecond={400}
            zoom={zoom}
          />
        ) : (
          <Link
            key={id}
            points={points}
            kind={kind}
            torn={cut}
            gaps={open}
            down={id === 'ordersLog-shipping'}
          />
        );
      })}
      <Marker d={chain.map((points) => pathOf(points)).join('')} />
      <Tear y={-6} tag="cut · heals in 1.6 s" tagAt={50} zoom={zoom} {...TEAR} />
      <g transform={`translate(384 ${136 - SLIP_ABOVE})`}>
        <Slip id="ada/42" status="PENDING" age="1.6 s" owner={160} />
      </g>
      {PARTS.map((one) => (
        <g key={one.id} transform={`translate(${one.at.x} ${one.at.y})`}>
          {one.draw(view)}
        </g>
      ))}
      {bridge !== undefined && lod !== 'far' && (
        <g onClick={() => setBreaker(breaker === 'open' ? 'half' : breaker === 'half' ? 'closed' : 'open')}>
          <Breaker
            {...bridge}
            state={breaker}
            tag={breaker === 'closed' ? undefined : 'open · 1.8 s'}
            zoom={zoom}
          />
        </g>
      )}
      <Badge x={1168} y={405} tone="stale" numeric height={20} zoom={zoom}>
        v41 · 380 ms behind
      </Badge>
      <Step x={980} y={90} n={1} zoom={zoom} />
      <Step x={900} y={300} n={2} zoom={zoom} />
      <Note x={1080} y={560} lines={['“I see 41 orders.', 'Which 42nd?”']} />
      <Walkers routes={routes} />
    </svg>
  );
}

/** A few messages as still marks, in the places the tracks give. */
function Walkers({ routes }: { routes: ReadonlyMap<string, readonly Point[]> }): ReactElement {
  const spot = (id: string, fraction: number) => pointAt(trackOf(routes.get(id) ?? []), fraction);
  const lost = spot('ordersDb-replica', 0.35);
  return (
    <>
      <Message kind="request" {...spot('gateway-orders', 0.5)} />
      <Message kind="event" {...spot('orders-ordersLog', 0.6)} />
      <Message kind="event" {...spot('customers-customersLog', 0.5)} />
      <Message kind="compensation" {...spot('ordersLog-customers', 0.5)} />
      <Message kind="request" {...spot('orders-ordersDb', 0.6)} />
      <Drop kind="replication" x={lost.x} y={lost.y} />
    </>
  );
}
