import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newStream, nextBelow } from '#lib/random.ts';
import { readSharedJson, sharedDataMissing } from '#lib/shared-data.test-helper.ts';
import { clientAt, play } from './play.test-helper.ts';
import type { Drawing, Played } from './play.test-helper.ts';

/** What happened, in order: `do a`, `undo a`, as the participants wrote it down, each effect once per id. */
const log = (what: string): unknown => ({
  put: 'db',
  key: 'log',
  value: { list: `\${old == null ? ['${what}'] : old.list + ['${what}']}` },
});
const listOf = (played: Played): string[] =>
  (played.rows('db')['log'] as { list: string[] } | undefined)?.list ?? [];
const names = ['a', 'b', 'c', 'd'];

interface Saga {
  readonly stages: number;
  /** Which stage fails, from 1; 0: none. */
  readonly failing: number;
  /** How often the undo of each stage fails first. */
  readonly undoFails?: number;
  /** Stages without a compensation. */
  readonly without?: readonly number[];
  readonly seed?: number;
  readonly timeline?: readonly unknown[];
}
/** A saga in a request handler; its participant counts how often an undo was asked for. */
function saga(s: Saga): Played {
  const stages = names.slice(0, s.stages).map((name, i) => ({
    name,
    do:
      i + 1 === s.failing
        ? [{ work: '1ms' }, { fail: `stage ${i + 1}` }]
        : [{ call: 'part', op: `do ${name}` }],
    ...(s.without?.includes(i + 1) === true ? {} : { undo: [{ call: 'part', op: `undo ${name}` }] }),
  }));
  return play(
    {
      runFor: '60s',
      nodes: {
        ada: clientAt(['10ms'], [{ call: 'shop', op: 'buy' }]),
        shop: {
          kind: 'service',
          handlers: [{ request: 'buy', steps: [{ saga: stages }, { reply: 'done' }] }],
        },
        part: {
          kind: 'service',
          handlers: names.flatMap((name) => [
            { request: `do ${name}`, steps: [log(`do ${name}`)] },
            {
              request: `undo ${name}`,
              steps: [
                { put: 'db', key: `asked ${name}`, value: '${old == null ? 1 : old + 1}' },
                { get: 'db', key: `asked ${name}`, as: 'asked' },
                { if: `asked <= ${s.undoFails ?? 0}`, then: [{ fail: 'not yet' }] },
                log(`undo ${name}`),
              ],
            },
          ]),
        },
        db: { kind: 'database' },
      },
      links: [
        { from: 'ada', to: 'shop', timeout: '50s' },
        { from: 'shop', to: 'part', timeout: '200ms', retry: { attempts: 3, delay: '50ms' } },
        { from: 'part', to: 'db' },
      ],
      timeline: s.timeline ?? [],
    },
    { seed: s.seed ?? 1 },
  );
}

describe('a saga', () => {
  const cases = [1, 2, 3, 4].flatMap((stages) =>
    Array.from({ length: stages + 1 }, (_, failing) => [stages, failing] as const),
  );
  it.each(cases)(
    'of %i stages whose stage %i fails undoes exactly the finished ones, in reverse',
    (stages, failing) => {
      const done = names.slice(0, failing === 0 ? stages : failing - 1);
      const expected = [
        ...done.map((name) => `do ${name}`),
        ...(failing === 0 ? [] : [...done].reverse().map((name) => `undo ${name}`)),
      ];
      for (const undoFails of [0, 1, 3]) {
        const played = saga({ stages, failing, undoFails });
        expect([undoFails, listOf(played)]).toEqual([undoFails, expected]);
        const [end] = played.of('end', 'buy');
        expect(end!.data['value'] ?? end!.data['text']).toBe(failing === 0 ? 'done' : `stage ${failing}`);
        if (failing > 1) expect(played.rows('db')[`asked ${names[failing - 2]!}`]).toBe(undoFails + 1);
      }
    },
  );
  it('passes over stages that need nothing taken back', () => {
    expect(listOf(saga({ stages: 4, failing: 4, without: [2] }))).toEqual([
      'do a',
      'do b',
      'do c',
      'undo c',
      'undo a',
    ]);
    expect(listOf(saga({ stages: 3, failing: 3, without: [1, 2] }))).toEqual(['do a', 'do b']);
  });
  it('sends compensations as such', () => {
    const sends = saga({ stages: 3, failing: 3 })
      .of('send', undefined, 'shop')
      .filter((e) => e.text.includes('do '));
    // 3 is the place of `compensation` among the kinds of messages.
    expect(sends.map((e) => [e.text, e.a === 3])).toEqual([
      ['do a', false],
      ['do b', false],
      ['undo b', true],
      ['undo a', true],
    ]);
  });
  it('undoes what is finished whatever the participant suffers, each at least once and never before its time', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const stream = newStream(seed, 'saga');
      const timeline = Array.from({ length: 1 + nextBelow(stream, 3) }, () => {
        const time = { at: `${5 + nextBelow(stream, 60)}ms`, for: `${20 + nextBelow(stream, 3_000)}ms` };
        return nextBelow(stream, 2) === 0
          ? { ...time, do: 'crash', node: 'part' }
          : { ...time, do: 'link', from: 'shop', to: 'part', loss: 0.4, duplicate: 0.2 };
      });
      const list = listOf(saga({ stages: 4, failing: 4, undoFails: nextBelow(stream, 3), seed, timeline }));
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      // A stage that timed out may have happened: it is not undone, because it never said that it did.
      const undone = list.filter((each) => each.startsWith('undo'));
      const order = undone.filter((each, i) => undone.indexOf(each) === i).map((each) => each.slice(5));
      expect([label, order]).toEqual([label, [...order].sort().reverse()]);
      if (order.length > 0) {
        const highest = names.indexOf(order[0]!);
        expect([label, order]).toEqual([label, names.slice(0, highest + 1).reverse()]);
        for (const name of order)
          expect([label, list.indexOf(`do ${name}`) < list.indexOf(`undo ${name}`)]).toEqual([label, true]);
      }
    }
  });
  it('inside another is undone by itself before the outer one undoes', () => {
    const inner = {
      saga: [
        { name: 'x', do: [log('do x')], undo: [log('undo x')] },
        { name: 'y', do: [{ fail: 'y' }] },
      ],
    };
    const outer = {
      saga: [
        { name: 'a', do: [log('do a')], undo: [log('undo a')] },
        { name: 'b', do: [log('do b'), inner], undo: [log('undo b')] },
      ],
    };
    const run = (steps: readonly unknown[]): Played =>
      play({
        runFor: '5s',
        nodes: {
          ada: clientAt(['1ms'], [{ call: 'shop', op: 'buy' }]),
          shop: { kind: 'service', handlers: [{ request: 'buy', steps }] },
          db: { kind: 'database' },
        },
        links: [
          { from: 'ada', to: 'shop' },
          { from: 'shop', to: 'db' },
        ],
      });
    const played = run([{ try: [outer], catch: [{ reply: '${error.text}' }] }]);
    expect(listOf(played)).toEqual(['do a', 'do b', 'do x', 'undo x', 'undo a']);
    expect(played.of('end', 'buy')[0]!.data['value']).toBe('y');
    // In a loop, the second time is like the first.
    const twice = run([{ forEach: '${[1, 2]}', as: 'i', do: [{ try: [outer], catch: [] }] }]);
    expect(listOf(twice)).toEqual([...listOf(played), ...listOf(played)]);
  });
  it('with a log goes on after a crash of the orchestrator, at every moment', () => {
    const stages = names.slice(0, 3).map((name) => ({
      name,
      do: [{ call: 'part', op: `do ${name}` }],
      undo: [{ call: 'part', op: `undo ${name}` }],
    }));
    const failing = { name: 'd', do: [{ work: '5ms' }, { fail: 'by design' }] };
    const once = (what: string) => ({
      request: what,
      steps: [
        { put: 'db', key: 'seen/${req.id}', value: what, if: 'old == null', as: 'first' },
        { if: 'first.ok', then: [log(what)] },
      ],
    });
    for (let ms = 12; ms < 110; ms += 4) {
      const played = play({
        runFor: '20s',
        nodes: {
          ada: clientAt(['10ms'], [{ call: 'shop', op: 'buy' }]),
          shop: {
            kind: 'service',
            handlers: [{ request: 'buy', steps: [{ saga: [...stages, failing], log: 'books' }] }],
          },
          part: {
            kind: 'service',
            handlers: names.flatMap((name) => [once(`do ${name}`), once(`undo ${name}`)]),
          },
          db: { kind: 'database' },
          books: { kind: 'database' },
        },
        links: [
          { from: 'ada', to: 'shop' },
          { from: 'shop', to: 'part' },
          { from: 'part', to: 'db' },
          { from: 'shop', to: 'books' },
        ],
        timeline: [{ at: `${ms}ms`, for: '300ms', do: 'crash', node: 'shop' }],
      });
      const list = listOf(played);
      // Before anything was written down nothing was done; after that it ends as it must.
      const whole = ['do a', 'do b', 'do c', 'undo c', 'undo b', 'undo a'];
      expect([ms, list.length === 0 ? whole : list]).toEqual([ms, whole]);
      expect([ms, played.rows('books')]).toEqual([ms, {}]);
    }
  });
});

describe('the order saga of the notes, as others have tested it', () => {
  const missing = sharedDataMissing(fs);
  interface Scenario {
    readonly creditLimit?: number;
    readonly customer?: string;
    readonly orderTotal?: number;
    readonly orders?: readonly number[];
    readonly finalOrder?: string;
    readonly finalOrders?: readonly string[];
    readonly rejectionReason?: string;
    readonly creditReserved?: number;
  }
  const { ['orchestration (Eventuate create-order)']: told } = (
    missing === null
      ? readSharedJson(fs, 'saga/sagas.json')
      : { 'orchestration (Eventuate create-order)': { scenarios: [] } }
  ) as {
    'orchestration (Eventuate create-order)': { scenarios: readonly Scenario[] };
  };
  const scenarios: readonly Scenario[] =
    missing === null
      ? told.scenarios
      : [
          { creditLimit: 15, orderTotal: 12.34, finalOrder: 'APPROVED', creditReserved: 12.34 },
          {
            creditLimit: 15,
            orderTotal: 123.4,
            finalOrder: 'REJECTED',
            rejectionReason: 'INSUFFICIENT_CREDIT',
            creditReserved: 0,
          },
          {
            customer: 'unknown',
            orderTotal: 123.4,
            finalOrder: 'REJECTED',
            rejectionReason: 'UNKNOWN_CUSTOMER',
          },
          { creditLimit: 15, orders: [12.34, 12.34], finalOrders: ['APPROVED', 'REJECTED'] },
        ];

  const clients = (s: Scenario): Drawing => ({
    kind: 'client',
    flows: [
      {
        arrive: { every: '400ms' },
        times: s.orders?.length ?? 1,
        steps: [
          {
            call: 'orders',
            op: 'create',
            body: { customer: s.customer ?? 'c1', total: s.orderTotal ?? s.orders![0]! },
          },
        ],
      },
    ],
  });
  const stores = (s: Scenario): Drawing => ({
    ordersDb: { kind: 'database' },
    customersDb: { kind: 'database', rows: { c1: { limit: s.creditLimit ?? 0, reserved: 0 } } },
  });
  const setStatus = (id: string, status: string): unknown => ({
    put: 'ordersDb',
    key: id,
    value: { status, reason: '' },
  });
  /** Reserves once per order, also when it is asked again. */
  const reserve = (order: string, customer: string, total: string): readonly unknown[] => [
    { get: 'customersDb', key: customer, as: 'known' },
    { if: 'known == null', then: [{ fail: 'UNKNOWN_CUSTOMER' }] },
    { get: 'customersDb', key: `reserved/${order}`, as: 'before' },
    {
      if: 'before == null',
      then: [
        {
          transaction: 'customersDb',
          as: 'tx',
          steps: [
            {
              put: 'customersDb',
              key: customer,
              value: { limit: '${old.limit}', reserved: `\${old.reserved + ${total}}` },
              if: `old.reserved + ${total} <= old.limit`,
            },
            { put: 'customersDb', key: `reserved/${order}`, value: true, if: 'old == null' },
          ],
        },
        { if: '!tx.ok', then: [{ fail: 'INSUFFICIENT_CREDIT' }] },
      ],
    },
  ];

  const orchestration = (s: Scenario, timeline: readonly unknown[], seed: number): Played =>
    play(
      {
        runFor: '20s',
        nodes: {
          client: clients(s),
          ...stores(s),
          orders: {
            kind: 'service',
            handlers: [
              {
                request: 'create',
                steps: [
                  {
                    saga: [
                      {
                        name: 'create',
                        do: [setStatus('${req.id}', 'PENDING')],
                        undo: [
                          {
                            put: 'ordersDb',
                            key: '${req.id}',
                            value: { status: 'REJECTED', reason: '${error.text}' },
                          },
                        ],
                      },
                      {
                        name: 'reserve',
                        do: [
                          {
                            call: 'customers',
                            op: 'reserve',
                            body: { order: '${req.id}', customer: '${req.customer}', total: '${req.total}' },
                          },
                        ],
                      },
                      { name: 'approve', do: [setStatus('${req.id}', 'APPROVED')] },
                    ],
                  },
                ],
              },
            ],
          },
          customers: {
            kind: 'service',
            handlers: [
              { request: 'reserve', steps: reserve('${req.order}', '${req.customer}', 'req.total') },
            ],
          },
        },
        links: [
          { from: 'client', to: 'orders', timeout: '15s' },
          { from: 'orders', to: 'ordersDb' },
          // A pivot that may be repeated: retried until it is decided.
          {
            from: 'orders',
            to: 'customers',
            timeout: '300ms',
            retry: { attempts: 20, delay: '100ms', factor: 1 },
          },
          { from: 'customers', to: 'customersDb' },
        ],
        timeline,
      },
      { seed },
    );
  const choreography = (s: Scenario, timeline: readonly unknown[], seed: number): Played =>
    play(
      {
        runFor: '20s',
        nodes: {
          client: clients(s),
          ...stores(s),
          log: { kind: 'log', topics: { orders: { partitions: 2 }, customers: { partitions: 2 } } },
          orders: {
            kind: 'service',
            handlers: [
              {
                request: 'create',
                steps: [
                  {
                    transaction: 'ordersDb',
                    steps: [
                      { put: 'ordersDb', key: '${req.id}', value: { status: 'PENDING', reason: '' } },
                      {
                        publish: 'log',
                        topic: 'orders',
                        event: 'OrderCreated',
                        key: '${req.id}',
                        body: { order: '${req.id}', customer: '${req.customer}', total: '${req.total}' },
                      },
                    ],
                  },
                ],
              },
              {
                event: 'CreditReserved',
                from: 'log',
                topic: 'customers',
                group: 'orders',
                steps: [setStatus('${event.order}', 'APPROVED')],
              },
              {
                event: 'CreditRefused',
                from: 'log',
                topic: 'customers',
                group: 'orders',
                steps: [
                  {
                    put: 'ordersDb',
                    key: '${event.order}',
                    value: { status: 'REJECTED', reason: '${event.reason}' },
                  },
                ],
              },
            ],
          },
          customers: {
            kind: 'service',
            handlers: [
              {
                event: 'OrderCreated',
                from: 'log',
                topic: 'orders',
                group: 'customers',
                steps: [
                  {
                    try: [
                      ...reserve('${event.order}', '${event.customer}', 'event.total'),
                      { set: { why: '' } },
                    ],
                    catch: [
                      {
                        if: "error.reason == 'failed'",
                        then: [{ set: { why: '${error.text}' } }],
                        else: [{ fail: 'again' }],
                      },
                    ],
                  },
                  {
                    if: "why == ''",
                    then: [
                      {
                        publish: 'log',
                        topic: 'customers',
                        event: 'CreditReserved',
                        key: '${event.order}',
                        body: { order: '${event.order}' },
                      },
                    ],
                    else: [
                      {
                        publish: 'log',
                        topic: 'customers',
                        event: 'CreditRefused',
                        key: '${event.order}',
                        body: { order: '${event.order}', reason: '${why}' },
                      },
                    ],
                  },
                ],
              },
            ],
          },
        },
        links: [
          { from: 'client', to: 'orders' },
          { from: 'orders', to: 'ordersDb' },
          { from: 'customers', to: 'customersDb' },
          { from: 'customers', to: 'log' },
          { from: 'log', to: 'orders' },
          { from: 'log', to: 'customers' },
        ],
        timeline,
      },
      { seed },
    );

  const crashes = (seed: number, nodes: readonly string[]): unknown[] => {
    const stream = newStream(seed, 'crashes');
    return seed === 0
      ? []
      : Array.from({ length: 3 }, () => ({
          at: `${380 + nextBelow(stream, 600)}ms`,
          for: `${50 + nextBelow(stream, 700)}ms`,
          do: 'crash',
          node: nodes[nextBelow(stream, nodes.length)]!,
        }));
  };
  it.each([
    ['orchestration', orchestration, ['customers', 'customersDb']],
    ['choreography', choreography, ['customers', 'customersDb', 'log', 'ordersDb']],
  ] as const)('%s: final states, and no order is decided twice', (_, run, fragile) => {
    expect(scenarios.length).toBeGreaterThan(3);
    for (const scenario of scenarios) {
      for (let seed = 0; seed <= 12; seed++) {
        const timeline = crashes(seed, fragile);
        const played = run(scenario, timeline, seed);
        const label = JSON.stringify([scenario, seed, timeline]);
        const finals = Object.values(played.rows('ordersDb')) as { status: string; reason: string }[];
        // An order whose creation a crash prevented was never there; the client was told.
        if (seed === 0) {
          expect([label, finals.map(({ status }) => status)]).toEqual([
            label,
            scenario.finalOrders ?? [scenario.finalOrder],
          ]);
          if (scenario.rejectionReason !== undefined)
            expect(finals[0]!.reason).toBe(scenario.rejectionReason);
        }
        for (const { status } of finals) expect([label, status]).not.toEqual([label, 'PENDING']);
        const approved = finals.filter(({ status }) => status === 'APPROVED').length;
        const { reserved } = played.rows('customersDb')['c1'] as { reserved: number };
        if (scenario.creditReserved !== undefined && seed === 0)
          expect(reserved).toBeCloseTo(scenario.creditReserved, 9);
        expect([label, Math.round(reserved * 100)]).toEqual([
          label,
          Math.round(approved * (scenario.orderTotal ?? scenario.orders![0]!) * 100),
        ]);
        // PENDING → APPROVED or REJECTED, and never from one to the other.
        const was = new Map<string, string>();
        for (const e of played.of('fact', 'row', 'ordersDb')) {
          const { key, value } = e.data as unknown as { key: string; value: { status: string } | null };
          const from = was.get(key) ?? 'nothing';
          const to = value?.status ?? 'nothing';
          expect([label, `${from} ${to}`]).toEqual([
            label,
            expect.stringMatching(
              /^(nothing PENDING|PENDING (PENDING|APPROVED|REJECTED)|APPROVED APPROVED|REJECTED REJECTED)$/,
            ),
          ]);
          was.set(key, to);
        }
      }
    }
  });
});

describe('transactions and the outbox', () => {
  const outbox = (timeline: readonly unknown[], more: Drawing = {}, seed = 1): Played =>
    play(
      {
        runFor: '20s',
        nodes: {
          ada: {
            kind: 'client',
            flows: [
              {
                arrive: { every: '40ms' },
                times: 30,
                steps: [
                  {
                    transaction: 'db',
                    as: 'tx',
                    steps: [
                      { put: 'db', key: 'order/${n}', value: { n: '${n}' } },
                      { put: 'db', key: 'count', value: '${old == null ? 1 : old + 1}' },
                      { publish: 'log', topic: 't', event: 'Made', key: 'k${n % 3}', body: { n: '${n}' } },
                      { publish: 'log', topic: 't', event: 'Counted', key: 'k${n % 3}', body: { n: '${n}' } },
                      { if: 'n % 5 == 0', then: [{ fail: 'every fifth' }] },
                    ],
                  },
                ],
              },
            ],
          },
          db: { kind: 'database', ...more },
          log: { kind: 'log', topics: { t: { partitions: 2 } } },
        },
        links: [
          { from: 'ada', to: 'db', timeout: '300ms' },
          { from: 'db', to: 'log' },
        ],
        timeline,
      },
      { seed },
    );
  const judge = (played: Played, label: unknown): void => {
    const rows = played.rows('db');
    const orders = Object.keys(rows)
      .filter((key) => key.startsWith('order/'))
      .map((key) => Number(key.slice(6)));
    expect([label, rows['count'] ?? 0]).toEqual([label, orders.length]);
    expect([label, orders.filter((n) => n % 5 === 0)]).toEqual([label, []]);
    const events = played
      .of('fact', 'append')
      .map((e) => e.data['event'] as { type: string; key: string; id: string; body: { n: number } });
    // Exactly what was committed is published, and in order per key at the first time of asking.
    for (const type of ['Made', 'Counted']) {
      const numbers = new Set(events.filter((e) => e.type === type).map((e) => e.body.n));
      expect([label, type, [...numbers].sort((a, b) => a - b)]).toEqual([
        label,
        type,
        [...orders].sort((a, b) => a - b),
      ]);
    }
    for (const key of ['k0', 'k1', 'k2']) {
      const seen = events.filter((e) => e.key === key).map((e) => `${e.body.n} ${e.type}`);
      const firsts = seen.filter((each, i) => seen.indexOf(each) === i);
      const inOrder = [...firsts].sort((a, b) => parseInt(a) - parseInt(b) || (a.endsWith('Made') ? -1 : 1));
      expect([label, key, firsts]).toEqual([label, key, inOrder]);
    }
    expect([label, played.shown('db')['outbox']]).toEqual([label, 0]);
  };
  it('all or nothing, and what was committed is published', () => {
    const played = outbox([]);
    judge(played, 'calm');
    expect(played.rows('db')['count']).toBe(24);
    expect(played.of('fact', 'append')).toHaveLength(48);
  });
  it.each(['db', 'log'])('also when %s crashes at any moment', (node) => {
    for (let ms = 40; ms < 120; ms += 1.5)
      judge(
        outbox([
          { at: `${ms}ms`, for: '250ms', do: 'crash', node },
          { at: `${ms + 700}ms`, for: '100ms', do: 'crash', node },
        ]),
        [node, ms],
      );
  });
  it('also when the log cannot be reached, or messages are lost, doubled and reordered', () => {
    for (let seed = 1; seed <= 20; seed++) {
      judge(
        outbox(
          [{ at: '200ms', for: '1500ms', do: 'partition', between: ['db', 'log'], oneWay: seed % 2 === 0 }],
          {},
          seed,
        ),
        ['cut', seed],
      );
      judge(
        outbox(
          [
            {
              at: '0s',
              for: '8s',
              do: 'link',
              from: 'db',
              to: 'log',
              loss: 0.3,
              duplicate: 0.3,
              reorder: 0.3,
            },
          ],
          {},
          seed,
        ),
        ['bad link', seed],
      );
    }
  });
  it('a database that forgets takes back rows and what it had not published together', () => {
    for (const sync of ['100ms', 'never']) {
      const played = outbox([{ at: '530ms', for: '200ms', do: 'crash', node: 'db' }], { sync });
      const { count, ...orders } = played.rows('db');
      expect([sync, count]).toEqual([sync, Object.keys(orders).length]);
      expect(count).toBeLessThan(24);
    }
  });
  it('isolates: a transfer by many at once keeps the sum', () => {
    const mover = (seed: number): Drawing => ({
      kind: 'client',
      flows: [
        {
          arrive: { rate: '100/s' },
          until: '2s',
          steps: [
            {
              transaction: 'db',
              as: 'tx',
              steps: [
                { get: 'db', key: 'a${n % 3}', as: 'from' },
                { put: 'db', key: 'a${n % 3}', value: '${old - 7}', if: 'old >= 7' },
                { put: 'db', key: `a\${(n + ${seed % 2 === 0 ? 1 : 2}) % 3}`, value: '${old + 7}' },
              ],
            },
          ],
        },
      ],
    });
    for (let seed = 1; seed <= 5; seed++) {
      const played = play(
        {
          runFor: '4s',
          network: { within: { exponential: '5ms' } },
          nodes: {
            x: mover(1),
            y: mover(2),
            z: mover(3),
            db: { kind: 'database', rows: { a0: 50, a1: 50, a2: 50 }, write: { exponential: '3ms' } },
          },
          links: ['x', 'y', 'z'].map((from) => ({ from, to: 'db' })),
          checks: [
            { always: 'db.rows["a0"] + db.rows["a1"] + db.rows["a2"] == 150', title: 'sum' },
            { always: 'db.rows.all(k, db.rows[k] >= 0)' },
          ],
        },
        { seed },
      );
      expect(played.simulation.checks.verdicts().map(({ final }) => final)).toEqual(['holds', 'holds']);
    }
  });
});
