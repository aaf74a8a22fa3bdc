import { describe, expect, it } from 'vitest';
import { hashPlain } from '#lib/hash.ts';
import { clonePlain, equalPlain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { complete } from '#lib/schema/meta.ts';
import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import type { Compiled } from '#run/compile.ts';
import { readDocument } from '#scenario/read.ts';
import type { Behaviour } from '#sim/behaviour.ts';
import { Kernel } from '#sim/kernel.ts';
import { REASONS } from '#sim/reasons.ts';
import type { Env } from '#flow/env.ts';
import { compileProgram } from '#flow/program.ts';
import { stepSchema } from '#flow/steps.ts';
import { verbModels } from '#flow/verbs/models.ts';
import { readValue } from '#lib/schema/read.ts';
import { kindModels } from './models.ts';
import { kindParams } from './params.ts';

const kinds = Object.keys(kindParams) as (keyof typeof kindParams)[];
const EMPTY: Env = {
  links: new Map(),
  clusters: new Map(),
  touch: [],
  feeds: [],
  heartbeats: new Map(),
  operations: false,
};

/** What any node may be told by any other, right or wrong. */
const VERBS = [
  'call',
  'get',
  'put',
  'delete',
  'scan',
  'transaction',
  'publish',
  'send',
  'join',
  'ack',
  'deliver',
  'revoke',
  'released',
  'ship',
  'shipped',
  'claim',
  'vote',
  'reply',
  'never heard of',
];
const event = { id: 'e1', type: 'Made', source: 'chaos', time: 1, key: 'k', body: { x: 1 } };
const BODY = {
  id: 'c1',
  attempt: 1,
  session: 's',
  op: 'request',
  body: { x: 1 },
  key: 'k',
  prefix: '',
  value: 7,
  steps: [
    { put: 'node', key: 'k', value: '${old}' },
    { publish: 'log', topic: 't', event: 'E' },
  ],
  scope: {},
  topic: 't',
  queue: 'q',
  event,
  channel: 't',
  group: 'g',
  instance: 0,
  window: 0,
  fromNewest: false,
  life: 0,
  partition: 0,
  offset: 0,
  delivery: 1,
  ok: true,
  reason: '',
  epoch: 1,
  round: 0,
  prev: { lsn: 0, epoch: 0 },
  entries: [],
  last: { lsn: 0, epoch: 0 },
  claim: 1,
  granted: true,
} as const;

/** Sends anything to anybody it is linked to, all the time. */
const chaos: Behaviour<null, object> = {
  kind: 'chaos',
  start: () => null,
  step(_, stimulus, io) {
    if (stimulus.type === 'start' || stimulus.type === 'restart') return void io.timer(1_000, { tick: true });
    if (stimulus.type === 'message' && stimulus.message.wanted && io.draw('answer') < 0.7) {
      const ok = io.draw('ok') < 0.5;
      const reason = REASONS[Math.floor(io.draw('reason') * REASONS.length)]!;
      return io.reply(
        stimulus.message,
        ok ? { ok: true, value: { any: 1 } } : { ok: false, reason, text: 'a' },
      );
    }
    if (stimulus.type !== 'timer') return;
    io.timer(4_000, { tick: true });
    for (const port of io.ports) {
      io.send({
        link: port.link,
        back: !port.outgoing,
        kind: 'request',
        verb: VERBS[Math.floor(io.draw('verb') * VERBS.length)]!,
        body: Object.freeze({
          ...BODY,
          instance: Math.floor(io.draw('instance') * 3),
          offset: Math.floor(io.draw('offset') * 4),
        }),
        wanted: io.draw('wanted') < 0.6,
      });
    }
  },
  shows: () => ({}),
};

/** The kind as it is when it is just put down, two neighbours linked both ways, and faults. */
function surrounded(kind: string, own: object, seed: number, mode: string): Compiled {
  const clustered = mode !== '';
  const stream = newStream(seed, kind);
  const timeline = Array.from({ length: 8 }, () => {
    const time = { at: `${nextBelow(stream, 1_500)}ms`, for: `${20 + nextBelow(stream, 400)}ms` };
    switch (nextBelow(stream, 6)) {
      case 0:
        return { ...time, do: 'crash', node: 'node' };
      case 1:
        return { ...time, do: 'pause', node: 'node' };
      case 2:
        return { ...time, do: 'slow', node: 'node', factor: 3 };
      case 3:
        return { ...time, do: 'skew', node: 'node', by: '1s' };
      case 4:
        return { ...time, do: 'link', from: 'left', to: 'node', loss: 0.2, duplicate: 0.3, reorder: 0.3 };
      default:
        return { ...time, do: 'partition', between: ['left', 'node'] };
    }
  });
  const { document, problems } = readDocument({
    halfopen: 1,
    seed,
    runFor: '2s',
    nodes: {
      left: { kind: 'service' },
      node: { kind, ...own },
      right: { kind: 'service' },
      ...(clustered ? { twin: { kind } } : {}),
    },
    links: [
      { from: 'left', to: 'node' },
      { from: 'node', to: 'right' },
      ...(clustered ? [{ from: 'node', to: 'twin' }] : []),
    ],
    ...(clustered ? { clusters: { pair: { members: ['node', 'twin'], replication: { mode } } } } : {}),
    timeline,
  });
  expect(problems).toEqual([]);
  const compiled = compile(document!);
  const nodes = compiled.system.nodes.map((node) =>
    node.id === 'left' || node.id === 'right' ? { ...node, behaviour: chaos as never, params: {} } : node,
  );
  return { ...compiled, system: { ...compiled.system, nodes } };
}

/** The last is the mode of the cluster that it is a member of, if any. */
const variants: readonly (readonly [string, string, object, string])[] = [
  ...kinds.map((kind) => [`${kind}, just put down`, kind, {}, ''] as const),
  [
    'service with handlers',
    'service',
    {
      instances: 3,
      slots: 2,
      queue: 2,
      startup: '30ms',
      healthCheck: {},
      handlers: [
        {
          request: 'request',
          steps: [
            { call: 'right', op: 'x' },
            { put: 'local', key: 'k', value: '${n}' },
          ],
        },
        { every: '100ms', steps: [{ work: '5ms' }] },
      ],
    },
    '',
  ],
  [
    'client with users',
    'client',
    { flows: [{ arrive: { users: 5, think: '20ms' }, steps: [{ call: 'right', op: 'x' }] }] },
    '',
  ],
  ['database that forgets, with few slots', 'database', { sync: '100ms', slots: 1, rows: { k: 1 } }, ''],
  ['database that copies', 'database', {}, 'semiSync'],
  ['database with quorums', 'database', { sync: '100ms' }, 'quorum'],
  ['database in a consensus', 'database', { sync: '100ms' }, 'raft'],
  [
    'log that forgets',
    'log',
    { sync: 'never', topics: { t: { partitions: 2, retention: '100ms', compact: true } } },
    '',
  ],
  ['queue, small', 'queue', { queues: { q: { maxLength: 3, ackTimeout: '50ms', deadLetter: 'd' } } }, ''],
];

describe('every kind', () => {
  it('has parameters and a model under one name', () => {
    expect(Object.keys(kindModels).sort()).toEqual([...kinds].sort());
    for (const kind of kinds)
      expect([kind, kindModels[kind]!.kind, kindModels[kind]!.behaviour.kind]).toEqual([kind, kind, kind]);
  });

  it.each(kinds)('%s: is complete without a word, and prepares in empty surroundings', (kind) => {
    const own = complete(kindParams[kind], {});
    expect(complete(kindParams[kind], own)).toEqual(own);
    expect(() => kindModels[kind]!.prepare(own as never, EMPTY, 'node')).not.toThrow();
  });

  it.each(kinds)('%s: what others do with it by themselves are steps that read and compile', (kind) => {
    const own = complete(kindParams[kind], {});
    const model = kindModels[kind]!;
    const steps = model.touch?.('node', own as never) ?? [];
    const handlers = (model.feeds?.('node', own as never) ?? []) as { steps: never[] }[];
    for (const list of [steps, ...handlers.map((handler) => handler.steps)]) {
      for (const step of list) expect(readValue(stepSchema, clonePlain(step), '').problems).toEqual([]);
      expect(() => compileProgram('touch', list, verbModels)).not.toThrow();
    }
  });

  it.each(variants)(
    '%s: never throws, keeps plain data, and forgets in a crash what is in memory',
    (_, kind, own, mode) => {
      for (let seed = 1; seed <= 6; seed++) {
        const { system } = surrounded(kind, own, seed, mode);
        const kernel = new Kernel(system, () => {});
        const index = system.nodes.findIndex(({ id }) => id === 'node');
        for (let at = 0; at <= 2_000_000; at += 20_000) {
          kernel.run(at);
          expect(kernel.stop).toBe(null);
          const { state, instances } = kernel.peek().nodes[index]!;
          const copy = clonePlain(state);
          expect([seed, at, equalPlain(copy, state), hashPlain(copy) === hashPlain(state)]).toEqual([
            seed,
            at,
            true,
            true,
          ]);
          const shown = kernel.shown(index) as { readonly [field: string]: unknown };
          expect(() => clonePlain(shown)).not.toThrow();
          if (instances.every(({ status }) => status === 'down')) {
            if ('inFlight' in shown) expect([seed, at, shown['inFlight']]).toEqual([seed, at, 0]);
            if ('waiting' in shown) expect([seed, at, shown['waiting']]).toEqual([seed, at, 0]);
            if ('local' in shown) expect([seed, at, shown['local']]).toEqual([seed, at, {}]);
          }
        }
        expect(kernel.events).toBeGreaterThan(500);
      }
    },
  );
});

describe('parameters that are set while it runs', () => {
  const played = (set: object, more: object = {}): Kernel => {
    const { document, problems } = readDocument({
      halfopen: 1,
      seed: 3,
      runFor: '3s',
      nodes: {
        ada: { kind: 'client', flows: [{ arrive: { rate: '80/s' }, steps: [{ call: 'shop', op: 'buy' }] }] },
        shop: {
          kind: 'service',
          slots: 3,
          handlers: [
            {
              request: 'buy',
              steps: [
                { work: '20ms' },
                { call: 'bank', op: 'pay' },
                { all: [[{ work: '30ms' }], [{ call: 'bank', op: 'pay' }]] },
              ],
            },
          ],
        },
        bank: {
          kind: 'service',
          slots: 2,
          handlers: [{ request: 'pay', steps: [{ work: { exponential: '15ms' } }] }],
        },
      },
      links: [
        { from: 'ada', to: 'shop', timeout: '200ms' },
        { from: 'shop', to: 'bank' },
      ],
      timeline: [{ at: '1s', for: '1s', do: 'set', ...set }],
      ...more,
    });
    expect(problems).toEqual([]);
    const kernel = new Kernel(compile(document!).system, () => {});
    kernel.run(3_000_000);
    expect(kernel.now).toBe(3_000_000);
    return kernel;
  };
  it.each([
    ['slots', { node: 'shop', path: 'slots', value: 1 }],
    ['fewer instances', { node: 'bank', path: 'instances', value: 3 }],
    [
      'other steps for the same request',
      { node: 'shop', path: 'handlers', value: [{ request: 'buy', steps: [{ work: '1ms' }] }] },
    ],
    ['no handlers at all', { node: 'shop', path: 'handlers', value: [] }],
    [
      'another handler first',
      {
        node: 'shop',
        path: 'handlers',
        value: [
          { request: 'sell', steps: [] },
          { request: 'buy', steps: [{ fail: 'closed' }] },
        ],
      },
    ],
    ['no flows', { node: 'ada', path: 'flows', value: [] }],
    [
      'another sort of arrivals',
      {
        node: 'ada',
        path: 'flows',
        value: [
          { arrive: { users: 3, think: '10ms' }, steps: [{ work: '1ms' }] },
          { arrive: { every: '10ms' }, steps: [] },
        ],
      },
    ],
    ['a breaker where there was none', { from: 'shop', to: 'bank', path: 'breaker', value: {} }],
    [
      'a bulkhead where there was none',
      { from: 'shop', to: 'bank', path: 'bulkhead', value: { maxConcurrentCalls: 1 } },
    ],
    ['retries where there were none', { from: 'shop', to: 'bank', path: 'retry', value: { attempts: 2 } }],
    ['a timeout', { from: 'ada', to: 'shop', path: 'timeout', value: '20ms' }],
    ['loss on a link', { from: 'shop', to: 'bank', path: 'loss', value: 0.5 }],
  ] as const)('%s', (_, set) => {
    played(set);
  });
  it('the same, taken away and brought back', () => {
    const links = [
      { from: 'ada', to: 'shop', timeout: '200ms' },
      {
        from: 'shop',
        to: 'bank',
        retry: { attempts: 3 },
        breaker: {},
        bulkhead: { maxConcurrentCalls: 2, maxWaitDuration: '50ms' },
        rateLimit: { limitForPeriod: 50, limitRefreshPeriod: '1s', timeoutDuration: '100ms' },
      },
    ];
    for (const path of [
      'retry.attempts',
      'breaker.failureRateThreshold',
      'bulkhead.maxConcurrentCalls',
      'rateLimit.limitForPeriod',
    ])
      played({ from: 'shop', to: 'bank', path, value: 1 }, { links });
    // Each added to a link that has the others, and gone again a second later, with calls waiting in it.
    const all = links[1]!;
    for (const field of ['retry', 'breaker', 'bulkhead', 'rateLimit'] as const) {
      const { [field]: value, ...others } = all as Record<string, unknown>;
      played({ from: 'shop', to: 'bank', path: field, value }, { links: [links[0], others] });
    }
  });
});
