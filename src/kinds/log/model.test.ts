import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { readSharedJson, sharedDataMissing } from '#lib/shared-data.test-helper.ts';
import { assignPartitions } from './assignors.ts';

interface World {
  readonly seed?: number;
  readonly partitions?: number;
  readonly topic?: Drawing;
  readonly log?: Drawing;
  readonly readers?: { readonly [id: string]: Drawing };
  readonly timeline?: readonly unknown[];
  readonly keys?: number;
  readonly every?: string;
  readonly until?: string;
  readonly runFor?: string;
  readonly steps?: readonly unknown[];
  readonly handler?: Drawing;
  readonly link?: Drawing;
}
/** Events with keys, numbered; every reader of group `g` writes down what it has handled in one shared store. */
function world(w: World): Played {
  const readers = w.readers ?? { x: {}, y: {} };
  const steps = w.steps ?? [
    { work: { exponential: '20ms' } },
    { put: 'db', key: 'order/${event.key}', value: '${old == null ? [event.number] : old + [event.number]}' },
  ];
  return play(
    {
      runFor: w.runFor ?? '20s',
      network: { within: { uniform: ['1ms', '6ms'] } },
      nodes: {
        source: {
          kind: 'client',
          flows: [
            {
              arrive: { every: w.every ?? '25ms' },
              until: w.until ?? '5s',
              steps: [
                {
                  publish: 'log',
                  topic: 't',
                  event: 'Made',
                  key: `k\${n % ${w.keys ?? 7}}`,
                  body: { number: '${n}' },
                },
              ],
            },
          ],
        },
        log: { kind: 'log', topics: { t: { partitions: w.partitions ?? 4, ...w.topic } }, ...w.log },
        ...Object.fromEntries(
          Object.entries(readers).map(([id, own]) => [
            id,
            {
              kind: 'service',
              slots: 4,
              ...own,
              handlers: [{ event: 'Made', from: 'log', topic: 't', group: 'g', ...w.handler, steps }],
            },
          ]),
        ),
        db: { kind: 'database', read: '0ms', write: '0ms' },
      },
      links: [
        {
          from: 'source',
          to: 'log',
          retry: { attempts: 8, delay: '300ms', jitter: 'none', factor: 1 },
          timeout: '500ms',
        },
        ...Object.keys(readers).flatMap((id) => [
          { from: 'log', to: id, ...w.link },
          { from: id, to: 'db', delay: '1ms' },
        ]),
      ],
      timeline: w.timeline ?? [],
    },
    { seed: w.seed ?? 1, kinds: ['fact', 'end', 'flow'] },
  );
}
const handled = (played: Played): number[][] =>
  Object.entries(played.rows('db')).flatMap(([key, list]) =>
    key.startsWith('order/') ? [list as number[]] : [],
  );
/** Without repetitions: the order in which each was done for the first time. */
const firsts = (list: readonly number[]): number[] => list.filter((each, i) => list.indexOf(each) === i);
const rising = (list: readonly number[]): boolean => list.every((each, i) => i === 0 || each > list[i - 1]!);
const appended = (played: Played): number[] =>
  played.of('fact', 'append').map((e) => (e.data['event'] as { body: { number: number } }).body.number);
const owners = (played: Played): { [member: string]: readonly number[] } =>
  played.of('fact', 'assign').at(-1)!.data['members'] as { [member: string]: readonly number[] };

describe('assignors', () => {
  it('range gives runs of neighbours, round robin deals out, nobody is left without an owner', () => {
    expect(assignPartitions('range', ['C1', 'C0'], 3).members).toEqual({ C0: [0, 1], C1: [2] });
    expect(assignPartitions('roundRobin', ['C1', 'C0'], 3).members).toEqual({ C0: [0, 2], C1: [1] });
    expect(assignPartitions('range', ['a', 'b', 'c'], 2).members).toEqual({ a: [0], b: [1], c: [] });
    expect(assignPartitions('range', [], 2).owner).toEqual(['', '']);
    for (const assignor of ['range', 'roundRobin'] as const)
      for (let members = 1; members <= 7; members++)
        for (let partitions = 1; partitions <= 12; partitions++) {
          const names = Array.from({ length: members }, (_, i) => `m${i}`);
          const { owner, members: shares } = assignPartitions(assignor, names, partitions);
          expect(owner.every((each) => names.includes(each))).toBe(true);
          const sizes = Object.values(shares).map((share) => share.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
          expect(
            Object.values(shares)
              .flat()
              .sort((a, b) => a - b),
          ).toEqual(owner.map((_, i) => i));
        }
  });
  const missing = sharedDataMissing(fs);
  it.skipIf(missing !== null)(
    `agrees with Kafka's own examples, topic by topic${missing === null ? '' : `: ${missing}`}`,
    () => {
      const { assignors } = readSharedJson(fs, 'kafka/partitioner-and-assignors.json') as {
        assignors: {
          assignor: string;
          consumers?: string[];
          topics: Record<string, number>;
          expect: Record<string, string[]>;
        }[];
      };
      let compared = 0;
      for (const example of assignors) {
        // Kafka deals round robin over all topics of a group; a group here reads one topic.
        for (const [topic, partitions] of Object.entries(example.topics)) {
          if (example.consumers === undefined || (example.assignor === 'roundrobin' && topic !== 't0'))
            continue;
          const { members } = assignPartitions(
            example.assignor === 'range' ? 'range' : 'roundRobin',
            example.consumers,
            partitions,
          );
          for (const [consumer, all] of Object.entries(example.expect)) {
            const own = all.flatMap((each) =>
              each.startsWith(`${topic}p`) ? [Number(each.slice(topic.length + 1))] : [],
            );
            expect(members[consumer]).toEqual(own);
            compared++;
          }
        }
      }
      expect(compared).toBeGreaterThan(4);
    },
  );
});

describe('topics and offsets', () => {
  it('one key stays in one partition; without a key events are dealt out; offsets count from 0', () => {
    const played = world({ keys: 5 });
    const seen = new Map<string, Set<number>>();
    const next = new Map<number, number>();
    for (const e of played.of('fact', 'append')) {
      const { key } = e.data['event'] as { key: string };
      seen.set(key, (seen.get(key) ?? new Set()).add(e.a));
      expect(e.b).toBe(next.get(e.a) ?? 0);
      next.set(e.a, e.b + 1);
    }
    for (const partitions of seen.values()) expect(partitions.size).toBe(1);
    expect(played.shown('log')['topics']).toMatchObject({ t: { length: 199 } });
    expect(played.shown('log')['groups']).toMatchObject({ 't/g': { lag: 0 } });
  });
  it('two groups each get every event', () => {
    const reader = (group: string): Drawing => ({
      handlers: [
        {
          event: 'Made',
          from: 'log',
          topic: 't',
          group,
          steps: [{ put: 'db', key: `${group}/\${event.number}`, value: 1 }],
        },
      ],
    });
    const played = play({
      runFor: '5s',
      nodes: {
        source: {
          kind: 'client',
          flows: [
            {
              arrive: { every: '50ms' },
              times: 20,
              steps: [{ publish: 'log', topic: 't', event: 'Made', body: { number: '${n}' } }],
            },
          ],
        },
        log: { kind: 'log' },
        x: { kind: 'service', ...reader('one') },
        y: { kind: 'service', ...reader('two') },
        db: { kind: 'database' },
      },
      links: [
        { from: 'source', to: 'log' },
        { from: 'log', to: 'x' },
        { from: 'log', to: 'y' },
        { from: 'x', to: 'db' },
        { from: 'y', to: 'db' },
      ],
    });
    expect(Object.keys(played.rows('db'))).toHaveLength(40);
  });
  it('retention drops what is too old; a reader that comes late begins with what is left', () => {
    const played = world({
      topic: { retention: '1s' },
      timeline: [
        { at: '0s', for: '4s', do: 'crash', node: 'x' },
        { at: '0s', for: '4s', do: 'crash', node: 'y' },
      ],
    });
    const numbers = handled(played).flat();
    expect(Math.min(...numbers)).toBeGreaterThan(110);
    expect(Math.max(...numbers)).toBe(199);
    expect(played.shown('log')['topics']).toMatchObject({ t: { length: 0 } });
  });
  it('compaction keeps the newest event of each key, and readers pass over the gaps', () => {
    const played = world({
      topic: { compact: true },
      timeline: [
        { at: '0s', for: '6s', do: 'crash', node: 'x' },
        { at: '0s', for: '6s', do: 'crash', node: 'y' },
      ],
    });
    expect(
      handled(played)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual([193, 194, 195, 196, 197, 198, 199]);
    expect(played.shown('log')['groups']).toMatchObject({ 't/g': { lag: 0 } });
  });
  it('a crash of the log loses nothing that was synced, and no reader skips what comes after a loss', () => {
    for (const sync of ['always', '200ms', 'never']) {
      const crashes = [1, 2, 3].map((s) => ({ at: `${s}130ms`, for: '300ms', do: 'crash', node: 'log' }));
      const played = world({ log: { sync }, timeline: crashes, topic: { retention: '3s' }, runFor: '12s' });
      const kept = new Set<number>();
      const at = new Map<string, number>();
      for (const e of played.of('fact')) {
        if (e.text === 'append')
          at.set(`${e.a} ${e.b}`, (e.data['event'] as { body: { number: number } }).body.number);
        else if (e.text === 'cut')
          for (const place of at.keys()) {
            const [p, o] = place.split(' ').map(Number);
            if (p === e.a && o! >= e.b) at.delete(place);
          }
      }
      for (const each of at.values()) kept.add(each);
      const seen = new Set(handled(played).flat());
      expect([sync, [...kept].filter((each) => !seen.has(each))]).toEqual([sync, []]);
      if (sync === 'always') expect(kept.size).toBe(199);
      else expect(played.of('fact', 'cut').length).toBeGreaterThan(0);
    }
  });
});

describe('groups', () => {
  it('share partitions; more members than partitions leave some idle', () => {
    const played = world({ partitions: 2, readers: { x: {}, y: {}, z: {} } });
    expect(owners(played)).toEqual({ 'x#1': [0], 'y#1': [1], 'z#1': [] });
    expect(Object.keys(owners(world({ partitions: 4, readers: { x: { instances: 3 } } })))).toHaveLength(3);
  });
  it('a member that dies is missed after the session timeout, and its partitions are read by the others', () => {
    const played = world({
      log: { sessionTimeout: '500ms', heartbeat: '100ms' },
      timeline: [{ at: '2s', do: 'crash', node: 'x' }],
    });
    const last = played.of('fact', 'assign').at(-1)!;
    expect(last.data['members']).toEqual({ 'y#1': [0, 1, 2, 3] });
    expect(last.ms).toBeGreaterThan(2_400);
    expect(last.ms).toBeLessThan(2_700);
    expect(new Set(handled(played).flat()).size).toBe(199);
  });
  it('a member that restarts gets again what it had in hand, at once', () => {
    const played = world({
      readers: { x: {} },
      timeline: [{ at: '2s', for: '50ms', do: 'crash', node: 'x' }],
    });
    expect(new Set(handled(played).flat()).size).toBe(199);
    const begun = played
      .of('flow', undefined, 'x')
      .filter((e) => e.a === 0 && e.ms > 2_000)
      .map((e) => e.ms);
    expect(begun[0]).toBeLessThan(2_100);
  });
  it('an event of a type that nobody handles is passed over in its turn, not before', () => {
    for (let crashAt = 300; crashAt < 1_300; crashAt += 61) {
      const played = play({
        runFor: '6s',
        nodes: {
          source: {
            kind: 'client',
            flows: [
              {
                arrive: { every: '50ms' },
                times: 20,
                steps: [
                  {
                    if: 'n % 2 == 0',
                    then: [{ publish: 'log', topic: 't', event: 'Made', key: 'k', body: { number: '${n}' } }],
                    else: [{ publish: 'log', topic: 't', event: 'Noise', key: 'k' }],
                  },
                ],
              },
            ],
          },
          log: { kind: 'log' },
          x: {
            kind: 'service',
            handlers: [
              {
                event: 'Made',
                from: 'log',
                topic: 't',
                steps: [{ work: '90ms' }, { put: 'db', key: '${event.number}', value: 1 }],
              },
            ],
          },
          db: { kind: 'database' },
        },
        links: [
          { from: 'source', to: 'log' },
          { from: 'log', to: 'x' },
          { from: 'x', to: 'db' },
        ],
        timeline: [{ at: `${crashAt}ms`, for: '100ms', do: 'crash', node: 'x' }],
      });
      expect([crashAt, Object.keys(played.rows('db')).length]).toEqual([crashAt, 10]);
    }
  });
  it.each(['range', 'roundRobin'])(
    'members that join while others are at work take over in order (%s)',
    (assignor) => {
      for (let seed = 1; seed <= 15; seed++) {
        const joins = [
          { at: '0s', for: '1s', do: 'crash', node: 'y' },
          { at: '0s', for: '2s', do: 'crash', node: 'z' },
        ];
        const played = world({
          seed,
          readers: { x: {}, y: {}, z: {} },
          timeline: joins,
          log: { assignor },
          every: '10ms',
          steps: [
            { work: { exponential: '30ms' } },
            {
              put: 'db',
              key: 'order/${event.key}',
              value: '${old == null ? [event.number] : old + [event.number]}',
            },
          ],
        });
        // Nobody died: everything is done once, and per key in the order of the log.
        const lists = handled(played);
        expect([seed, lists.flat().length]).toEqual([seed, 499]);
        for (const list of lists) expect([seed, rising(list)]).toEqual([seed, true]);
      }
    },
  );
});

describe('whatever happens, nothing is lost or skipped by a group', () => {
  const seeds = Array.from({ length: 40 }, (_, i) => 300 + i);
  it.each([
    ['readers crash', ['crash']],
    ['readers and log crash', ['crash', 'log']],
    ['cuts', ['cut', 'oneWay']],
    ['loss, doubles, reordering', ['link']],
    ['all of it', ['crash', 'log', 'cut', 'oneWay', 'link', 'pause']],
  ] as const)('%s', (name, kinds) => {
    for (const seed of seeds) {
      const stream = newStream(seed, name);
      const timeline = Array.from({ length: 3 + nextBelow(stream, 4) }, () => {
        const at = 200 + nextBelow(stream, 5_000);
        const time = { at: `${at}ms`, for: `${50 + nextBelow(stream, 2_500)}ms` };
        const node = ['x', 'y', 'z'][nextBelow(stream, 3)]!;
        switch (kinds[nextBelow(stream, kinds.length)]!) {
          case 'crash':
            return { ...time, do: 'crash', node };
          case 'pause':
            return { ...time, do: 'pause', node };
          case 'log':
            return { ...time, do: 'crash', node: 'log' };
          case 'cut':
            return { ...time, do: 'partition', between: ['log', node] };
          case 'oneWay':
            return {
              ...time,
              do: 'partition',
              between: nextBelow(stream, 2) ? ['log', node] : [node, 'log'],
              oneWay: true,
            };
          case 'link':
            return { ...time, do: 'link', from: 'log', to: node, loss: 0.3, duplicate: 0.2, reorder: 0.3 };
        }
      });
      const played = world({
        seed,
        timeline,
        readers: { x: {}, y: {}, z: {} },
        every: '40ms',
        runFor: '25s',
        log: { sessionTimeout: '600ms', heartbeat: '150ms' },
      });
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      const done = new Set(handled(played).flat());
      expect([label, appended(played).filter((each) => !done.has(each))]).toEqual([label, []]);
      expect([label, played.shown('log')['groups']]).toMatchObject([label, { 't/g': { lag: 0 } }]);
      // Of one key nothing overtakes on its first way through, unless a zombie was at work too: only a crash is sure to leave none.
      if (name === 'readers crash')
        for (const list of handled(played)) expect([label, rising(firsts(list))]).toEqual([label, true]);
    }
  });
});
