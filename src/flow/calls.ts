import type { Plain } from '#lib/plain.ts';
import { newTable, tableDelete, tableGet, tableSet, tableValues } from '#lib/table.ts';
import type { Table } from '#lib/table.ts';
import type { PolicyIo } from '#patterns/policy.ts';
import type { Io, Port } from '#sim/behaviour.ts';
import type { Message, MessageKind, Outcome } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';
import { certainlyDidNotHappen } from '#sim/reasons.ts';
import { Ended } from '#sim/record.ts';
import { NO_POLICIES } from './env.ts';
import type { Env, LinkPolicies } from './env.ts';
import { forgetSession, marksFor, remember } from './seen.ts';
import type { Seen } from './seen.ts';

/** One question on its way, through all its attempts. Plain data. */
export interface CallState {
  readonly number: number;
  readonly flow: number;
  readonly step: number;
  /** The same on every attempt. */
  readonly id: string;
  readonly session: string;
  readonly verb: string;
  readonly kind: MessageKind;
  readonly label: string;
  readonly body: { readonly [key: string]: Plain };
  readonly operation: string;
  /** The cluster that is asked, or ''. */
  readonly cluster: string;
  readonly beganAt: number;
  link: number;
  attempt: number;
  /** Names this attempt to the policies. */
  attemptId: number;
  /** How many policies have let it through. */
  admitted: number;
  message: number;
  sentAt: number;
  /** Timeout or pause before the next attempt; -1: none. */
  timer: number;
  redirects: number;
  /** Some attempt may have happened although it failed. */
  doubtful: boolean;
}

export interface CallsState {
  calls: Table<CallState>;
  /** Request under way → its call. */
  byMessage: Map<number, number>;
  byAttempt: Map<number, number>;
  policies: Map<number, PolicyStates>;
  /** Whom this node takes for the leader of a cluster. */
  leaders: Map<string, string>;
  /** What sessions have seen of clusters that told. */
  seen: Seen;
  nextCall: number;
  nextAttempt: number;
  nextLife: number;
}

interface PolicyStates {
  /** Which policies the states belong to. */
  readonly shape: string;
  /** Names them: timers of those that are gone mean nothing. */
  readonly life: number;
  readonly chain: unknown[];
  readonly retry: unknown;
}
const shapeOf = ({ chain, retry }: LinkPolicies): string =>
  [...chain.map(({ policy }) => policy.field), ...(retry === null ? [] : ['retry'])].join(' ');

export const newCalls = (): CallsState => ({
  calls: newTable(),
  byMessage: new Map(),
  byAttempt: new Map(),
  policies: new Map(),
  leaders: new Map(),
  seen: new Map(),
  nextCall: 1,
  nextAttempt: 1,
  nextLife: 1,
});

/** A crash forgets all calls; numbers go on, so that the record never names two calls alike. */
export const crashedCalls = (s: CallsState): CallsState => ({
  ...newCalls(),
  nextCall: s.nextCall,
  nextAttempt: s.nextAttempt,
});

export interface CallRequest {
  readonly flow: number;
  readonly step: number;
  readonly id: string;
  readonly session: string;
  readonly port: Port;
  readonly cluster: string;
  readonly verb: string;
  readonly kind: MessageKind;
  readonly label: string;
  readonly body: { readonly [key: string]: Plain };
  readonly operation: string;
  readonly detail: { readonly [key: string]: Plain } | undefined;
}

/** Without a written timeout: a caller waits long for a service, less long for a store or a broker. */
const CALL_TIMEOUT_US = 30_000_000;
const STORE_TIMEOUT_US = 5_000_000;
const REDIRECTS_MAX = 3;

/** What a timer of a call means. */
export type CallTimer =
  | { readonly t: 'timeout' | 'again'; readonly call: number }
  | {
      readonly t: 'policy';
      readonly link: number;
      readonly policy: number;
      readonly life: number;
      readonly payload: Plain;
    };

/**
 * Calls of one instance: each attempt passes the policies of its link, outermost first, is sent, and ends by a
 * reply, a refusal or a timeout; then retry, which stands outside of all others, may begin the next attempt.
 */
export class Calls {
  readonly #io: Io;
  readonly #s: CallsState;
  readonly #envNow: () => Env;
  /** Where `#byLink` was read. */
  #env: Env | null = null;
  #byLink: LinkPolicies[] = [];
  readonly #ended: (call: CallState, outcome: Outcome) => void;

  constructor(
    io: Io,
    state: CallsState,
    envNow: () => Env,
    ended: (call: CallState, outcome: Outcome) => void,
  ) {
    this.#io = io;
    this.#s = state;
    this.#envNow = envNow;
    this.#ended = ended;
  }

  begin(request: CallRequest): number {
    const call: CallState = {
      number: this.#s.nextCall++,
      flow: request.flow,
      step: request.step,
      id: request.id,
      session: request.session,
      verb: request.verb,
      kind: request.kind,
      label: request.label,
      body: request.body,
      operation: request.operation,
      cluster: request.cluster,
      beganAt: this.#io.now,
      link: request.port.link,
      attempt: 0,
      attemptId: 0,
      admitted: 0,
      message: -1,
      sentAt: this.#io.now,
      timer: -1,
      redirects: 0,
      doubtful: false,
    };
    tableSet(this.#s.calls, call.number, call);
    if (this.#envNow().operations) {
      const { id, session, verb } = call;
      const { detail } = request;
      this.#io.begin(
        call.number,
        call.operation,
        detail === undefined ? { id, session, verb } : { id, session, verb, ...detail },
      );
    }
    this.#attempt(call);
    return call.number;
  }

  /** Policies may have been set on a link or taken away: then they begin anew, and calls are not counted by any of them. */
  refresh(): void {
    for (const [link, { shape }] of [...this.#s.policies]) {
      if (shape === shapeOf(this.#policies(link))) continue;
      this.#s.policies.delete(link);
      for (const call of tableValues(this.#s.calls)) {
        if (call.link !== link) continue;
        call.admitted = 0;
        if (call.message < 0 && call.timer < 0) this.#proceed(call);
      }
    }
  }

  /** A reply arrived. False when nobody waits for it any more. */
  reply(message: Message): boolean {
    const call = tableGet(this.#s.calls, this.#s.byMessage.get(message.re) ?? -1);
    if (call === undefined) return false;
    const outcome = message.body as unknown as Outcome;
    if (call.cluster !== '') remember(this.#s.seen, call, outcome);
    this.#settle(call, outcome, true);
    return true;
  }

  timer(payload: CallTimer): void {
    if (payload.t === 'policy') {
      if (this.#s.policies.get(payload.link)?.life !== payload.life) return;
      const { chain } = this.#policies(payload.link);
      const entry = chain[payload.policy];
      entry?.policy.timer?.(
        this.#state(payload.link).chain[payload.policy],
        entry.params,
        payload.payload,
        this.#policyIo(payload.link, payload.policy),
      );
      return;
    }
    const call = tableGet(this.#s.calls, payload.call);
    if (call === undefined) return;
    call.timer = -1;
    if (payload.t === 'timeout') return this.#settle(call, { ok: false, reason: 'timedOut' }, true);
    this.#io.moved('retry', 'waiting', 'trying', 'attemptStarted', call.link);
    this.#attempt(call);
  }

  /** The flow no longer waits: what comes back later is not for anybody. */
  abandon(number: number): void {
    const call = tableGet(this.#s.calls, number);
    if (call === undefined) return;
    this.#forget(call);
    this.#leavePolicies(call, { ok: false, reason: 'notWaitedFor' }, false);
    tableDelete(this.#s.calls, call.number);
    if (this.#envNow().operations) {
      this.#io.end(call.number, call.operation, Ended.unknown, this.#io.now - call.beganAt, {
        reason: 'notWaitedFor',
      });
    }
  }

  /** The session is over. */
  forgetSession(session: string): void {
    forgetSession(this.#s.seen, session);
  }

  #attempt(call: CallState): void {
    call.attempt++;
    call.admitted = 0;
    call.attemptId = this.#s.nextAttempt++;
    this.#proceed(call);
  }

  #proceed(call: CallState): void {
    const { chain } = this.#policies(call.link);
    if (chain.length === 0) return this.#transmit(call);
    // Only a policy that let it wait asks for it by this name.
    this.#s.byAttempt.set(call.attemptId, call.number);
    const states = this.#state(call.link).chain;
    while (call.admitted < chain.length) {
      const at = call.admitted;
      const { policy, params } = chain[at]!;
      const answer = policy.admit(states[at], params, call.attemptId, this.#policyIo(call.link, at));
      if (answer === 'wait') return;
      if (answer !== 'admit') return this.#settle(call, { ok: false, reason: answer }, false);
      call.admitted++;
    }
    this.#transmit(call);
  }

  #transmit(call: CallState): void {
    call.sentAt = this.#io.now;
    call.message = this.#io.send({
      link: call.link,
      kind: call.kind,
      verb: call.verb,
      label: call.label,
      body: asked(call, this.#s.seen),
      wanted: true,
    });
    this.#s.byMessage.set(call.message, call.number);
    const timeoutUs =
      this.#policies(call.link).timeoutUs ?? (call.verb === 'call' ? CALL_TIMEOUT_US : STORE_TIMEOUT_US);
    call.timer = this.#io.timer(timeoutUs, { t: 'timeout', call: call.number });
  }

  /** An attempt is over. */
  #settle(call: CallState, outcome: Outcome, sent: boolean): void {
    this.#forget(call);
    this.#leavePolicies(call, outcome, sent);
    if (outcome.ok) {
      const { retry } = this.#policies(call.link);
      retry?.policy.succeeded?.(
        this.#state(call.link).retry,
        retry.params,
        call.attempt,
        this.#policyIo(call.link, -1),
      );
      return this.#finish(call, outcome);
    }
    if (sent && !certainlyDidNotHappen.has(outcome.reason)) call.doubtful = true;
    if (this.#redirect(call, outcome)) return;
    const { retry } = this.#policies(call.link);
    if (retry !== null) {
      const io = this.#policyIo(call.link, -1);
      const pause = retry.policy.next(this.#state(call.link).retry, retry.params, call.attempt, outcome, io);
      if (pause !== null) {
        call.timer = this.#io.timer(pause, { t: 'again', call: call.number });
        return;
      }
    }
    this.#finish(call, outcome);
  }

  /**
   * A member that is not the leader names the one it follows; one that lacks what the session has seen names one that
   * should have it. A leader that is gone is looked for elsewhere.
   */
  #redirect(call: CallState, outcome: Outcome & { ok: false }): boolean {
    if (call.cluster === '') return false;
    const { reason } = outcome;
    if (reason !== 'notLeader' && reason !== 'behind') return false;
    const port = this.#io.ports.find((each) => each.outgoing && each.peerId === outcome.text);
    if (port === undefined || call.redirects >= REDIRECTS_MAX) return false;
    if (reason === 'notLeader') this.#s.leaders.set(call.cluster, port.peerId);
    call.redirects++;
    call.link = port.link;
    call.attempt--;
    this.#attempt(call);
    return true;
  }

  #finish(call: CallState, outcome: Outcome): void {
    tableDelete(this.#s.calls, call.number);
    if (this.#envNow().operations) {
      const ended = outcome.ok ? Ended.ok : call.doubtful ? Ended.unknown : Ended.failed;
      const data: { readonly [key: string]: Plain } = outcome.ok
        ? { value: outcome.value, attempts: call.attempt }
        : { reason: outcome.reason, text: outcome.text ?? '', attempts: call.attempt };
      this.#io.end(call.number, call.operation, ended, this.#io.now - call.beganAt, data);
    }
    this.#ended(call, outcome);
  }

  #forget(call: CallState): void {
    if (call.timer >= 0) this.#io.cancel(call.timer);
    call.timer = -1;
    if (call.message >= 0) this.#s.byMessage.delete(call.message);
    call.message = -1;
    this.#s.byAttempt.delete(call.attemptId);
  }

  #leavePolicies(call: CallState, outcome: Outcome, sent: boolean): void {
    const { chain } = this.#policies(call.link);
    if (chain.length === 0) return;
    const states = this.#state(call.link).chain;
    const elapsedUs = sent ? this.#io.now - call.sentAt : 0;
    const waiting = chain[call.admitted];
    if (waiting !== undefined)
      waiting.policy.forget?.(
        states[call.admitted],
        waiting.params,
        call.attemptId,
        this.#policyIo(call.link, call.admitted),
      );
    for (let at = Math.min(call.admitted, chain.length) - 1; at >= 0; at--) {
      const { policy, params } = chain[at]!;
      policy.settle(
        states[at],
        params,
        call.attemptId,
        { outcome, elapsedUs, sent },
        this.#policyIo(call.link, at),
      );
    }
    // It has left all of them: giving up during a pause must not leave them again.
    call.admitted = 0;
  }

  #policies(link: number): LinkPolicies {
    const env = this.#envNow();
    if (env !== this.#env) {
      this.#env = env;
      this.#byLink = [];
    }
    return (this.#byLink[link] ??= env.links.get(this.#linkId(link)) ?? NO_POLICIES);
  }
  #linkId(link: number): string {
    return this.#io.ports.find((port) => port.link === link)!.id;
  }
  #state(link: number): PolicyStates {
    let state = this.#s.policies.get(link);
    if (state === undefined) {
      const policies = this.#policies(link);
      const { chain, retry } = policies;
      state = {
        shape: shapeOf(policies),
        life: this.#s.nextLife++,
        chain: chain.map(({ policy, params }) => policy.start(params)),
        retry: retry === null ? null : retry.policy.start(retry.params),
      };
      this.#s.policies.set(link, state);
    }
    return state;
  }

  #policyIo(link: number, policy: number): PolicyIo {
    const io = this.#io;
    const field = policy < 0 ? 'retry' : this.#policies(link).chain[policy]!.policy.field;
    return {
      now: io.now,
      draw: () => io.draw(`${field} ${this.#linkId(link)}`),
      timer: (delayUs, payload) =>
        io.timer(delayUs, {
          t: 'policy',
          link,
          policy,
          life: this.#s.policies.get(link)?.life ?? 0,
          payload,
        }),
      cancel: (timer) => io.cancel(timer),
      admit: (attempt) => {
        const call = tableGet(this.#s.calls, this.#s.byAttempt.get(attempt) ?? -1);
        if (call === undefined) return;
        call.admitted++;
        this.#proceed(call);
      },
      refuse: (attempt, reason: Reason) => {
        const call = tableGet(this.#s.calls, this.#s.byAttempt.get(attempt) ?? -1);
        if (call !== undefined) this.#settle(call, { ok: false, reason }, false);
      },
      moved: (machine, from, to, by) => void io.moved(machine, from, to, by, link),
      gauge: (name, value) => void io.fact(`${field}.${name}`, { link, value }),
    };
  }
}

/** What travels, field by field: spreading what is frozen costs as much as the rest of a call. */
function asked(call: CallState, seen: Seen): Plain {
  const { id, attempt, session, body } = call;
  const whole: Record<string, Plain> = { id, attempt, session };
  for (const field in body) whole[field] = body[field]!;
  return call.cluster === '' ? whole : Object.assign(whole, marksFor(seen, call));
}
