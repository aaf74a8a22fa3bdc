import { breakerParams } from './breaker/params.ts';
import { bulkheadParams } from './bulkhead/params.ts';
import { quorumParams } from './quorum/params.ts';
import { rateLimitParams } from './rate-limit/params.ts';
import { multiLeaderParams } from './multi-leader/params.ts';
import { asyncParams } from './replication-async/params.ts';
import { semiSyncParams } from './replication-semi-sync/params.ts';
import { syncParams } from './replication-sync/params.ts';
import { raftParams } from './raft/params.ts';
import { retryParams } from './retry/params.ts';
import { timeoutParam } from './timeout/params.ts';

/** Policies that a link may carry, from the caller outwards: the field name and its parameters. */
export const policyParams = {
  timeout: timeoutParam,
  retry: retryParams,
  breaker: breakerParams,
  bulkhead: bulkheadParams,
  rateLimit: rateLimitParams,
} as const;

/** Ways in which a cluster copies its data, by the word in `mode`. */
export const replicationParams = {
  async: asyncParams,
  semiSync: semiSyncParams,
  sync: syncParams,
  quorum: quorumParams,
  raft: raftParams,
  multiLeader: multiLeaderParams,
} as const;
