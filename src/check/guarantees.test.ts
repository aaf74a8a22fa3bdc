import { existsSync, readFileSync } from 'node:fs';
import type { Plain } from '#lib/plain.ts';
import { describe, expect, it } from 'vitest';
import { sessionGuarantee, type Guarantee } from './guarantees.ts';
import type { MicroOperation, Operation } from './history.ts';

interface Entry {
  readonly name: string;
  readonly valid: boolean;
  readonly violates?: string;
  readonly badReads?: readonly { readonly op: number }[];
  readonly ops: readonly {
    readonly p: number;
    readonly r?: Record<string, Plain>;
    readonly w?: Record<string, Plain>;
  }[];
}

const guarantees: Readonly<Record<string, Guarantee>> = {
  RYW: 'read-your-writes',
  MR: 'monotonic-reads',
  MW: 'monotonic-writes',
  WFR: 'writes-follow-reads',
};

/** The entries list transactions in the order of the versions they made. */
function operationsOf({ ops }: Entry): Operation[] {
  const versions = new Map<string, number>();
  for (const { w = {} } of ops) {
    for (const [key, value] of Object.entries(w)) {
      const made = [...versions.keys()].filter((name) => name.startsWith(`${key}=`)).length;
      versions.set(`${key}=${JSON.stringify(value)}`, made + 1);
    }
  }
  const step = (f: 'r' | 'w', key: string, value: Plain): MicroOperation => ({
    f,
    key,
    value,
    version: value === null ? 0 : versions.get(`${key}=${JSON.stringify(value)}`)!,
  });
  return ops.map(({ p, r = {}, w = {} }, id) => ({
    id,
    process: `${p}`,
    f: 'txn',
    txn: [
      ...Object.entries(r).map(([key, value]) => step('r', key, value)),
      ...Object.entries(w).map(([key, value]) => step('w', key, value)),
    ],
    outcome: 'ok',
    call: 2 * id,
    ret: 2 * id + 1,
  }));
}

const path = '../shared/data/weak/session-guarantees.json';

describe.skipIf(!existsSync(path))('the session guarantees', () => {
  const file = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { readme: Entry[]; tests: Entry[] })
    : { readme: [], tests: [] };
  const entries = [...file.readme, ...file.tests];
  const broken = entries.filter(({ violates }) => violates !== undefined && violates in guarantees);

  it.each(broken.map((entry): [string, Entry] => [entry.name, entry]))('refuse: %s', (_, entry) => {
    const verdict = sessionGuarantee({ operations: operationsOf(entry) }, guarantees[entry.violates!]!);
    expect(verdict.verdict).toBe('invalid');
    const bad = entry.badReads?.map(({ op }) => op);
    if (bad !== undefined && verdict.verdict === 'invalid') expect(bad).toContain(verdict.witness.offending);
  });

  it.each(entries.filter(({ valid }) => valid).map((entry): [string, Entry] => [entry.name, entry]))(
    'allow: %s',
    (_, entry) => {
      for (const guarantee of Object.values(guarantees)) {
        expect(sessionGuarantee({ operations: operationsOf(entry) }, guarantee)).toEqual({
          verdict: 'valid',
        });
      }
    },
  );
});

describe('sessionGuarantee', () => {
  const at = (
    id: number,
    process: string,
    f: 'read' | 'write',
    value: Plain,
    version: number,
  ): Operation => ({
    id,
    process,
    f,
    key: 'x',
    value,
    version,
    outcome: 'ok',
    call: 2 * id,
    ret: 2 * id + 1,
  });

  it('separates the four: each can be broken while the other three hold', () => {
    const only: Readonly<Record<Guarantee, readonly Operation[]>> = {
      'read-your-writes': [
        at(0, 'b', 'write', 'older', 1),
        at(1, 'a', 'write', 'mine', 2),
        at(2, 'a', 'read', 'older', 1),
      ],
      'monotonic-reads': [
        at(0, 'a', 'write', 'one', 1),
        at(1, 'b', 'write', 'two', 2),
        at(2, 'c', 'read', 'two', 2),
        at(3, 'c', 'read', 'one', 1),
      ],
      'monotonic-writes': [
        { ...at(0, 'a', 'write', 'one', 1), key: 'y' },
        at(1, 'a', 'write', 'two', 1),
        at(2, 'c', 'read', 'two', 1),
        { ...at(3, 'c', 'read', null, 0), key: 'y' },
      ],
      'writes-follow-reads': [
        { ...at(0, 'a', 'write', 'question', 1), key: 'y' },
        { ...at(1, 'b', 'read', 'question', 1), key: 'y' },
        at(2, 'b', 'write', 'answer', 1),
        at(3, 'c', 'read', 'answer', 1),
        { ...at(4, 'c', 'read', null, 0), key: 'y' },
      ],
    };
    for (const [broken, operations] of Object.entries(only)) {
      for (const guarantee of Object.values(guarantees)) {
        const { verdict } = sessionGuarantee({ operations }, guarantee);
        expect({ broken, guarantee, verdict }).toEqual({
          broken,
          guarantee,
          verdict: guarantee === broken ? 'invalid' : 'valid',
        });
      }
    }
  });

  it('binds nobody to a write whose outcome is unknown', () => {
    const write: Operation = { ...at(0, 'a', 'write', 'perhaps', 1), outcome: 'info', ret: null };
    const operations = [write, at(1, 'a', 'read', null, 0)];
    expect(sessionGuarantee({ operations }, 'read-your-writes')).toEqual({ verdict: 'valid' });
  });

  it('does not call it older than what the session did next: it may take effect later', () => {
    const write: Operation = { ...at(0, 'a', 'write', 'perhaps', 1), outcome: 'info', ret: null };
    const operations = [
      write,
      at(1, 'a', 'write', 'surely', 2),
      at(2, 'a', 'read', 'surely', 2),
      at(3, 'a', 'read', 'perhaps', 1),
    ];
    const bare = operations.map(({ id, process, f, key, value, outcome, call, ret }) => {
      return { id, process, f, key, value, outcome, call, ret } as Operation;
    });
    for (const guarantee of ['read-your-writes', 'monotonic-reads'] as const)
      expect(sessionGuarantee({ operations: bare }, guarantee).verdict).toBe('valid');
  });
});
