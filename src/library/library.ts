import type { Scenario } from './scenario.ts';
import { apiComposition } from './api-composition.ts';
import { bulkhead } from './bulkhead.ts';
import { capConsistency } from './cap-consistency.ts';
import { capAvailability } from './cap-availability.ts';
import { causalConsistency } from './causal-consistency.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { consistencyPrice } from './consistency-price.ts';
import { crdt } from './crdt.ts';
import { effectivelyOnce } from './effectively-once.ts';
import { healthChecks } from './health-checks.ts';
import { loadShedding } from './load-shedding.ts';
import { logOrder } from './log-order.ts';
import { messageInsteadOfCall } from './message-instead-of-call.ts';
import { orderSagaChoreography } from './order-saga-choreography.ts';
import { orderSagaIdempotent } from './order-saga-idempotent.ts';
import { orderSagaOrchestration } from './order-saga-orchestration.ts';
import { publishSubscribe } from './publish-subscribe.ts';
import { quorum } from './quorum.ts';
import { queueDeadLetters } from './queue-dead-letters.ts';
import { raft } from './raft.ts';
import { replicationSemiSync } from './replication-semi-sync.ts';
import { replicationAsync } from './replication-async.ts';
import { replicationSync } from './replication-sync.ts';
import { sessionGuarantees } from './session-guarantees.ts';
import { severalLeaders } from './several-leaders.ts';
import { sloppyQuorum } from './sloppy-quorum.ts';
import { retryStorm } from './retry-storm.ts';
import { transactionalOutbox } from './transactional-outbox.ts';

/** All built-in scenarios, in the order of the gallery; the first is what a first visit opens. */
export const library: readonly Scenario[] = [
  orderSagaChoreography,
  orderSagaIdempotent,
  orderSagaOrchestration,
  transactionalOutbox,
  messageInsteadOfCall,
  publishSubscribe,
  logOrder,
  queueDeadLetters,
  effectivelyOnce,
  replicationAsync,
  replicationSemiSync,
  replicationSync,
  quorum,
  sloppyQuorum,
  severalLeaders,
  causalConsistency,
  sessionGuarantees,
  raft,
  capConsistency,
  capAvailability,
  consistencyPrice,
  crdt,
  circuitBreaker,
  bulkhead,
  retryStorm,
  loadShedding,
  healthChecks,
  apiComposition,
];

export const scenarioById = (id: string): Scenario | undefined =>
  library.find((scenario) => scenario.id === id);
