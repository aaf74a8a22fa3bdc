import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EtcdScript } from './etcd.test-helper.ts';

const folder = '../shared/data/raft-etcd/interaction';
const scripts = existsSync(folder) ? readdirSync(folder).sort() : [];

/** About something that this mode does not have. */
const notApplicable: { readonly [reason: string]: RegExp } = {
  'membership is fixed: no changes, no learners': /^confchange_|^campaign_learner|^forget_leader\.txt/,
  'a member has one disk with one write at a time, not threads that are stepped by hand': /^async_storage/,
};
const reasonOf = (script: string): string | undefined =>
  Object.keys(notApplicable).find((reason) => notApplicable[reason]!.test(script));

describe.skipIf(scripts.length === 0)('the end states of etcd', () => {
  it.each(scripts.filter((script) => reasonOf(script) === undefined))('%s', (script) => {
    const played = new EtcdScript().play(readFileSync(`${folder}/${script}`, 'utf8'));
    expect(played.differences).toEqual([]);
    // It looked at something: terms, votes, roles, commits, logs, matches.
    expect(played.compared).toBeGreaterThan(5);
  });

  it('leaves out what is not here, and nothing else', () => {
    expect(scripts.filter((script) => reasonOf(script) !== undefined)).toHaveLength(14);
  });
});
