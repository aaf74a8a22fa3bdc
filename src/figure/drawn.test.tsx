import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Balancer } from './balancer.tsx';
import { Breaker } from './breaker.tsx';
import { Cache } from './cache.tsx';
import { Client } from './client.tsx';
import { Connector } from './connector.tsx';
import { Database } from './database.tsx';
import { Gateway } from './gateway.tsx';
import type { Lod } from './geometry.ts';
import { Link } from './link.tsx';
import { Log } from './log.tsx';
import type { NodeProps } from './node.tsx';
import { Queue } from './queue.tsx';
import { Registry } from './registry.tsx';
import { Service } from './service.tsx';
import { Tear } from './tear.tsx';

const drawn = (marks: ReactNode): string => renderToStaticMarkup(<svg>{marks}</svg>);

const EMPTY = { label: 'p0', first: 0, cells: [], readTo: 0, cursors: [{ offset: 0, open: false }] };

const nodes: Record<string, (view: NodeProps) => ReactElement> = {
  client: (view) => <Client {...view} />,
  gateway: (view) => <Gateway {...view} rows={['p99 –']} />,
  balancer: (view) => <Balancer {...view} ports={0} next={7} />,
  service: (view) => <Service {...view} instances={[]} queue={{ length: 0, max: 0 }} />,
  'large service': (view) => (
    <Service
      {...view}
      instances={Array.from({ length: 40 }, (_, i) => ({
        state: i === 3 ? 'down' : 'up',
        busy: i % 9,
        slots: 8,
      }))}
      queue={{ length: 99, max: 24 }}
      alert="queue full"
    />
  ),
  database: (view) => <Database {...view} versions={[]} ghost="v1" />,
  diverged: (view) => <Database {...view} versions={['v1']} halves={['v2', 'v2′']} depth={1} />,
  cache: (view) => <Cache {...view} ttl={0} />,
  queue: (view) => <Queue {...view} waiting={4000} setAside={12} />,
  registry: (view) => <Registry {...view} rows={[]} />,
  connector: (view) => <Connector {...view} plugged={false} />,
  log: (view) => <Log {...view} partitions={[EMPTY]} groups={[{ name: 'mail', lag: 123_456, open: true }]} />,
};

describe('every silhouette', () => {
  const lods: [Lod, number][] = [
    ['full', 1],
    ['mid', 0.65],
    ['far', 0.2],
  ];
  it.each(Object.keys(nodes))('%s is drawn at every level of detail, also with extreme data', (name) => {
    for (const [lod, zoom] of lods) {
      for (const crashed of [false, true]) {
        const svg = drawn(nodes[name]?.({ name: 'a', lod, zoom, crashed, selected: true }));
        expect(svg).not.toMatch(/NaN|undefined|Infinity|="-\d[^"]*" height/);
        expect(svg).toContain('>a<');
      }
    }
  });
});

describe('service', () => {
  const squares = (slots: number, instances: number): number =>
    drawn(
      <Service
        name="s"
        instances={Array.from({ length: instances }, () => ({ state: 'up', busy: 1, slots }))}
      />,
    ).split('class="slot').length - 1;
  it('draws a square per slot while they fit, then a bar per instance, then one bar', () => {
    expect(squares(4, 3)).toBe(12);
    // A bar is its outline and its filling.
    expect(squares(8, 4)).toBe(8);
    expect(squares(8, 20)).toBe(2);
  });
  it('says how many of many instances run', () => {
    const svg = drawn(nodes['large service']?.({ name: 'a' }));
    expect(svg).toContain('39 of 40');
  });
});

describe('breaker', () => {
  it('keeps its leaf in the page from state to state, so that it can swing', () => {
    for (const state of ['closed', 'half', 'open'] as const) {
      const svg = drawn(<Breaker x={0} y={0} state={state} />);
      expect(svg).toContain('class="leaf"');
      expect(svg).toContain(`breaker-${state}`);
      expect(svg.includes('class="arc"')).toBe(state !== 'closed');
    }
  });
});

describe('link', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 200, y: 0 },
  ];
  it('frays on both sides of a tear, and not at a bridge', () => {
    const frays = (link: ReactElement): number => drawn(link).split('class="fray"').length - 1;
    expect(frays(<Link points={points} torn={[[80, 100]]} />)).toBe(2);
    expect(frays(<Link points={points} gaps={[[80, 140]]} />)).toBe(0);
  });
});

describe('tear', () => {
  it('tells when it has healed only while it heals', () => {
    const tear = drawn(<Tear x={0} y={0} length={50} tag="cut" />);
    expect(tear).toContain('>cut<');
    expect(drawn(<Tear x={0} y={0} length={50} tag="cut" healing />)).not.toContain('>cut<');
  });
});
