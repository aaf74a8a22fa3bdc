import { quorumReplication } from './quorum/model.ts';
import { multiLeader } from './multi-leader/model.ts';
import { asyncReplication } from './replication-async/model.ts';
import { semiSyncReplication } from './replication-semi-sync/model.ts';
import { syncReplication } from './replication-sync/model.ts';
import { raftReplication } from './raft/model.ts';
import { breaker } from './breaker/model.ts';
import { bulkhead } from './bulkhead/model.ts';
import { rateLimit } from './rate-limit/model.ts';

/** The policies of a call link, outermost first, in the order of resilience4j's default. */
export const callPolicies = [breaker, rateLimit, bulkhead] as const;

/** Stands outside all of them. */
export { retryPolicy } from './retry/model.ts';

/** Ways in which a cluster copies its data, by the word in `mode`. */
export const replications = {
  async: asyncReplication,
  semiSync: semiSyncReplication,
  sync: syncReplication,
  quorum: quorumReplication,
  raft: raftReplication,
  multiLeader,
} as const;
