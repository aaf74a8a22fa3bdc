import { describe, expect, it } from 'vitest';
import { Phase } from '#sim/record.ts';
import { clientAt, play } from './play.test-helper.ts';
import type { Drawing, Happening, Played } from './play.test-helper.ts';

interface Reader {
  readonly handler?: Drawing;
  readonly steps: readonly unknown[];
  readonly service?: Drawing;
  readonly topic?: Drawing;
  readonly log?: Drawing;
  readonly every?: string;
  readonly times?: number;
  readonly key?: string;
  readonly more?: Drawing;
  readonly seed?: number;
}
/** A client publishes numbered events; one service handles them, with a database beside it. */
function reading(r: Reader): Played {
  return play(
    {
      runFor: '20s',
      nodes: {
        source: {
          kind: 'client',
          flows: [
            {
              arrive: { every: r.every ?? '100ms' },
              times: r.times ?? 5,
              steps: [
                { publish: 'log', topic: 't', event: 'Made', key: r.key ?? 'k', body: { number: '${n}' } },
              ],
            },
          ],
        },
        log: { kind: 'log', topics: { t: { partitions: 1, ...r.topic }, dead: {} }, ...r.log },
        reader: {
          kind: 'service',
          handlers: [{ event: 'Made', from: 'log', topic: 't', ...r.handler, steps: r.steps }],
          ...r.service,
        },
        db: { kind: 'database', read: '0ms', write: '0ms' },
      },
      links: [
        { from: 'source', to: 'log' },
        { from: 'log', to: 'reader' },
        { from: 'reader', to: 'db' },
      ],
      ...r.more,
    },
    r.seed === undefined ? {} : { seed: r.seed },
  );
}
/** Writes down what it handled, in the order in which it was done. */
const note = {
  put: 'db',
  key: 'seen',
  value: { list: '${old == null ? [event.number] : old.list + [event.number]}' },
};
const seen = (played: Played): unknown[] =>
  (played.rows('db')['seen'] as { list: unknown[] } | undefined)?.list ?? [];
const flows = (played: Played, phase: number, node = 'reader'): Happening[] =>
  played.of('flow', undefined, node).filter((e) => e.a === phase);

describe('event', () => {
  it('holds the fields of the body and, after CloudEvents, what is known of it', () => {
    const played = reading({ times: 2, steps: [{ put: 'db', key: '${event.offset}', value: '${event}' }] });
    expect(played.rows('db')['1']).toEqual({
      number: 2,
      id: 'source-2',
      type: 'Made',
      source: 'source',
      time: 200,
      key: 'k',
      topic: 't',
      partition: 0,
      offset: 1,
      delivery: 1,
    });
  });
  it('has the same id on every delivery, and counts deliveries', () => {
    const played = reading({
      times: 1,
      steps: [
        { put: 'db', key: 'try/${event.delivery}', value: '${event.id}' },
        { if: 'event.delivery < 3', then: [{ fail: 'not yet' }] },
      ],
    });
    expect(played.rows('db')).toEqual({ 'try/1': 'source-1', 'try/2': 'source-1', 'try/3': 'source-1' });
  });
  it('what a handler asks for has the same id on every delivery', () => {
    const played = reading({
      times: 1,
      steps: [
        { work: '1ms' },
        { publish: 'log', topic: 'dead', event: 'Made', key: 'k', body: { number: 7 } },
        { if: 'event.delivery < 3', then: [{ fail: 'not yet' }] },
      ],
      more: {
        links: [
          { from: 'source', to: 'log' },
          { from: 'log', to: 'reader' },
          { from: 'reader', to: 'log' },
        ],
      },
    });
    const ids = played
      .of('fact', 'append')
      .filter((e) => e.data['topic'] === 'dead')
      .map((e) => (e.data['event'] as { id: string }).id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });
  it('two services that handle one event ask and publish under ids of their own', () => {
    const both = (name: string): Drawing => ({
      kind: 'service',
      handlers: [
        {
          event: 'Made',
          from: 'log',
          topic: 't',
          group: name,
          steps: [
            { call: 'ledger', op: 'book', as: 'r' },
            { publish: 'log', topic: 'dead', event: 'Booked', key: 'k', body: {} },
          ],
        },
      ],
    });
    const played = play({
      runFor: '5s',
      nodes: {
        source: clientAt(['100ms'], [{ publish: 'log', topic: 't', event: 'Made', key: 'k', body: {} }]),
        log: { kind: 'log', topics: { t: {}, dead: {} } },
        sales: both('sales'),
        stock: both('stock'),
        twice: {
          kind: 'service',
          handlers: [
            ...(both('first')['handlers'] as unknown[]),
            ...(both('second')['handlers'] as unknown[]),
          ],
        },
        ledger: {
          kind: 'service',
          handlers: [{ request: 'book', steps: [{ put: 'db', key: '${req.id}', value: 1 }] }],
        },
        db: { kind: 'database' },
      },
      links: [
        { from: 'source', to: 'log' },
        ...['sales', 'stock', 'twice'].flatMap((id) => [
          { from: 'log', to: id },
          { from: id, to: 'log' },
          { from: id, to: 'ledger' },
        ]),
        { from: 'ledger', to: 'db' },
      ],
    });
    // The receiver tells four bookings apart: it may ignore what it has seen before.
    expect(Object.keys(played.rows('db'))).toHaveLength(4);
    const ids = played
      .of('fact', 'append')
      .filter((e) => e.data['topic'] === 'dead')
      .map((e) => (e.data['event'] as { id: string }).id);
    expect(new Set(ids).size).toBe(4);
  });
});

describe('a handler that fails', () => {
  it('is tried again with growing pauses, up to maxDeliveries, and then skipped, visibly', () => {
    const played = reading({
      times: 2,
      steps: [{ if: 'event.number == 1', then: [{ fail: 'never' }] }, note],
    });
    expect(seen(played)).toEqual([2]);
    const begins = flows(played, Phase.begin)
      .filter((e) => e.text === 'source-1')
      .map((e) => e.ms);
    expect(begins).toHaveLength(5);
    expect(begins.map((ms, i) => ms - (begins[i - 1] ?? ms))).toEqual([0, 100, 200, 400, 800]);
    const [givenUp] = played.of('fact', 'givenUp');
    expect(givenUp!.data).toEqual({ topic: 't', reason: 'failed', id: 'source-1' });
  });
  it('its terms are the handler’s own: deliveries, first pause, factor, longest pause', () => {
    const handler = { maxDeliveries: 4, backoff: { delay: '50ms', factor: 3, maxDelay: '200ms' } };
    const played = reading({ times: 1, handler, steps: [{ fail: 'never' }] });
    const begins = flows(played, Phase.begin).map((e) => e.ms);
    expect(begins.map((ms, i) => ms - (begins[i - 1] ?? ms))).toEqual([0, 50, 150, 200]);
  });
  it('with a dead-letter topic it is set aside there, as it was', () => {
    const played = reading({
      times: 2,
      handler: { maxDeliveries: 2, deadLetter: 'dead' },
      steps: [{ if: 'event.number == 1', then: [{ fail: 'never' }] }, note],
    });
    expect(seen(played)).toEqual([2]);
    const dead = played.of('fact', 'append').filter((e) => e.data['topic'] === 'dead');
    expect(dead.map((e) => e.data['event'])).toMatchObject([
      { id: 'source-1', type: 'Made', body: { number: 1 } },
    ]);
  });
  it('holds up its own partition and no other', () => {
    const played = reading({
      times: 20,
      every: '5ms',
      key: 'k${n}',
      topic: { partitions: 4 },
      steps: [
        { if: 'event.number == 1 && event.delivery < 5', then: [{ fail: 'not yet' }] },
        { put: 'db', key: '${event.number}', value: { p: '${event.partition}', at: '${now}' } },
      ],
    });
    const rows = Object.values(played.rows('db')) as { p: number; at: number }[];
    expect(rows).toHaveLength(20);
    const own = (played.rows('db')['1'] as { p: number }).p;
    expect(Math.min(...rows.filter(({ p }) => p === own).map(({ at }) => at))).toBeGreaterThan(1500);
    expect(Math.max(...rows.filter(({ p }) => p !== own).map(({ at }) => at))).toBeLessThan(200);
  });
});

describe('side by side', () => {
  it('one partition is handled in order, one event after the other', () => {
    const played = reading({ times: 20, every: '1ms', steps: [{ work: { exponential: '20ms' } }, note] });
    expect(seen(played)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    let running = 0;
    for (const e of played.of('flow', undefined, 'reader')) {
      if (e.a === Phase.begin) running++;
      else if (e.a === Phase.end) running--;
      expect(running).toBeLessThan(2);
    }
  });
  it('partitions of one consumer run side by side, within its slots', () => {
    const most = (slots: number): number => {
      const played = reading({
        times: 60,
        every: '1ms',
        key: 'k${n}',
        topic: { partitions: 6 },
        service: { slots },
        steps: [{ work: '20ms' }],
      });
      let running = 0;
      let highest = 0;
      for (const e of played.of('flow', undefined, 'reader')) {
        if (e.a === Phase.begin) running++;
        else if (e.a === Phase.end) running--;
        highest = Math.max(highest, running);
      }
      return highest;
    };
    expect(most(3)).toBe(3);
    expect(most(8)).toBe(6);
  });
});

describe('deliver', () => {
  const crashes = {
    timeline: Array.from({ length: 6 }, (_, i) => ({
      at: `${300 + i * 417}ms`,
      for: '200ms',
      do: 'crash',
      node: 'reader',
    })),
  };
  const steps = [{ work: '60ms' }, note];
  it.each([1, 2, 3])('atLeastOnce loses nothing in crashes, and does some things twice (seed %i)', (seed) => {
    const played = reading({ seed, times: 30, steps, more: crashes });
    const list = seen(played);
    expect(new Set(list).size).toBe(30);
    const first = list.filter((each, i) => list.indexOf(each) === i);
    expect(first).toEqual([...first].sort((a, b) => Number(a) - Number(b)));
    expect(flows(played, Phase.begin).length).toBeGreaterThan(30);
  });
  it.each([1, 2, 3])(
    'atMostOnce begins nothing twice, and loses what a crash interrupts (seed %i)',
    (seed) => {
      const played = reading({ seed, times: 30, handler: { deliver: 'atMostOnce' }, steps, more: crashes });
      const begun = flows(played, Phase.begin).map((e) => e.text);
      expect(new Set(begun).size).toBe(begun.length);
      expect(seen(played).length).toBeLessThan(30);
    },
  );
  it('atMostOnce does not try again what failed', () => {
    const played = reading({
      times: 3,
      handler: { deliver: 'atMostOnce' },
      steps: [note, { fail: 'once is enough' }],
    });
    expect(seen(played)).toEqual([1, 2, 3]);
  });
});

describe('await', () => {
  interface Waiting {
    readonly wait?: Drawing;
    readonly slots?: number;
    readonly at?: readonly string[];
    readonly events: readonly string[];
    readonly before?: readonly unknown[];
    readonly more?: Drawing;
    readonly instances?: number;
  }
  const waiting = (w: Waiting): Played =>
    play({
      runFor: '20s',
      nodes: {
        ada: clientAt(w.at ?? ['100ms'], [{ call: 'desk', op: 'ask', body: { want: '${n}' }, as: 'r' }]),
        desk: {
          kind: 'service',
          slots: w.slots ?? 8,
          instances: w.instances ?? 1,
          handlers: [
            {
              request: 'ask',
              steps: [
                ...(w.before ?? []),
                { await: 'Answer', from: 'log', topic: 't', as: 'e', timeout: '3s', ...w.wait },
                { reply: '${e.number}' },
              ],
            },
          ],
        },
        world: clientAt(w.events, [
          { publish: 'log', topic: 't', event: 'Answer', body: { number: '${n}' } },
        ]),
        log: { kind: 'log', topics: { t: { partitions: 2 } } },
      },
      links: [
        { from: 'ada', to: 'desk' },
        { from: 'world', to: 'log' },
        { from: 'log', to: 'desk' },
      ],
      ...w.more,
    });
  const answers = (played: Played): unknown[] =>
    played.of('end', 'ask').map((e) => e.data['value'] ?? e.data['reason']);

  it('takes the next event of its type, and not one from before', () => {
    expect(answers(waiting({ events: ['50ms', '500ms', '600ms'] }))).toEqual([2]);
  });
  it('where says which is meant', () => {
    expect(
      answers(waiting({ wait: { where: 'event.number == 3.0' }, events: ['200ms', '300ms', '400ms'] })),
    ).toEqual([3]);
  });
  it('flows that wait side by side each get their own, in whatever order they come', () => {
    const played = waiting({
      at: ['100ms', '110ms', '120ms'],
      wait: { where: 'event.number == 4 - req.want' },
      events: ['300ms', '400ms', '500ms'],
    });
    expect(played.of('end', 'ask').map((e) => [e.data['value'], Math.round(e.ms / 100)])).toEqual([
      [1, 3],
      [2, 4],
      [3, 5],
    ]);
  });
  it('fails with timedOut when nothing comes in time', () => {
    const played = waiting({ wait: { timeout: '250ms' }, events: ['900ms'] });
    expect(answers(played)).toEqual(['timedOut']);
    expect(played.of('end', 'ask')[0]!.value).toBe(252_000);
  });
  it('an expression that fails in where is a failure of the step', () => {
    expect(answers(waiting({ wait: { where: 'event.nothing == 1' }, events: ['300ms'] }))).toEqual([
      'expression',
    ]);
  });
  it('needs no slot of its own: also a service of one slot hears while it waits', () => {
    expect(answers(waiting({ slots: 1, events: ['300ms'] }))).toEqual([1]);
    const two = waiting({ slots: 1, at: ['100ms', '110ms'], events: ['300ms', '400ms'] });
    expect(answers(two)).toEqual([1, 2]);
  });
  it('each instance hears for its own flows', () => {
    const played = waiting({
      instances: 3,
      at: ['100ms', '101ms', '102ms'],
      wait: { where: 'event.number == req.want' },
      events: ['300ms', '400ms', '500ms'],
    });
    expect(answers(played)).toEqual([1, 2, 3]);
  });
  it('a crash loses the wait with its flow', () => {
    const played = waiting({
      events: ['500ms'],
      more: { timeline: [{ at: '300ms', for: '100ms', do: 'crash', node: 'desk' }] },
    });
    expect(answers(played)).toEqual(['connectionLost']);
    expect(flows(played, Phase.end, 'desk')).toEqual([]);
  });
  it('a branch that is left no longer waits', () => {
    const played = play({
      runFor: '5s',
      nodes: {
        ada: clientAt(['100ms'], [{ call: 'desk', op: 'ask' }]),
        desk: {
          kind: 'service',
          handlers: [
            {
              request: 'ask',
              steps: [
                {
                  any: [
                    [
                      { await: 'Answer', from: 'log', topic: 't', as: 'e' },
                      { put: 'local', key: 'woke', value: true },
                    ],
                    [{ work: '50ms' }],
                  ],
                },
                { work: '1s' },
                { get: 'local', key: 'woke', as: 'woke' },
                { reply: '${woke}' },
              ],
            },
          ],
        },
        world: clientAt(['500ms'], [{ publish: 'log', topic: 't', event: 'Answer' }]),
        log: { kind: 'log', topics: { t: {} } },
      },
      links: [
        { from: 'ada', to: 'desk' },
        { from: 'world', to: 'log' },
        { from: 'log', to: 'desk' },
      ],
    });
    expect(played.of('end', 'ask')[0]!.data['value']).toBe(null);
  });
});

describe('at intervals', () => {
  it('a handler runs by itself on every instance, and begins anew after a crash', () => {
    const played = play({
      runFor: '5s',
      nodes: {
        clock: {
          kind: 'service',
          instances: 2,
          handlers: [{ every: '1s', steps: [{ put: 'db', key: 'n/${n}', value: '${now}' }] }],
        },
        db: { kind: 'database' },
      },
      links: [{ from: 'clock', to: 'db' }],
      timeline: [{ at: '2500ms', for: '1s', do: 'crash', node: 'clock#1' }],
    });
    const begins = flows(played, Phase.begin, 'clock');
    expect(begins.filter((e) => e.instance === 0).map((e) => e.ms)).toEqual([1000, 2000, 4500]);
    expect(begins.filter((e) => e.instance === 1).map((e) => e.ms)).toEqual([1000, 2000, 3000, 4000, 5000]);
    expect(new Set(begins.map((e) => e.text)).size).toBe(begins.length);
  });
});
