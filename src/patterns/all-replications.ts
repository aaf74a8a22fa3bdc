import { multiLeader } from './multi-leader/model.ts';
import { quorumReplication } from './quorum/model.ts';
import { raftReplication } from './raft/model.ts';
import { asyncReplication } from './replication-async/model.ts';
import { semiSyncReplication } from './replication-semi-sync/model.ts';
import { syncReplication } from './replication-sync/model.ts';

/** Ways in which a cluster copies its data, by the word in `mode`. */
export const replications = {
  async: asyncReplication,
  semiSync: semiSyncReplication,
  sync: syncReplication,
  quorum: quorumReplication,
  raft: raftReplication,
  multiLeader,
} as const;

export { crdts } from './crdt/all.ts';
export { provideCrdts } from './crdt/types.ts';
