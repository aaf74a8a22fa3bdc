import '#ui/tokens.css';
import '#ui/base.css';
import './figure.css';
import './plate.css';
import { useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Mark } from '#ui/icon.tsx';
import { onThemeChange, setTheme, type Theme } from '#ui/theme.ts';
import { Badge } from './badge.tsx';
import { Balancer } from './balancer.tsx';
import { Breaker, type BreakerState } from './breaker.tsx';
import { Cache } from './cache.tsx';
import { Client } from './client.tsx';
import { Connector } from './connector.tsx';
import { Database } from './database.tsx';
import { FigureDefs } from './defs.tsx';
import { Gateway } from './gateway.tsx';
import { MESSAGE_KINDS, type MessageKind } from './glyph.tsx';
import { Drop, Message } from './still-message.tsx';
import { Flow, Link, type LinkKind } from './link.tsx';
import { Log, type Cell } from './log.tsx';
import { messageItems, paintMessages } from './messages.ts';
import { readPalette } from './palette.ts';
import { Queue } from './queue.tsx';
import { Registry } from './registry.tsx';
import { Service, type Instance, type InstanceState, type ServiceProps } from './service.tsx';
import { Slip } from './slip.tsx';
import { ShortTear, SHORT_TEAR_GAP, Tear } from './tear.tsx';
import { tearShape } from './tear-shape.ts';
import { Note, Text } from './text.tsx';
import { Zone } from './zone.tsx';
import { FigureAtWork } from './plate-figure.tsx';

/**
 * A specimen plate: every mark of the figure once, with its name. Opened by hand (`/src/figure/plate.html` of
 * the development server) and by the eye of whoever changes a mark; `?theme=dark` and `?theme=projector` turn it, `?zoom=1` shows the marks at work.
 */
function Plate(): ReactElement {
  return (
    <div className="plate">
      <FigureDefs />
      <header>
        <Mark size={28} /> Halfopen
        <p>
          Plate 1. <i>Every mark of the figure, once.</i>
        </p>
      </header>
      <div className="two">
        <Section title="Messages and badges">
          <Messages />
        </Section>
        <Section title="Links, breaker, partition">
          <Links />
        </Section>
      </div>
      <Section title="Node kinds">
        <Kinds />
      </Section>
      <Section title="States">
        <States />
      </Section>
    </div>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
);

const Figure = ({ w, h, children }: { w: number; h: number; children: ReactNode }): ReactElement => (
  <svg className="fig" viewBox={`0 0 ${w} ${h}`} width={w} height={h}>
    {children}
  </svg>
);

const At = ({ x, y, children }: { x: number; y: number; children: ReactNode }): ReactElement => (
  <g transform={`translate(${x} ${y})`}>{children}</g>
);

const level = (x: number, y: number, to: number) => [
  { x, y },
  { x: to, y },
];

const LINK_OF: Readonly<Record<MessageKind, LinkKind>> = {
  request: 'call',
  reply: 'call',
  event: 'event',
  compensation: 'event',
  replication: 'replication',
  control: 'call',
};
const SAYS: Readonly<Record<MessageKind, string>> = {
  request: 'a question travels',
  reply: 'its answer, hollow',
  event: 'a fact, no answer',
  compensation: 'undoes a step',
  replication: 'a copy of data',
  control: 'a beat, a vote',
};

function Messages(): ReactElement {
  return (
    <Figure w={664} h={168}>
      {MESSAGE_KINDS.map((kind, i) => {
        const x = 16 + i * 110;
        return (
          <g key={kind}>
            <Link points={level(x, 30, x + 88)} kind={LINK_OF[kind]} arrow />
            <Message kind={kind} x={x + 54} y={30} dx={1} />
            <Text x={x} y={62} cls="t-name">
              {kind}
            </Text>
            <Text x={x} y={77}>
              {SAYS[kind]}
            </Text>
          </g>
        );
      })}
      <Link points={level(16, 128, 118)} />
      <Message kind="request" x={74} y={128} dx={1} failed />
      <Text x={16} y={158} cls="t-name">
        failed
      </Text>
      <Link points={level(148, 128, 214)} />
      <Drop kind="request" x={226} y={128} />
      <Badge x={284} y={128} icon="cross">
        queue full
      </Badge>
      <Text x={148} y={158} cls="t-name">
        dropped, with its reason
      </Text>
      <Badge x={408} y={128} tone="stale" numeric height={20}>
        v41 · 380 ms behind
      </Badge>
      <Text x={334} y={158} cls="t-name">
        stale
      </Text>
      <At x={498} y={108}>
        <Slip id="ada/42" status="PENDING" age="1.6 s" owner={160} />
      </At>
      <path className="baseline" d="M494 142H654" />
      <Text x={498} y={158} cls="t-name">
        a decision in doubt
      </Text>
    </Figure>
  );
}

function Links(): ReactElement {
  const tear = tearShape(176, { width: 14, fibre: 4.5, seed: 4, drift: 5 });
  const cut = (y: number): [number, number] => {
    const [near, far] = tear.edgesAt(y + 4);
    return [100 + near - 8 - 10, 100 + far + 8 - 10];
  };
  const bridge = (x: number, state: BreakerState, name: string, sub: string): ReactElement => (
    <g key={state}>
      <Link points={level(x, 46, x + 144)} arrow={false} torn={[]} />
      <path d={`M${x + 44} 46h60`} stroke="var(--sheet)" strokeWidth={4} />
      <Breaker x={x + 74} y={46} state={state} />
      <Text x={x + 74} y={88} cls="t-name" anchor="middle">
        {name}
      </Text>
      <Text x={x + 74} y={103} anchor="middle">
        {sub}
      </Text>
    </g>
  );
  return (
    <Figure w={664} h={168}>
      <Link points={level(10, 46, 186)} arrow={false} torn={[cut(46)]} />
      <Link points={level(10, 112, 186)} kind="replication" torn={[cut(112)]} />
      <Tear x={100} y={-4} length={176} width={14} fibre={4.5} seed={4} drift={5} />
      <Text x={128} y={158} cls="t-name">
        partition
      </Text>
      {bridge(214, 'closed', 'closed', 'traffic crosses')}
      {bridge(366, 'half', 'half-open', 'three may try')}
      {bridge(518, 'open', 'open', 'nobody crosses')}
      <Link points={level(226, 138, 318)} />
      <Text x={226} y={160} cls="t-name">
        call
      </Text>
      <Link points={level(376, 138, 468)} kind="event" />
      <Text x={376} y={160} cls="t-name">
        publish, consume
      </Text>
      <Link points={level(528, 138, 620)} kind="replication" arrow selected />
      <Text x={528} y={164} cls="t-name">
        replicate, selected
      </Text>
    </Figure>
  );
}

const of = (state: InstanceState, busy: number, slots = 4): Instance => ({ state, busy, slots });
const cells = (text: string): Cell[] =>
  [...text].map((c) => (c === 'c' ? 'compensation' : c === 'x' ? 'failure' : 'event'));

function Kinds(): ReactElement {
  const service: ServiceProps = {
    name: 'Service',
    instances: [of('up', 3), of('up', 2), of('down', 0)],
    queue: { length: 7, max: 24 },
    p99: 'p99 171 ms',
    errors: 'err 0.4 %',
  };
  return (
    <Figure w={1352} h={252}>
      <At x={22} y={20}>
        <Client name="Shoppers" sub="7 orders/s" />
      </At>
      <At x={116} y={9}>
        <Gateway name="API gateway" rows={['p99 184 ms', 'err 0.0 %']} />
      </At>
      <Text x={165} y={102} anchor="middle">
        a wall with posts
      </Text>
      <At x={248} y={10}>
        <Balancer name="Balancer" sub="next port filled" ports={3} next={1} />
      </At>
      <At x={372} y={6}>
        <Service {...service} />
      </At>
      <Note x={372} y={114} lines={['pips: instances · squares: slots']} />
      <At x={580} y={6}>
        <Registry
          name="Registry"
          rows={[
            { name: 'orders-1', state: 'up' },
            { name: 'orders-2', state: 'up' },
            { name: 'orders-3', state: 'down' },
          ]}
        />
      </At>
      <At x={730} y={21}>
        <Connector name="Connector" sub="change capture" />
      </At>
      <At x={873} y={14}>
        <Queue name="Queue" sub="taken once, then gone" waiting={4} setAside={1} />
      </At>
      <At x={1064} y={6}>
        <Zone name="eu-west" width={278} height={104} />
      </At>
      <Text x={1080} y={98}>
        zone: a dotted region of one sheet
      </Text>
      <At x={24} y={138}>
        <Database name="Database" versions={['v42', 'v41', 'v40']} />
      </At>
      <Note x={124} y={166} lines={['one disc per', 'version, newest', 'on top']} />
      <At x={222} y={146}>
        <Cache name="Cache" sub="arc: time to live" hit="hit 92 %" ttl={0.7} />
      </At>
      <At x={372} y={138}>
        <Log
          name="Event log"
          sub="keeps everything"
          partitions={[
            {
              label: 'p0',
              first: 20,
              cells: cells('eeceeecxce'),
              readTo: 26,
              cursors: [
                { offset: 29, open: false },
                { offset: 26, open: true },
              ],
            },
            {
              label: 'p1',
              first: 18,
              cells: cells('eeeceeceee'),
              readTo: 25,
              cursors: [
                { offset: 28, open: false },
                { offset: 25, open: true },
              ],
            },
          ]}
          groups={[
            { name: 'customers', lag: 1, open: false },
            { name: 'shipping', lag: 7, open: true },
          ]}
        />
      </At>
      <Note
        x={660}
        y={170}
        lines={[
          'cells: events at their offsets, dimmed once every',
          'group has read them; triangles: where each group',
          'reads next; the dashed cell is the next offset',
        ]}
      />
      <At x={1010} y={146}>
        <g transform="scale(0.7)">
          <Service {...service} name="Orders" instances={[of('up', 3), of('up', 1)]} lod="mid" zoom={0.7} />
        </g>
      </At>
      <Text x={1010} y={222}>
        from 80 down to 50 %
      </Text>
      <At x={1150} y={154}>
        <g transform="scale(0.45)">
          <Service {...service} name="orders" lod="far" zoom={0.45} />
        </g>
      </At>
      <Text x={1150} y={210}>
        below 50 %
      </Text>
      <Flow points={level(1256, 168, 1340)} kind="request" perSecond={1040} failing={0.3} />
      <Text x={1256} y={210}>
        a crowd: weight
      </Text>
      <Link
        points={level(1150, 240, 1262)}
        arrow={false}
        torn={[[56 - SHORT_TEAR_GAP, 56 + SHORT_TEAR_GAP]]}
      />
      <ShortTear x={1206} y={240} along="horizontal" />
      <Text x={1268} y={244}>
        one node cut off
      </Text>
    </Figure>
  );
}

function States(): ReactElement {
  const state = (x: number, name: string, says: readonly [string, string], props: Partial<ServiceProps>) => (
    <g key={name}>
      <Text x={x} y={16} cls="t-name">
        {name}
      </Text>
      <At x={x} y={30}>
        <Service
          name="Orders"
          instances={[of('up', 0), of('up', 0)]}
          queue={{ length: 0, max: 24 }}
          p99="p99 –"
          errors="no calls"
          {...props}
        />
      </At>
      <Text x={x} y={138}>
        {says[0]}
      </Text>
      <Text x={x} y={152}>
        {says[1]}
      </Text>
    </g>
  );
  const copy = (
    x: number,
    name: string,
    says: readonly [string, string],
    props: Partial<Parameters<typeof Database>[0]>,
  ) => (
    <g key={name}>
      <Text x={x} y={16} cls="t-name">
        {name}
      </Text>
      <At x={x} y={58}>
        <Database name="" versions={['v42', 'v41', 'v40']} depth={2} {...props} />
      </At>
      <Text x={x} y={152}>
        {says[0]}
      </Text>
      <Text x={x} y={166}>
        {says[1]}
      </Text>
    </g>
  );
  return (
    <Figure w={1352} h={208}>
      {state(0, 'idle', ['hollow pips,', 'empty squares'], { instances: [of('idle', 0), of('idle', 0)] })}
      {state(184, 'busy', ['squares fill', 'with work'], {
        instances: [of('up', 3), of('up', 2)],
        queue: { length: 3, max: 24 },
        p99: 'p99 171 ms',
        errors: 'err 0 %',
        selected: true,
      })}
      {state(368, 'overloaded', ['bar turns red at 80 %,', 'badge at 100 %'], {
        instances: [of('up', 4), of('up', 4)],
        queue: { length: 24, max: 24 },
        p99: 'p99 2.4 s',
        errors: 'err 31 %',
        errorsBad: true,
        alert: 'queue full',
      })}
      {state(552, 'crashed', ['dashed outline,', 'hatching, crossed pips'], {
        instances: [of('down', 0), of('down', 0)],
        note: 'crashed 0.8 s ago',
        crashed: true,
      })}
      {state(736, 'paused, starting', ['two bars; a dashed', 'pip; many: a count'], {
        instances: [of('paused', 2), of('starting', 0), of('up', 1)],
        queue: { length: 1, max: 24 },
      })}
      <Tear x={914} y={16} length={118} width={11} seed={8} drift={3} fibre={3.6} />
      {copy(960, 'fresh', ['green lid: has what', 'was last accepted'], { state: 'fresh' })}
      {copy(1096, 'stale', ['yellow, and the missing', 'disc as a ghost'], {
        state: 'stale',
        versions: ['v41', 'v40', 'v39'],
        ghost: 'v42',
      })}
      {copy(1240, 'diverged', ['the newest disc cracks:', 'two truths'], {
        versions: ['v41', 'v40'],
        halves: ['v42', 'v42′'],
      })}
      <Text x={0} y={190} cls="t-name">
        painted
      </Text>
      <foreignObject x={70} y={172} width={640} height={30}>
        <Painted />
      </foreignObject>
    </Figure>
  );
}

/** The same marks by the canvas painter, to be held beside the drawn ones. */
function Painted(): ReactElement {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext('2d') ?? null;
    if (canvas === null || ctx === null) return undefined;
    const ratio = devicePixelRatio;
    canvas.width = 640 * ratio;
    canvas.height = 30 * ratio;
    const items = messageItems(7);
    for (let i = 0; i < 7; i++) {
      items.x[i] = 50 + i * 90;
      items.y[i] = 18;
      items.dx[i] = 1;
      items.kind[i] = i % 6;
      items.flags[i] = i === 6 ? 3 : 0;
    }
    const paint = (): void =>
      paintMessages(ctx, items, 7, readPalette(), {
        width: 640,
        height: 30,
        ratio,
        panX: 0,
        panY: 0,
        zoom: 1,
        label: () => 'ada/42',
      });
    paint();
    void document.fonts.ready.then(paint);
    return onThemeChange(paint);
  }, []);
  return <canvas ref={ref} style={{ width: 640, height: 30 }} />;
}

const asked = new URLSearchParams(location.search);
const theme = asked.get('theme');
const zoom = asked.get('zoom');
if (theme !== null) setTheme(theme as Theme);
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    zoom === null ? (
      <Plate />
    ) : (
      <>
        <FigureDefs />
        <FigureAtWork zoom={Number(zoom)} />
      </>
    ),
  );
