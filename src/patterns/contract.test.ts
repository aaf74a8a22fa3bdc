import { describe, expect, it } from 'vitest';
import { hashPlain } from '#lib/hash.ts';
import { clonePlain, equalPlain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { complete } from '#lib/schema/meta.ts';
import { certainlyDidNotHappen, REASONS } from '#sim/reasons.ts';
import { replications } from './all-replications.ts';
import { callPolicies, retryPolicy } from './models.ts';
import { policyParams, replicationParams } from './params.ts';
import { PolicyDriver } from './policy-driver.test-helper.ts';
import type { Policy } from './policy.ts';

type AnyPolicy = Policy<unknown, unknown> & { prepare(written: unknown): unknown };
const policies = callPolicies as unknown as readonly AnyPolicy[];
const params = policyParams as unknown as { readonly [field: string]: never };

describe('every policy of a link', () => {
  it('has a field, parameters under that name, and they are complete without a word', () => {
    expect([...policies.map(({ field }) => field), 'retry', 'timeout'].sort()).toEqual(
      Object.keys(policyParams).sort(),
    );
    for (const { field } of policies) expect(() => complete(params[field]!, {})).not.toThrow();
  });

  it.each(policies.map((policy) => [policy.field, policy] as const))(
    '%s: on random scripts it answers every attempt, keeps plain data, and reasons that certainly did not happen',
    (field, policy) => {
      for (let seed = 1; seed <= 30; seed++) {
        const stream = newStream(seed, field);
        const driver = new PolicyDriver(policy, policy.prepare(complete(params[field]!, {})), seed);
        const open = new Set<number>();
        for (let i = 0; i < 200; i++) {
          const attempt = driver.ask();
          open.add(attempt);
          for (const id of [...open]) {
            const fate = driver.fates[id]!;
            if (fate === 'waiting' || (fate === 'admitted' && nextBelow(stream, 3) > 0)) continue;
            if (fate === 'admitted') {
              const outcome = nextBelow(stream, 2) === 0 ? 'ok' : REASONS[nextBelow(stream, REASONS.length)]!;
              const sent = outcome === 'ok' || nextBelow(stream, 4) > 0;
              driver.end(id, outcome, { elapsedUs: nextBelow(stream, 1e6), sent });
            } else if (fate !== 'gone')
              expect([field, certainlyDidNotHappen.has(fate)]).toEqual([field, true]);
            open.delete(id);
          }
          driver.advance(nextBelow(stream, 50_000));
          const copy = clonePlain(driver.state);
          expect(equalPlain(copy, driver.state) && hashPlain(copy) === hashPlain(driver.state)).toBe(true);
        }
      }
    },
  );
});

describe('retry', () => {
  it('gives up in the end, whatever fails', () => {
    const prepared = retryPolicy.prepare(complete(policyParams.retry, { attempts: 5 }));
    for (const reason of REASONS) {
      const state = retryPolicy.start();
      let attempt = 1;
      const io = { now: 0, draw: () => 0.5, moved: () => {} };
      while (retryPolicy.next(state, prepared, attempt, { ok: false, reason }, io) !== null) attempt++;
      expect(attempt).toBeLessThanOrEqual(5);
      expect(equalPlain(clonePlain(state), state)).toBe(true);
    }
  });
});

describe('every mode of replication', () => {
  it.each(Object.keys(replications) as (keyof typeof replications)[])(
    '%s: has parameters under its name and prepares from them',
    (mode) => {
      expect(replications[mode].mode).toBe(mode);
      const written = complete(replicationParams[mode], {});
      expect(() => replications[mode].prepare(written as never)).not.toThrow();
      expect(complete(replicationParams[mode], written)).toEqual(written);
    },
  );
  it('and no parameters without a mode', () => {
    expect(Object.keys(replicationParams).sort()).toEqual(Object.keys(replications).sort());
  });
});
