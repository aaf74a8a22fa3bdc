import type { Step } from './steps.ts';
import type { Policy, RetryPolicy } from '#patterns/policy.ts';
import type { RowTypes } from '#patterns/row-types.ts';

/** What a node knows about its surroundings, worked out from the drawing before the run. */
export interface Env {
  /** Policies on outgoing links, by the id of the link. */
  readonly links: ReadonlyMap<string, LinkPolicies>;
  /** Clusters by name. */
  readonly clusters: ReadonlyMap<string, ClusterEnv>;
  /** What a flow without steps of its own does: something with everything it has a link to. */
  readonly touch: readonly Step[];
  /** Handlers of a service without handlers of its own: it takes what the brokers linked to it have. */
  readonly feeds: readonly unknown[];
  /** How often consumers show a broker that they live, µs, by the broker's id. */
  readonly heartbeats: ReadonlyMap<string, number>;
  /** Calls are client operations: recorded with their beginning, end and outcome. */
  readonly operations: boolean;
}

export interface ClusterEnv {
  readonly name: string;
  readonly mode: string;
  /** Whom an operation turns to when its step does not say. */
  readonly home: 'leader' | 'nearest';
  /** In document order: the first is the primary at the start. */
  readonly members: readonly string[];
  /** Members by closeness to this node: linked first, then those in its zone, then the others. */
  readonly nearest: readonly string[];
  /** Rows of a CRDT type, as any of its members says. */
  readonly types: RowTypes;
  /** Parameters of the mode, complete. */
  readonly replication: unknown;
}

export interface LinkPolicies {
  /** null: the default of the verb. */
  readonly timeoutUs: number | null;
  /** Outermost first. */
  readonly chain: readonly { readonly policy: Policy<unknown, unknown>; readonly params: unknown }[];
  readonly retry: { readonly policy: RetryPolicy<unknown, unknown>; readonly params: unknown } | null;
}

export const NO_POLICIES: LinkPolicies = { timeoutUs: null, chain: [], retry: null };
