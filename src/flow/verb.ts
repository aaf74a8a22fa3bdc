import type { Plain } from '#lib/plain.ts';
import type { Outcome } from '#sim/message.ts';
import type { Compiler, Exits, StepNode } from './program.ts';
import type { FlowHost, FlowState } from './host.ts';
import type { Step } from './steps.ts';

/**
 * A verb of the step language: how its step becomes states, and what happens when a state is entered.
 * `Ready` is what `prepare` makes of the step once, such as compiled expressions.
 */
export interface VerbModel<S extends Step = never, Ready = never> {
  readonly name: string;
  /** Throws ExpressionError when an expression in the step cannot be read. */
  prepare?(step: S): Ready;
  compile(step: S, place: string, exits: Exits, compiler: Compiler): void;
  /** Where a step begins that has no state of its own. */
  entry?(step: S, place: string, compiler: Compiler): string;
  /** The state was entered. Ends with exactly one report to the host, now or later. */
  perform?(ready: Ready, flow: FlowState, node: StepNode, host: FlowHost): void;
  /** An answer or a timer that `perform` asked for. Default: bind `as`, then `ok` or `fail`. */
  resume?(ready: Ready, flow: FlowState, node: StepNode, host: FlowHost, outcome: Outcome): void;
  /** An event arrived that this step may be waiting for. True when it took it. */
  offer?(
    ready: Ready,
    flow: FlowState,
    node: StepNode,
    host: FlowHost,
    event: { readonly [key: string]: Plain },
  ): boolean;
}

/** The states of a verb that does one thing: `ok` leads on, `fail` to whoever catches. */
export function atomic(step: Step, place: string, exits: Exits, compiler: Compiler): void {
  compiler.state(step, place, { ok: exits.next, fail: exits.fail });
}
