import type { Plain } from '#lib/plain.ts';
import { newStream, nextUniform } from '#lib/random.ts';
import type { Outcome } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';
import type { AttemptEnd, Policy, PolicyIo } from './policy.ts';

type Fate = 'admitted' | 'waiting' | 'gone' | Reason;

/** Plays one policy by hand: virtual time, its timers, and what became of every attempt. Times are µs. */
export class PolicyDriver<Params, State> {
  readonly policy: Policy<Params, State>;
  params: Params;
  state: State;
  now = 0;
  /** By attempt, from 1. */
  readonly fates: Fate[] = ['gone'];
  /** "from -event-> to", in order. */
  readonly moves: string[] = [];
  /** The newest value of each gauge. */
  readonly gauges: Record<string, number> = {};
  readonly io: PolicyIo;
  #timers: { readonly id: number; readonly at: number; readonly payload: Plain }[] = [];
  #nextTimer = 1;

  constructor(policy: Policy<Params, State>, params: Params, seed = 1) {
    const stream = newStream(seed, 'policy');
    const now = () => this.now;
    this.policy = policy;
    this.params = params;
    this.io = {
      get now() {
        return now();
      },
      draw: () => nextUniform(stream),
      timer: (delayUs, payload) => {
        this.#timers.push({ id: this.#nextTimer, at: this.now + delayUs, payload });
        return this.#nextTimer++;
      },
      cancel: (timer) => {
        const left = this.#timers.filter(({ id }) => id !== timer);
        if (left.length === this.#timers.length) throw new Error(`timer ${timer} is not set`);
        this.#timers = left;
      },
      admit: (attempt) => this.#decide(attempt, 'admitted'),
      refuse: (attempt, reason) => this.#decide(attempt, reason),
      moved: (_machine, from, to, by) => this.moves.push(`${from} -${by}-> ${to}`),
      gauge: (name, value) => {
        if (this.gauges[name] === value) throw new Error(`gauge ${name} was recorded without a change`);
        this.gauges[name] = value;
      },
    };
    this.state = policy.start(params);
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** A new attempt asks to be sent; its number. What became of it stands in `fates`. */
  ask(): number {
    const attempt = this.fates.push('gone') - 1;
    const answer = this.policy.admit(this.state, this.params, attempt, this.io);
    this.fates[attempt] = answer === 'admit' ? 'admitted' : answer === 'wait' ? 'waiting' : answer;
    return attempt;
  }

  /** An admitted attempt ended. */
  end(attempt: number, outcome: 'ok' | Reason, options: { elapsedUs?: number; sent?: boolean } = {}): void {
    if (this.fates[attempt] !== 'admitted') throw new Error(`attempt ${attempt} is not under way`);
    this.fates[attempt] = 'gone';
    const { elapsedUs = 0, sent = true } = options;
    const told: Outcome = outcome === 'ok' ? { ok: true, value: null } : { ok: false, reason: outcome };
    this.policy.settle(
      this.state,
      this.params,
      attempt,
      { outcome: told, elapsedUs, sent } satisfies AttemptEnd,
      this.io,
    );
  }

  /** Asks and, when admitted, ends at once; what was answered. */
  call(outcome: 'ok' | Reason, elapsedUs = 0): Fate {
    const attempt = this.ask();
    const answer = this.fates[attempt] as Fate;
    if (answer === 'admitted') this.end(attempt, outcome, { elapsedUs });
    return answer;
  }

  forget(attempt: number): void {
    if (this.fates[attempt] !== 'waiting') throw new Error(`attempt ${attempt} does not wait`);
    this.fates[attempt] = 'gone';
    this.policy.forget?.(this.state, this.params, attempt, this.io);
  }

  /** Lets time pass; timers fire by (time, number), those of the last instant included. */
  advance(us: number): void {
    const until = this.now + us;
    for (;;) {
      const [first] = this.#timers.toSorted((a, b) => a.at - b.at || a.id - b.id);
      if (first === undefined || first.at > until) break;
      this.#timers = this.#timers.filter((timer) => timer !== first);
      this.now = first.at;
      this.policy.timer?.(this.state, this.params, first.payload, this.io);
    }
    this.now = until;
  }

  #decide(attempt: number, fate: Fate): void {
    if (this.fates[attempt] !== 'waiting') throw new Error(`attempt ${attempt} was decided twice`);
    this.fates[attempt] = fate;
  }
}
