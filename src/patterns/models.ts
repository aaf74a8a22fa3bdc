import { breaker } from './breaker/model.ts';
import { bulkhead } from './bulkhead/model.ts';
import { rateLimit } from './rate-limit/model.ts';

/** The policies of a call link, outermost first, in the order of resilience4j's default. */
export const callPolicies = [breaker, rateLimit, bulkhead] as const;

/** Stands outside all of them. */
export { retryPolicy } from './retry/model.ts';
