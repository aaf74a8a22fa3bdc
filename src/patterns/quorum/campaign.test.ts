import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { newStream } from '#lib/random.ts';
import { randomFaults } from '#patterns/random-faults.test-helper.ts';
import { Ended } from '#sim/record.ts';
import { ownersOf } from '#patterns/placement.ts';

interface World {
  readonly replication: Drawing;
  readonly members: readonly string[];
  readonly sync?: string;
  readonly skew?: readonly unknown[];
  readonly seed: number;
  readonly timeline: readonly unknown[];
}

/** Three clients write and read shared rows through any member; every value is written once. */
function cluster({ replication, members, sync = 'always', seed, timeline }: World): Played {
  // Blind writes make siblings without end: with those, every row is written a few times.
  const key = replication['conflicts'] === 'siblings' ? 'k${n % 20}' : 'k${n % 5}';
  const client = (name: string): Drawing => ({
    kind: 'client',
    flows: [
      {
        arrive: { every: '90ms' },
        until: '5s',
        steps: [
          {
            try: [{ put: 'store', key, value: `${name} \${n}`, at: 'any' }],
            catch: [],
          },
          {
            try: [
              { if: 'n % 6 == 0', then: [{ delete: 'store', key: 'gone/${n % 4}', at: 'any' }] },
              { put: 'store', key: 'gone/${n % 4}', value: '${old == null ? 1 : 2}', at: 'any' },
            ],
            catch: [],
          },
        ],
      },
      {
        arrive: { every: '70ms' },
        until: '6s',
        steps: [{ get: 'store', key, at: 'any' }],
      },
    ],
  });
  const clients = ['xan', 'yul', 'zoe'];
  return play(
    {
      runFor: '14s',
      network: { within: { uniform: ['1ms', '9ms'] } },
      nodes: {
        ...Object.fromEntries(clients.map((name) => [name, client(name)])),
        ...Object.fromEntries(members.map((id) => [id, { kind: 'database', sync }])),
      },
      links: [
        ...clients.flatMap((from) => members.map((to) => ({ from, to, timeout: '700ms' }))),
        ...members.flatMap((from, i) => members.slice(i + 1).map((to) => ({ from, to }))),
      ],
      clusters: {
        store: {
          members,
          replication: { mode: 'quorum', timeout: '400ms', antiEntropy: '800ms', ...replication },
        },
      },
      timeline,
    },
    { seed, kinds: ['begin', 'end'] },
  );
}

const FAULTS = ['crash', 'pause', 'isolate', 'cut', 'link'];
const WITHOUT_CRASHES = ['pause', 'pause', 'isolate', 'cut', 'link'];

interface Write {
  readonly call: number;
  readonly ret: number;
  readonly value: Plain;
}

/**
 * Reads that found a confirmed write, or nothing, although a later one had been confirmed before they began. A write
 * that nobody was told of may take effect at any time, so what it left is not judged.
 */
function stale(played: Played): string[] {
  const began = new Map<string, { key: string; value: Plain; at: number; verb: string }>();
  const confirmed = new Map<string, Write[]>();
  const reads: { key: string; value: Plain; call: number }[] = [];
  for (const e of played.events) {
    const id = `${e.node} ${e.a}`;
    const { key, value, verb } = e.data as { key: string; value: Plain; verb: string };
    if (e.kind === 'begin') began.set(id, { key, value, at: e.time, verb });
    else if (e.b === Ended.ok) {
      const call = began.get(id)!;
      if (!call.key.startsWith('k')) continue;
      if (call.verb === 'get') reads.push({ key: call.key, value: value ?? null, call: call.at });
      else if (!confirmed.has(call.key)) confirmed.set(call.key, []);
      if (call.verb === 'put')
        confirmed.get(call.key)!.push({ call: call.at, ret: e.time, value: call.value });
    }
  }
  return reads.flatMap(({ key, value, call }) => {
    const writes = confirmed.get(key) ?? [];
    const found = writes.find((write) => equalPlain(write.value, value));
    if (found === undefined && value !== null) return [];
    const missed = writes.find((write) => write.ret < call && write.call > (found?.ret ?? -1));
    return missed === undefined
      ? []
      : [`${key} at ${call}: ${JSON.stringify(value)}, not ${JSON.stringify(missed.value)}`];
  });
}

/** All owners of a row hold the same of it, nobody holds a hint, nobody is in doubt. */
function expectConverged(played: Played, members: readonly string[], n: number, label: unknown): void {
  const shown = new Map(members.map((id) => [id, played.shown(id)]));
  const keys = new Set(
    [...shown.values()].flatMap((one) => [...(one['versions'] as unknown as Map<string, number>).keys()]),
  );
  for (const key of keys) {
    const owners = ownersOf(key, members, n);
    const held = owners.map((owner) => {
      const { rows, versions } = shown.get(owner) as unknown as Record<string, ReadonlyMap<string, Plain>>;
      return { value: rows!.get(key) ?? null, version: versions!.get(key) ?? 0 };
    });
    for (const one of held) expect([label, key, one]).toEqual([label, key, held[0]]);
    for (const other of members)
      if (!owners.includes(other))
        expect([label, (shown.get(other)!['rows'] as unknown as Map<string, Plain>).has(key)]).toEqual([
          label,
          false,
        ]);
  }
  for (const [id, one] of shown)
    expect([label, id, one['hints'], one['suspects'], one['coordinating']]).toEqual([label, id, 0, [], 0]);
}

const three = ['a', 'b', 'c'];
const five = ['a', 'b', 'c', 'd', 'e'];

interface Campaign {
  readonly title: string;
  readonly replication: Drawing;
  readonly members: readonly string[];
  readonly n: number;
  readonly sync?: string;
  readonly crashes?: boolean;
  /** Whether no read may be stale, or some must be, or nothing is said. */
  readonly fresh: 'always' | 'not always' | 'nothing said';
  readonly runs: number;
}
const SHARE = Number(process.env['QUORUM_CAMPAIGN'] ?? 1);

const campaigns: readonly Campaign[] = [
  { title: 'majorities of three', replication: {}, members: three, n: 3, fresh: 'always', runs: 7 },
  {
    title: 'three of five, majorities',
    replication: { n: 3 },
    members: five,
    n: 3,
    fresh: 'always',
    runs: 7,
  },
  {
    title: 'read one, write all',
    replication: { r: 1, w: 3 },
    members: three,
    n: 3,
    fresh: 'always',
    runs: 5,
  },
  {
    title: 'as few as needed are contacted',
    replication: { contact: 'quorum', n: 3, r: 2, w: 2, readRepair: false },
    members: five,
    n: 3,
    fresh: 'always',
    runs: 5,
  },
  { title: 'one and one', replication: { r: 1, w: 1 }, members: three, n: 3, fresh: 'not always', runs: 5 },
  {
    title: 'sloppy, three of five',
    replication: { n: 3, sloppy: true },
    members: five,
    n: 3,
    fresh: 'nothing said',
    runs: 7,
  },
  {
    title: 'sloppy, and no anti-entropy: hints alone bring all rows together',
    replication: { n: 3, sloppy: true, readRepair: false, antiEntropy: 'off' },
    members: five,
    n: 3,
    crashes: false,
    fresh: 'nothing said',
    runs: 7,
  },
  {
    title: 'anti-entropy alone',
    replication: { readRepair: false, hintedHandoff: false, antiEntropy: '500ms' },
    members: three,
    n: 3,
    fresh: 'always',
    runs: 5,
  },
  {
    title: 'siblings',
    replication: { n: 3, sloppy: true, conflicts: 'siblings' },
    members: five,
    n: 3,
    fresh: 'nothing said',
    runs: 6,
  },
  {
    title: 'disks that forget',
    replication: { antiEntropy: '500ms', conflicts: 'siblings' },
    members: three,
    n: 3,
    sync: '500ms',
    fresh: 'nothing said',
    runs: 5,
  },
];

describe('whatever happens to the members for some seconds', () => {
  it.each(campaigns)('$title: all owners agree in the end, and reads are as fresh as promised', (c) => {
    let staleReads = 0;
    for (let seed = 1; seed <= c.runs * SHARE; seed++) {
      const stream = newStream(seed, 'faults', c.title);
      const timeline = randomFaults(stream, c.members, (c.crashes ?? true) ? FAULTS : WITHOUT_CRASHES);
      const played = cluster({ ...c, timeline, seed });
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      expectConverged(played, c.members, c.n, label);
      const found = stale(played);
      staleReads += found.length;
      if (c.fresh === 'always') expect([label, found]).toEqual([label, []]);
    }
    if (c.fresh === 'not always') expect(staleReads).toBeGreaterThan(0);
  });
});
