import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Happening, Played } from '#flow/play.test-helper.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { Ended, Phase } from '#sim/record.ts';

interface World {
  readonly seed?: number;
  readonly queue?: Drawing;
  readonly node?: Drawing;
  readonly workers?: { readonly [id: string]: Drawing };
  readonly steps?: readonly unknown[];
  readonly handler?: Drawing;
  readonly timeline?: readonly unknown[];
  readonly every?: string;
  readonly times?: number;
  readonly runFor?: string;
}
function world(w: World): Played {
  const workers = w.workers ?? { x: {} };
  return play(
    {
      runFor: w.runFor ?? '20s',
      nodes: {
        source: {
          kind: 'client',
          flows: [
            {
              arrive: { every: w.every ?? '50ms' },
              times: w.times ?? 10,
              steps: [{ send: 'mail', queue: 'out', body: { number: '${n}' } }],
            },
          ],
        },
        mail: { kind: 'queue', queues: { out: { deadLetter: 'dead', ...w.queue }, dead: {} }, ...w.node },
        ...Object.fromEntries(
          Object.entries(workers).map(([id, own]) => [
            id,
            {
              kind: 'service',
              ...own,
              handlers: [
                {
                  queue: 'out',
                  from: 'mail',
                  ...w.handler,
                  steps: w.steps ?? [
                    { work: '20ms' },
                    { put: 'db', key: '${event.number}', value: '${old == null ? [node] : old + [node]}' },
                  ],
                },
              ],
            },
          ]),
        ),
        db: { kind: 'database', read: '0ms', write: '0ms' },
      },
      links: [
        {
          from: 'source',
          to: 'mail',
          timeout: '400ms',
          retry: {
            attempts: 20,
            delay: '200ms',
            factor: 1,
            jitter: 'none',
            on: ['timedOut', 'refused', 'connectionLost'],
          },
        },
        ...Object.keys(workers).flatMap((id) => [
          { from: 'mail', to: id },
          { from: id, to: 'db' },
        ]),
      ],
      timeline: w.timeline ?? [],
    },
    { seed: w.seed ?? 1 },
  );
}
const facts = (played: Played, text: string): Happening[] => played.of('fact', text, 'mail');
const deliveries = (played: Played): { to: unknown; nth: number; seq: number; ms: number }[] =>
  facts(played, 'deliver').map((e) => ({ to: e.data['to'], nth: e.b, seq: e.a, ms: e.ms }));
const shown = (played: Played, queue: string): unknown =>
  (played.shown('mail')['queues'] as { [name: string]: { length: number } })[queue]?.length ?? 0;

describe('a queue', () => {
  it('hands each message to one consumer, in turns, and forgets what is confirmed', () => {
    const played = world({ workers: { x: {}, y: {} } });
    expect(Object.values(played.rows('db')).map((each) => (each as string[]).length)).toEqual(
      Array(10).fill(1),
    );
    expect(deliveries(played).map(({ to }) => to)).toEqual(
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'x#1' : 'y#1')),
    );
    expect(shown(played, 'out')).toBe(0);
  });
  it('gives a slow consumer less: with a prefetch of one, whoever is free takes the next', () => {
    const played = world({
      times: 60,
      every: '5ms',
      workers: { x: {}, y: { slots: 1 } },
      steps: [
        { work: '20ms' },
        { if: "node == 'y'", then: [{ work: '180ms' }] },
        { put: 'db', key: '${event.number}', value: '${node}' },
      ],
    });
    const by = (node: string): number =>
      Object.values(played.rows('db')).filter((each) => each === node).length;
    expect(by('x')).toBeGreaterThan(6 * by('y'));
    expect(by('x') + by('y')).toBe(60);
  });
  it('prefetch is how many a consumer holds unacknowledged, at most', () => {
    for (const prefetch of [1, 4]) {
      const played = world({ times: 30, every: '2ms', node: { prefetch }, steps: [{ work: '50ms' }] });
      let held = 0;
      let most = 0;
      for (const e of played.of('fact', undefined, 'mail')) {
        if (e.text === 'deliver') held++;
        else if (e.text === 'ack') held--;
        most = Math.max(most, held);
      }
      expect(most).toBe(prefetch);
    }
  });
  it('a longest length refuses what comes beyond it', () => {
    const played = world({ times: 20, every: '1ms', queue: { maxLength: 5 }, steps: [{ work: '5s' }] });
    const ends = played.of('end', 'send mail');
    expect(ends.filter((e) => e.b === Ended.ok)).toHaveLength(5);
    expect(ends.filter((e) => e.data['reason'] === 'queueFull')).toHaveLength(15);
  });
  it('also when senders come while others are still being stored', () => {
    const played = world({
      times: 20,
      every: '1ms',
      queue: { maxLength: 5 },
      node: { delay: '40ms' },
      steps: [{ work: '5s' }],
    });
    expect(facts(played, 'enqueue')).toHaveLength(5);
  });
  it('a handler that fails hands back; after maxDeliveries the message is dead, with what it was', () => {
    const played = world({
      times: 3,
      queue: { maxDeliveries: 3 },
      steps: [
        { if: 'event.number == 2', then: [{ fail: 'poison' }] },
        { put: 'db', key: '${event.number}', value: '${event.delivery}' },
      ],
    });
    expect(played.rows('db')).toEqual({ 1: 1, 3: 1 });
    expect(
      deliveries(played)
        .filter(({ seq }) => seq === 1)
        .map(({ nth }) => nth),
    ).toEqual([1, 2, 3]);
    expect(facts(played, 'dead')).toHaveLength(1);
    expect(shown(played, 'dead')).toBe(1);
    const dead = facts(played, 'enqueue').find((e) => e.data['queue'] === 'dead')!.data;
    expect(dead).toMatchObject({ queue: 'dead', message: { number: 2, id: 'source-2' } });
  });
  it('without dead letters it is dropped, visibly; with 0 deliveries it comes for ever', () => {
    const dropped = world({
      times: 1,
      queue: { deadLetter: undefined, maxDeliveries: 2 },
      steps: [{ fail: 'poison' }],
    });
    expect(facts(dropped, 'dead')[0]!.data).toMatchObject({ to: '', id: 'source-1' });
    expect(shown(dropped, 'out')).toBe(0);
    const ever = world({
      times: 1,
      runFor: '2s',
      queue: { maxDeliveries: 0 },
      steps: [{ work: '10ms' }, { fail: 'poison' }],
    });
    expect(deliveries(ever).length).toBeGreaterThan(100);
  });
  it('what is not confirmed in time is delivered again, under the same id', () => {
    const played = world({
      times: 1,
      queue: { ackTimeout: '300ms' },
      workers: { x: {}, y: {} },
      steps: [
        { if: 'event.delivery == 1', then: [{ work: '1s' }] },
        { put: 'db', key: '${event.id}', value: '${old == null ? [node] : old + [node]}' },
      ],
    });
    expect(played.rows('db')).toEqual({ 'source-1': ['y', 'x'] });
    const [first, second] = deliveries(played);
    expect(second!.ms - first!.ms).toBe(300);
  });
  it('a consumer that crashes gives back what it held as soon as it is back, or is missed', () => {
    const crash = (span: string) => [{ at: '60ms', for: span, do: 'crash', node: 'x' }];
    const back = world({
      times: 1,
      timeline: crash('200ms'),
      steps: [{ work: '100ms' }, { put: 'db', key: 'k', value: '${event.delivery}' }],
    });
    expect(back.rows('db')).toEqual({ k: 2 });
    expect(deliveries(back)[1]!.ms).toBeLessThan(300);
    const missed = world({
      times: 1,
      workers: { x: {}, y: {} },
      timeline: crash('10s'),
      steps: [{ work: '100ms' }, { put: 'db', key: 'k', value: '${node}' }],
    });
    expect(missed.rows('db')).toEqual({ k: 'y' });
    expect(deliveries(missed)[1]!.ms).toBeLessThan(1_500);
  });
  it('keeps messages over a crash of its own, in their order', () => {
    const played = world({
      times: 20,
      every: '10ms',
      timeline: [{ at: '100ms', for: '500ms', do: 'crash', node: 'mail' }],
      steps: [
        { work: '30ms' },
        { put: 'db', key: 'seen', value: '${old == null ? [event.number] : old + [event.number]}' },
      ],
    });
    expect(new Set(played.rows('db')['seen'] as number[]).size).toBe(20);
  });
  it('atMostOnce confirms before it starts: a crash loses what was in hand and nothing is done twice', () => {
    const played = world({
      times: 30,
      handler: { deliver: 'atMostOnce' },
      timeline: [
        { at: '410ms', for: '100ms', do: 'crash', node: 'x' },
        { at: '1010ms', for: '100ms', do: 'crash', node: 'x' },
      ],
    });
    const begun = played
      .of('flow', undefined, 'x')
      .filter((e) => e.a === Phase.begin)
      .map((e) => e.text);
    expect(new Set(begun).size).toBe(begun.length);
    expect(Object.keys(played.rows('db')).length).toBeLessThan(30);
    expect(Object.keys(played.rows('db')).length).toBeGreaterThan(25);
  });
});

describe('whatever happens to consumers and queue', () => {
  it('no message is lost, and without timeouts each is done or dead', () => {
    for (let seed = 500; seed < 560; seed++) {
      const stream = newStream(seed, 'queue');
      const timeline = Array.from({ length: 2 + nextBelow(stream, 4) }, () => {
        const time = { at: `${100 + nextBelow(stream, 3_000)}ms`, for: `${50 + nextBelow(stream, 1_500)}ms` };
        const node = ['x', 'y'][nextBelow(stream, 2)]!;
        switch (nextBelow(stream, 5)) {
          case 0:
            return { ...time, do: 'crash', node };
          case 1:
            return { ...time, do: 'crash', node: 'mail' };
          case 2:
            return { ...time, do: 'partition', between: ['mail', node], oneWay: nextBelow(stream, 2) === 0 };
          case 3:
            return { ...time, do: 'pause', node };
          default:
            return { ...time, do: 'link', from: 'mail', to: node, loss: 0.3, duplicate: 0.2, reorder: 0.3 };
        }
      });
      const played = world({
        seed,
        times: 60,
        workers: { x: {}, y: {} },
        queue: { maxDeliveries: 0, ackTimeout: '700ms' },
        timeline,
        runFor: '15s',
      });
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      expect([label, Object.keys(played.rows('db')).length, shown(played, 'out')]).toEqual([label, 60, 0]);
    }
  });
});
