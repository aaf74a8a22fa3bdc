/**
 * Why something failed, from one closed list: the words on the object that failed, in the log, in the
 * caption and in `error.reason` are all looked up by these names. A step `fail` adds its own text, not
 * its own reason.
 */
export const REASONS = [
  'refused', // nobody listens at that address; certainly did not happen
  'connectionLost', // the callee died while it held the request; may have happened
  'timedOut', // no answer in time; may have happened
  'partitioned', // the message reached a cut
  'lost', // the link lost the message
  'droppedByHand', // a person dropped the message
  'queueFull', // no waiting place was free
  'breakerOpen', // the circuit breaker did not let the call through
  'bulkheadFull', // no concurrent call of this link was free in time
  'rateLimited', // no permission was left in this period
  'expression', // an expression failed: a missing field, a wrong type
  'aborted', // a condition inside a transaction was false
  'failed', // the handler said so, with a text of its own
  'noRoute', // nothing there answers this operation
  'notReplicated', // written here, but not acknowledged by enough copies in time
  'notLeader', // this member does not accept writes
  'behind', // this member has not yet what the session has seen
  'unauthorized', // refused at the edge
  'crashed', // its node went down
  'notWaitedFor', // it came too late: nobody waits for it any more
  'tooManyDeliveries', // set aside after the last attempt
] as const;

export type Reason = (typeof REASONS)[number];

/** What an attempt may have done although its caller saw it fail. */
export const certainlyDidNotHappen: ReadonlySet<Reason> = new Set<Reason>([
  'refused',
  'queueFull',
  'breakerOpen',
  'bulkheadFull',
  'rateLimited',
  'expression',
  'aborted',
  'failed',
  'noRoute',
  'notLeader',
  'behind',
  'unauthorized',
]);
