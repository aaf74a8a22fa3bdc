import { expect, it } from 'vitest';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { compile } from './compile.ts';
import { FiguresSink } from './figures.ts';
import { Simulation } from './simulation.ts';

/** Everything a headless run uses: policies on links, a queue, writes to few rows, a log with retention, all cheap checks. */
const document: ScenarioDocument = {
  halfopen: 1,
  seed: 3,
  runFor: '1h',
  network: { within: { uniform: ['1ms', '4ms'] } },
  nodes: {
    shop: {
      kind: 'client',
      flows: [
        { arrive: { rate: '50/s' }, steps: [{ call: 'api', op: 'buy', body: { k: '${n % 10}' } }] },
        { arrive: { users: 5, think: '100ms' }, session: 'u${user}', steps: [{ call: 'api', op: 'look' }] },
      ],
    },
    api: {
      kind: 'service',
      instances: 2,
      handlers: [
        {
          request: 'buy',
          steps: [
            { work: { exponential: '10ms' } },
            { put: 'db', key: 'k${req.k}', value: { n: '${n}' } },
            { publish: 'events', topic: 'sold', event: 'Sold', key: '${req.k}' },
            { send: 'jobs', queue: 'mail' },
            { reply: { ok: true } },
          ],
        },
        { request: 'look', steps: [{ get: 'db', key: 'k1', as: 'row' }, { reply: { row: '${row}' } }] },
        { event: 'Sold', from: 'events', topic: 'sold', steps: [{ work: '1ms' }] },
        { queue: 'mail', from: 'jobs', steps: [{ work: '1ms' }] },
      ],
    },
    db: { kind: 'database', sync: '100ms' },
    events: { kind: 'log', topics: { sold: { partitions: 2, retention: '1s' } } },
    jobs: { kind: 'queue', queues: { mail: {} } },
  },
  links: [
    { from: 'shop', to: 'api', timeout: '500ms', retry: { attempts: 3 }, loss: 0.01 },
    { from: 'api', to: 'db', breaker: {}, bulkhead: { maxConcurrentCalls: 5 } },
    { from: 'api', to: 'events' },
    { from: 'events', to: 'api' },
    { from: 'api', to: 'jobs' },
    { from: 'jobs', to: 'api' },
  ],
  checks: [
    { always: 'api.waiting <= 1000' },
    { always: 'db.rows.all(k, db.rows[k].n >= 0)' },
    { latency: { op: 'buy', percentile: 99, below: '1s' } },
    { availability: { op: 'buy', above: 0.5 } },
  ],
};

/** How many things hang on a value: fields, items and the bytes of typed arrays. */
function weigh(value: unknown, path: string, by: Map<string, number>): number {
  let count = 0;
  const add = (each: unknown, key: string): void => void (count += 1 + weigh(each, `${path}.${key}`, by));
  if (ArrayBuffer.isView(value)) count = value.byteLength;
  else if (Array.isArray(value)) for (const each of value) add(each, '*');
  else if (value instanceof Map) for (const each of value.values()) add(each, '*');
  else if (value instanceof Set) count = value.size;
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) add(each, key);
  if (count > 0) by.set(path, (by.get(path) ?? 0) + count);
  return count;
}

it('a headless run holds no more after many events than after few', { timeout: 120_000 }, () => {
  const compiled = compile(document);
  const figures = new FiguresSink(compiled.system.nodes.map(({ id }) => id));
  const simulation = new Simulation(compiled, { sinks: [figures], checkpoints: false, eventsMax: Infinity });
  const held = (): { total: number; by: Map<string, number> } => {
    const by = new Map<string, number>();
    const state = { kernel: simulation.kernel.peek(), figures: figures.save(), checks: simulation.checks.save(), checkpoints: simulation.checkpoints }; // prettier-ignore
    return { total: weigh(state, '', by), by };
  };
  // The level goes up and down with the load: the highest of many looks counts.
  const highest = (looks: number): ReturnType<typeof held> => {
    let most = held();
    for (let i = 0; i < looks; i++) {
      simulation.advance(Infinity, 1_000);
      const now = held();
      if (now.total > most.total) most = now;
    }
    return most;
  };
  const few = highest(20);
  simulation.advance(Infinity, 100_000);
  const many = highest(20);
  expect(simulation.kernel.events).toBeGreaterThan(140_000);
  const grown = [...many.by].filter(([path, count]) => count > 1.5 * (few.by.get(path) ?? 0) + 200);
  expect(grown).toEqual([]);
  expect(many.total).toBeLessThan(1.2 * few.total);
});
