import { describe, expect, it } from 'vitest';
import { Ended, Phase } from '#sim/record.ts';
import type { Plain } from '#lib/plain.ts';
import { clientAt, play } from './play.test-helper.ts';
import type { Drawing, Played } from './play.test-helper.ts';

/** One client that asks one service once; the service does `steps`, and has a database and a second service at hand. */
const asking = (steps: readonly unknown[], more: Drawing = {}): Drawing => ({
  runFor: '20s',
  nodes: {
    ada: clientAt(
      ['10ms'],
      [{ call: 'shop', op: 'buy', body: { price: 12.5, items: ['a', 'b', 'c'] }, as: 'r' }],
    ),
    shop: { kind: 'service', handlers: [{ request: 'buy', steps }] },
    bank: {
      kind: 'service',
      handlers: [
        {
          request: 'pay',
          steps: [
            { work: '5ms' },
            { put: 'db', key: 'paid/${n}', value: { id: '${req.id}', attempt: '${req.attempt}' } },
            { reply: { paid: true } },
          ],
        },
        { request: 'refuse', steps: [{ work: '2ms' }, { fail: 'no ${req.op}' }] },
        { request: 'slow', steps: [{ work: '400ms' }, { put: 'db', key: 'slow', value: true }] },
      ],
    },
    db: { kind: 'database', rows: { full: { stock: 3, deep: { list: [1, 2] } } } },
  },
  links: [
    { from: 'ada', to: 'shop' },
    { from: 'shop', to: 'bank' },
    { from: 'shop', to: 'db' },
    { from: 'bank', to: 'db' },
  ],
  ...more,
});
/** What the client heard. */
function answer(played: Played): { ok: boolean; value?: Plain; reason?: Plain; text?: Plain } {
  const end = played.of('end', 'buy')[0]!;
  return end.b === Ended.ok
    ? { ok: true, value: end.data['value']! }
    : { ok: false, reason: end.data['reason']!, text: end.data['text']! };
}
const reply = (steps: readonly unknown[], value: unknown): Plain => {
  const a = answer(play(asking([...steps, { reply: value }])));
  if (!a.ok) throw new Error(`failed: ${JSON.stringify(a)}`);
  return a.value!;
};
const failure = (steps: readonly unknown[]): { reason?: Plain; text?: Plain } => {
  const a = answer(play(asking(steps)));
  expect(a.ok).toBe(false);
  return a;
};

describe('names in scope', () => {
  it('req holds the fields of the body, and id, op and attempt', () => {
    expect(reply([], { all: '${req}' })).toEqual({
      all: { price: 12.5, items: ['a', 'b', 'c'], id: 'ada-1', op: 'buy', attempt: 1 },
    });
  });
  it('a text that is one expression keeps its type; within text it reads as it would be written', () => {
    expect(
      reply([], {
        a: '${req.price * 2}',
        b: '${req.price * 2}€',
        c: '${req.items}',
        d: "${req.price > 10 ? 'dear' : 'cheap'}",
      }),
    ).toEqual({ a: 25, b: '25€', c: ['a', 'b', 'c'], d: 'dear' });
  });
  it('numbers mix: whole and broken, and never come out as anything but numbers', () => {
    expect(
      reply(
        [
          {
            set: {
              a: '${1 + 1}',
              b: '${req.price / 2}',
              c: '${7 / 2}',
              d: '${7 % 4}',
              e: '${size(req.items) * 1.5}',
            },
          },
        ],
        ['${a}', '${b}', '${c}', '${d}', '${e}'],
      ),
    ).toEqual([2, 6.25, expect.any(Number), 3, 4.5]);
  });
  it('n counts flows from 1, now is the clock in ms, node is its id', () => {
    expect(reply([], ['${n}', '${now > 10.0 && now < 20.0}', '${node}'])).toEqual([1, true, 'shop']);
  });
  it('set binds one name after the other', () => {
    expect(reply([{ set: { a: 1, b: '${a + 1}' } }, { set: { a: '${b * 10}' } }], ['${a}', '${b}'])).toEqual([
      20, 2,
    ]);
  });
});

describe('an expression that fails', () => {
  it.each([
    ['a missing field', [{ reply: '${req.nothing}' }], /nothing/],
    ['a wrong type', [{ set: { a: '${req.items + 1}' } }], /./],
    ['a condition that is no truth value', [{ if: 'req.price', then: [] }], /true or false, got 12.5/],
    ['a name that nobody bound', [{ work: '1ms' }, { put: 'db', key: 'k/${who}', value: 1 }], /who/],
    ['in a condition at the store', [{ put: 'db', key: 'k', value: 1, if: 'old.stock > 1' }], /./],
    ['in a value at the store', [{ put: 'db', key: 'k', value: { a: '${old.stock + 1}' } }], /./],
    [
      'in a transaction',
      [{ transaction: 'db', steps: [{ put: 'db', key: 'k', value: '${old.stock}' }] }],
      /./,
    ],
    ['a list that is none', [{ forEach: '${req.price}', as: 'x', do: [] }], /list/],
    ['division that has no result', [{ reply: '${req.price / 0.0}' }], /not a number/],
  ] as const)('fails its step with reason expression and the text: %s', (_, steps, text) => {
    expect(failure(steps)).toEqual({
      ok: false,
      reason: 'expression',
      text: expect.stringMatching(text) as string,
    });
    expect(
      reply(
        [{ try: steps, catch: [{ reply: { reason: '${error.reason}', told: '${error.text != ""}' } }] }],
        null,
      ),
    ).toEqual({ reason: 'expression', told: true });
  });
  it('has() tests', () => {
    expect(reply([], ['${has(req.price)}', '${has(req.nothing)}'])).toEqual([true, false]);
  });
});

describe('stores', () => {
  it('old is null when there is no row, and the row before the write when there is', () => {
    const steps = [
      { put: 'db', key: 'new', value: { first: '${old == null}' } },
      { put: 'db', key: 'full', value: { before: '${old.stock}' } },
      { get: 'db', key: 'new', as: 'a' },
      { get: 'db', key: 'full', as: 'b' },
      { get: 'db', key: 'never', as: 'c' },
    ];
    expect(reply(steps, ['${a}', '${b}', '${c}'])).toEqual([{ first: true }, { before: 3 }, null]);
  });
  it('a conditional put tells in `as` whether it wrote, and is no failure when it did not', () => {
    const steps = [
      { put: 'db', key: 'full', value: 1, if: 'old.stock > 5', as: 'no' },
      { put: 'db', key: 'full', value: { stock: '${old.stock - 1}' }, if: 'old.stock > 2', as: 'yes' },
      { get: 'db', key: 'full', as: 'row' },
    ];
    expect(reply(steps, ['${no.ok}', '${yes.ok}', '${row.stock}'])).toEqual([false, true, 2]);
  });
  it('a conditional delete does the same', () => {
    const steps = [
      { delete: 'db', key: 'full', if: 'old.stock > 5', as: 'no' },
      { get: 'db', key: 'full', as: 'still' },
      { delete: 'db', key: 'full', if: 'old.stock == 3', as: 'yes' },
      { get: 'db', key: 'full', as: 'gone' },
    ];
    expect(reply(steps, ['${no.ok}', '${still.stock}', '${yes.ok}', '${gone}'])).toEqual([
      false,
      3,
      true,
      null,
    ]);
  });
  it('a condition of a delete may use what the flow knows, also inside a transaction', () => {
    const steps = [
      { set: { wanted: 3 } },
      {
        transaction: 'db',
        as: 'no',
        steps: [
          { put: 'db', key: 'x', value: 1 },
          { delete: 'db', key: 'full', if: 'old.stock > wanted' },
        ],
      },
      { get: 'db', key: 'x', as: 'x' },
      { delete: 'db', key: 'full', if: 'old.stock == wanted', as: 'yes' },
    ];
    expect(reply(steps, ['${no.ok}', '${x}', '${yes.ok}'])).toEqual([false, null, true]);
  });
  it('scan gives the rows under a prefix in order of their keys', () => {
    const steps = [
      { put: 'db', key: 'o/2', value: 'b' },
      { put: 'db', key: 'o/1', value: 'a' },
      { scan: 'db', prefix: 'o/', as: 'rows' },
    ];
    expect(reply(steps, '${rows}')).toEqual([
      { key: 'o/1', value: 'a' },
      { key: 'o/2', value: 'b' },
    ]);
  });
  it('local is a store of the instance: no message, and gone after a crash', () => {
    const counting = { put: 'local', key: 'count', value: '${old == null ? 1 : old + 1}' };
    const twice = asking([counting, { get: 'local', key: 'count', as: 'c' }, { reply: '${c}' }]);
    const nodes = twice['nodes'] as Record<string, Drawing>;
    const played = play({
      ...twice,
      nodes: { ...nodes, ada: clientAt(['10ms', '20ms', '2s'], [{ call: 'shop', op: 'buy' }]) },
      timeline: [{ at: '1s', for: '100ms', do: 'crash', node: 'shop' }],
    });
    expect(played.of('end', 'buy').map((e) => e.data['value'])).toEqual([1, 2, 1]);
    expect(played.of('send', undefined, 'shop').filter((e) => e.text.includes('count'))).toEqual([]);
  });
  it('conditional puts by many at once: exactly as many succeed as the row allows', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const buyer = {
        kind: 'client',
        flows: [
          {
            arrive: { every: '3ms' },
            times: 15,
            steps: [
              {
                put: 'db',
                key: 'tickets',
                value: { left: '${old.left - 1}' },
                if: 'old.left > 0',
                as: 'got',
              },
              { if: 'got.ok', then: [{ put: 'db', key: 'ticket/${node}-${n}', value: true }] },
            ],
          },
        ],
      };
      const played = play(
        {
          runFor: '2s',
          network: { within: { exponential: '5ms' } },
          nodes: {
            ann: buyer,
            bob: buyer,
            cid: buyer,
            db: { kind: 'database', rows: { tickets: { left: 10 } }, write: { exponential: '4ms' } },
          },
          links: ['ann', 'bob', 'cid'].map((from) => ({ from, to: 'db' })),
        },
        { seed },
      );
      const { tickets, ...sold } = played.rows('db');
      expect([seed, tickets, Object.keys(sold).length]).toEqual([seed, { left: 0 }, 10]);
    }
  });
});

describe('order of things', () => {
  it('if takes one branch, else may be left out', () => {
    const choose = (condition: string) => [
      { set: { x: 0 } },
      { if: condition, then: [{ set: { x: 1 } }], else: [{ set: { x: 2 } }] },
      { if: condition, then: [] },
    ];
    expect(reply(choose('req.price > 10'), '${x}')).toBe(1);
    expect(reply(choose('req.price > 100'), '${x}')).toBe(2);
  });
  it('forEach goes through a list in order, one after the other', () => {
    const steps = [
      { set: { seen: '' } },
      { forEach: '${req.items}', as: 'item', do: [{ work: '1ms' }, { set: { seen: '${seen + item}' } }] },
      { forEach: '${[]}', as: 'none', do: [{ fail: 'never' }] },
      { forEach: '${req.items}', as: 'idle', do: [] },
    ];
    expect(reply(steps, '${seen}')).toBe('abc');
  });
  it('loops in loops begin anew every time, also after the inner one has failed', () => {
    const inner = (body: readonly unknown[]) => [
      { set: { seen: '' } },
      {
        forEach: '${[1, 2, 3]}',
        as: 'x',
        do: [
          {
            try: [{ forEach: '${req.items}', as: 'item', do: body }],
            catch: [{ set: { seen: "${seen + '!'}" } }],
          },
        ],
      },
    ];
    const note = { set: { seen: '${seen + string(int(x)) + item}' } };
    expect(reply(inner([note]), '${seen}')).toBe('1a1b1c2a2b2c3a3b3c');
    const failing = [note, { if: "item == 'b' && x < 3", then: [{ fail: 'b' }] }];
    expect(reply(inner(failing), '${seen}')).toBe('1a1b!2a2b!3a3b3c');
  });
  it('each turn of a loop has ids of its own', () => {
    const played = play(
      asking([{ forEach: '${req.items}', as: 'item', do: [{ call: 'bank', op: 'pay', as: 'p' }] }]),
    );
    const ids = Object.values(played.rows('db')).flatMap((row) => (row as { id?: string }).id ?? []);
    expect(new Set(ids).size).toBe(3);
  });
  it('catch sees the error; what it does not catch goes on outwards', () => {
    const inner = {
      try: [{ fail: 'first' }],
      catch: [{ set: { seen: '${error.text}' } }, { fail: '${seen} and second' }],
    };
    expect(failure([inner])).toMatchObject({ reason: 'failed', text: 'first and second' });
    expect(reply([{ try: [inner], catch: [{ set: { last: '${error}' } }] }], '${last}')).toEqual({
      reason: 'failed',
      text: 'first and second',
    });
    expect(
      reply(
        [
          { try: [{ fail: 'x' }], catch: [] },
          { try: [], catch: [{ fail: 'never' }] },
        ],
        'fine',
      ),
    ).toBe('fine');
  });
  it('a flow without reply answers null, and one that replied goes on', () => {
    expect(answer(play(asking([])))).toEqual({ ok: true, value: null });
    const played = play(
      asking([
        { reply: 1 },
        { reply: 2 },
        { put: 'db', key: 'after', value: true },
        { fail: 'too late to tell' },
      ]),
    );
    expect(answer(played)).toEqual({ ok: true, value: 1 });
    expect(played.rows('db')['after']).toBe(true);
  });
});

describe('all and any', () => {
  const pay = { call: 'bank', op: 'pay', as: 'p' };
  const slow = { call: 'bank', op: 'slow', as: 's' };
  const refuse = { call: 'bank', op: 'refuse', as: 'x' };

  it('all waits for every branch: it takes as long as the slowest', () => {
    const played = play(
      asking([
        { all: [[pay], [slow], [{ work: '50ms' }, { set: { w: 1 } }]] },
        { reply: ['${p.paid}', '${s}', '${w}'] },
      ]),
    );
    expect(answer(played)).toEqual({ ok: true, value: [true, null, 1] });
    const [end] = played.of('end', 'buy');
    expect(end!.value / 1000).toBeGreaterThan(400);
    expect(end!.value / 1000).toBeLessThan(415);
  });
  it('all fails with the first failure and leaves the other branches', () => {
    const played = play(asking([{ all: [[slow, { put: 'db', key: 'went on', value: true }], [refuse]] }]));
    expect(answer(played)).toEqual({ ok: false, reason: 'failed', text: 'no refuse' });
    expect(played.of('end', 'buy')[0]!.value / 1000).toBeLessThan(20);
    // What was asked cannot be unasked: the callee goes on, the branch does not.
    expect(played.rows('db')).toHaveProperty('slow');
    expect(played.rows('db')).not.toHaveProperty('went on');
  });
  it('any ends with the first success and leaves the others', () => {
    const played = play(
      asking([
        { any: [[slow, { set: { who: 'slow' } }], [refuse], [pay, { set: { who: 'pay' } }]] },
        { reply: '${who}' },
      ]),
    );
    expect(answer(played)).toEqual({ ok: true, value: 'pay' });
    expect(played.of('end', 'buy')[0]!.value / 1000).toBeLessThan(20);
  });
  it('any fails when all do, with the last failure', () => {
    expect(failure([{ any: [[refuse], [{ work: '100ms' }, { fail: 'late' }]] }])).toMatchObject({
      reason: 'failed',
      text: 'late',
    });
    expect(failure([{ any: [[{ fail: 'a' }], [{ fail: 'b' }]] }])).toMatchObject({ reason: 'failed' });
  });
  it('branches without steps are done at once', () => {
    expect(reply([{ all: [[], []] }, { any: [[], [slow]] }, { all: [[{ any: [[]] }]] }], 1)).toBe(1);
    expect(
      reply([{ any: [[{ if: 'true', then: [] }], [{ try: [], catch: [] }]] }, { any: [[{ all: [[]] }]] }], 1),
    ).toBe(1);
  });
  it('in loops and in each other they begin anew', () => {
    const steps = [
      { set: { sum: 0 } },
      {
        forEach: '${[1, 2]}',
        as: 'x',
        do: [
          {
            all: [
              [
                {
                  any: [
                    [{ work: '1ms' }, { set: { sum: '${sum + x}' } }],
                    [{ work: '5ms' }, { set: { sum: 1000 } }],
                  ],
                },
              ],
              [{ all: [[{ work: '2ms' }], [{ work: '3ms' }, { set: { sum: '${sum + 10}' } }]] }],
            ],
          },
        ],
      },
    ];
    expect(reply(steps, '${sum}')).toBe(23);
  });
});

describe('calls', () => {
  it('the id is the same on every attempt, attempt counts, and retries end with the last failure', () => {
    const links = [
      { from: 'ada', to: 'shop', timeout: '10s' },
      { from: 'shop', to: 'bank', timeout: '50ms', retry: { attempts: 3, delay: '10ms', jitter: 'none' } },
      { from: 'bank', to: 'db' },
    ];
    const seen = [{ put: 'db', key: 'seen/${req.attempt}', value: '${req.id}' }, { work: '200ms' }];
    const drawing = asking([{ work: '1ms' }, { call: 'bank', op: 'late' }], { links });
    const nodes = drawing['nodes'] as Record<string, Drawing>;
    const played = play({
      ...drawing,
      nodes: { ...nodes, bank: { kind: 'service', handlers: [{ request: 'late', steps: seen }] } },
    });
    const { full: _, ...rows } = played.rows('db');
    expect(Object.keys(rows)).toEqual(['seen/1', 'seen/2', 'seen/3']);
    expect(new Set(Object.values(rows)).size).toBe(1);
    expect(answer(played)).toMatchObject({ ok: false, reason: 'timedOut' });
    // It may have happened: the client cannot know.
    expect(played.of('end', 'buy')[0]!.b).toBe(Ended.unknown);
  });
  it('a client calls the first thing that it asks for simply by its own counting', () => {
    const played = play(asking([{ reply: '${req.id}' }]));
    expect(answer(played).value).toBe('ada-1');
  });
  it('nothing that listens is refused at once; nothing linked is no route', () => {
    const crashed = play(
      asking([{ call: 'bank', op: 'pay' }], { timeline: [{ at: '0s', do: 'crash', node: 'bank' }] }),
    );
    expect(answer(crashed)).toMatchObject({ ok: false, reason: 'refused' });
    expect(crashed.of('end', 'buy')[0]!.value / 1000).toBeLessThan(10);
    expect(failure([{ call: 'bank', op: 'unheard of' }])).toMatchObject({
      reason: 'noRoute',
      text: 'unheard of',
    });
  });
  it('a caller that dies loses its flow: whoever asked it is told connectionLost', () => {
    const played = play(
      asking([{ call: 'bank', op: 'slow' }], {
        timeline: [{ at: '100ms', for: '1s', do: 'crash', node: 'shop' }],
      }),
    );
    const end = played.of('end', 'buy')[0]!;
    expect([end.b, end.data['reason'], end.ms]).toEqual([Ended.unknown, 'connectionLost', 101]);
    expect(played.of('flow', undefined, 'shop').filter((e) => e.a === Phase.end)).toEqual([]);
  });
  it('a callee that dies with a request in its queue or in its hands loses both', () => {
    const drawing = asking([{ work: '300ms' }, { put: 'db', key: 'done/${req.id}', value: true }]);
    const nodes = drawing['nodes'] as Record<string, Drawing>;
    const played = play({
      ...drawing,
      nodes: {
        ...nodes,
        shop: { ...nodes['shop'], slots: 1 },
        ada: clientAt(['10ms', '20ms', '30ms'], [{ call: 'shop', op: 'buy' }]),
      },
      timeline: [{ at: '350ms', for: '1s', do: 'crash', node: 'shop' }],
    });
    expect(played.of('end', 'buy').map((e) => [e.b, e.data['reason'] ?? 'ok'])).toEqual([
      [Ended.ok, 'ok'],
      [Ended.unknown, 'connectionLost'],
      [Ended.unknown, 'connectionLost'],
    ]);
    expect(Object.keys(played.rows('db')).filter((key) => key.startsWith('done'))).toHaveLength(1);
  });
  it('a cut-off callee is a timeout, unknown to the client, and never answers it late', () => {
    const played = play(
      asking([{ reply: 1 }], {
        links: [
          { from: 'ada', to: 'shop', timeout: '200ms' },
          { from: 'bank', to: 'db' },
        ],
        timeline: [{ at: '0s', for: '5s', do: 'partition', between: ['ada', 'shop'] }],
      }),
    );
    const end = played.of('end', 'buy')[0]!;
    expect([end.b, end.data['reason'], end.value]).toEqual([Ended.unknown, 'timedOut', 200_000]);
  });
  it('a full queue refuses, and that certainly did not happen', () => {
    const drawing = asking([{ work: '300ms' }]);
    const nodes = drawing['nodes'] as Record<string, Drawing>;
    const played = play({
      ...drawing,
      nodes: {
        ...nodes,
        shop: { ...nodes['shop'], slots: 1, queue: 1 },
        ada: clientAt(['10ms', '20ms', '30ms'], [{ call: 'shop', op: 'buy' }]),
      },
    });
    const [first, ...others] = played.of('end', 'buy');
    expect([first!.b, first!.data['reason']]).toEqual([Ended.failed, 'queueFull']);
    expect(others.map((e) => e.b)).toEqual([Ended.ok, Ended.ok]);
  });
});

describe('clients', () => {
  it('arrive at moments, evenly, at a rate, a number of times, until a moment', () => {
    const begun = (flow: Drawing, more: Drawing = {}): number[] => {
      const played = play({
        runFor: '10s',
        nodes: { ada: { kind: 'client', flows: [{ steps: [{ work: '1ms' }], ...flow }] } },
        ...more,
      });
      return played
        .of('flow', undefined, 'ada')
        .filter((e) => e.a === Phase.begin)
        .map((e) => e.ms);
    };
    expect(begun({ arrive: { at: ['1s', '10ms'] } })).toEqual([10, 1000]);
    expect(begun({ arrive: { every: '2s' }, times: 3 })).toEqual([2000, 4000, 6000]);
    expect(begun({ arrive: { every: '2s' }, until: '7s' })).toEqual([2000, 4000, 6000]);
    const many = begun({ arrive: { rate: '200/s' } }).length;
    expect(Math.abs(many - 2000)).toBeLessThan(3 * Math.sqrt(2000));
    const doubled = begun(
      { arrive: { every: '1s' } },
      { timeline: [{ at: '2500ms', for: '5s', do: 'load', node: 'ada', factor: 2 }] },
    );
    expect(doubled.slice(0, 6)).toEqual([1000, 2000, 3000, 3500, 4000, 4500]);
    expect(
      begun(
        { arrive: { every: '1s' } },
        { timeline: [{ at: '2500ms', for: '5s', do: 'load', node: 'ada', factor: 0 }] },
      ),
    ).toEqual([1000, 2000, 8500, 9500]);
  });
  it('a closed-loop user waits for the end of its flow, thinks, and is one session', () => {
    const played = play({
      runFor: '10s',
      nodes: {
        ada: {
          kind: 'client',
          flows: [{ arrive: { users: 3, think: '500ms' }, steps: [{ call: 'shop', op: 'x' }] }],
        },
        shop: { kind: 'service', handlers: [{ request: 'x', steps: [{ work: '498ms' }] }] },
      },
      links: [{ from: 'ada', to: 'shop' }],
    });
    const begins = played.of('begin', 'x');
    const sessions = new Map<Plain, typeof begins>();
    for (const e of begins)
      sessions.set(e.data['session']!, [...(sessions.get(e.data['session']!) ?? []), e]);
    expect(sessions.size).toBe(3);
    for (const each of sessions.values())
      expect(each.map((e) => e.ms)).toEqual([500, 1500, 2500, 3500, 4500, 5500, 6500, 7500, 8500, 9500]);
  });
  it('users that the load sends away and calls back are never in two places at once', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const played = play(
        {
          runFor: '20s',
          nodes: {
            ada: {
              kind: 'client',
              flows: [
                { arrive: { users: 8, think: { exponential: '1s' } }, steps: [{ call: 'shop', op: 'x' }] },
              ],
            },
            shop: {
              kind: 'service',
              slots: 100,
              handlers: [{ request: 'x', steps: [{ work: { exponential: '500ms' } }] }],
            },
          },
          links: [{ from: 'ada', to: 'shop' }],
          timeline: [
            { at: '3s', for: '600ms', do: 'load', node: 'ada', factor: 0.5 },
            { at: '6s', for: '300ms', do: 'load', node: 'ada', factor: 0.25 },
            { at: '9s', for: '2s', do: 'load', node: 'ada', factor: 2 },
          ],
        },
        { seed },
      );
      const open = new Map<string, string>();
      const sessionOf = new Map<number, string>();
      for (const e of played.events) {
        if (e.kind === 'begin') {
          const session = e.data['session'] as string;
          expect([seed, e.ms, open.get(session)]).toEqual([seed, e.ms, undefined]);
          open.set(session, String(e.a));
          sessionOf.set(e.a, session);
        } else if (e.kind === 'end') open.delete(sessionOf.get(e.a)!);
      }
      expect(
        new Set(
          played
            .of('begin')
            .filter((e) => e.ms > 13_000)
            .map((e) => e.data['session']),
        ).size,
      ).toBe(8);
    }
  });
  it('a session may be named by an expression', () => {
    const played = play({
      runFor: '1s',
      nodes: {
        ada: {
          kind: 'client',
          flows: [
            {
              arrive: { every: '100ms' },
              times: 4,
              session: 'user${n % 2}',
              steps: [{ get: 'db', key: 'k' }],
            },
          ],
        },
        db: { kind: 'database' },
      },
      links: [{ from: 'ada', to: 'db' }],
    });
    expect(played.of('begin').map((e) => e.data['session'])).toEqual(['user1', 'user0', 'user1', 'user0']);
  });
});

describe('clocks', () => {
  it('now runs ahead or behind with the skew of the node', () => {
    const now = (skew: Drawing): number => {
      const played = play(
        asking([{ reply: '${now}' }], {
          timeline: [{ at: '0s', do: 'skew', node: 'shop', by: '3ms', ...skew }],
        }),
      );
      return answer(played).value as number;
    };
    const right = reply([], '${now}') as number;
    expect(now({}) - right).toBeCloseTo(3, 9);
    expect(now({ behind: true }) - right).toBeCloseTo(-3, 9);
    expect(now({ for: '5ms' }) - right).toBe(0);
  });
});
