import type { Env } from '#flow/env.ts';
import type { Step } from '#flow/steps.ts';
import type { Behaviour } from '#sim/behaviour.ts';

/** The headless half of a kind: what it is made of and how it behaves. */
export interface KindModel<Own = never> {
  readonly kind: string;
  /** Turns complete parameters into what the behaviour runs on; done once, and again when a fault sets one. */
  prepare(own: Own, env: Env, id: string): unknown;
  readonly behaviour: Behaviour<never, never>;
  /** What a node without steps of its own does with a node of this kind that it is linked to. */
  touch?(id: string, own: Own): readonly Step[];
  /** What a service without handlers of its own does with what this broker has. */
  feeds?(id: string, own: Own): readonly unknown[];
  /** How often consumers must show this broker that they live, µs. */
  heartbeatUs?(own: Own): number;
}
