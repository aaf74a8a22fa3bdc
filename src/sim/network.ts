import { sampleUs } from '#lib/distribution.ts';
import { nextUniform } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import type { LinkEffects } from './faults.ts';
import type { Reason } from './reasons.ts';
import type { LinkSpec } from './system.ts';

/** What a link remembers, as plain data. */
export interface LinkState {
  readonly forward: Stream;
  readonly back: Stream;
  /** Messages sent so far, each way. */
  sent: { forward: number; back: number };
  /** Arrival of the latest ordered message, each way. */
  lastOrdered: { forward: number; back: number };
}

export interface Fate {
  readonly delayUs: number;
  /** How long a second copy takes; -1: there is none. */
  readonly copyDelayUs: number;
  /** Why it will not arrive, or '', and after which share of its way. */
  readonly reason: Reason | '';
  readonly dropAt: number;
}

/** A reordered message is held back for up to this many times its own delay, and at least this long. */
const REORDER_FACTOR = 4;
const REORDER_MIN_US = 5_000;

/**
 * What becomes of one message: how long it takes, whether it is lost and where, whether it arrives twice.
 * Draws come from the link's own stream for that way, always the same number of them for the same
 * settings, so that neighbours keep theirs.
 */
export function decideFate(
  state: LinkState,
  link: LinkSpec,
  effects: LinkEffects,
  back: boolean,
  now: number,
  ordered: boolean,
): Fate {
  const way = back ? 'back' : 'forward';
  const stream = state[way];
  const added = effects[way];
  const nth = ++state.sent[way];
  let delayUs = sampleUs(link.delay, stream);
  let { loss, duplicate, reorder } = link;
  for (const effect of added) {
    if (effect.delay) delayUs += sampleUs(effect.delay, stream);
    loss += effect.loss ?? 0;
    duplicate += effect.duplicate ?? 0;
    reorder += effect.reorder ?? 0;
  }
  let held = false;
  if (reorder > 0 && nextUniform(stream) < reorder) {
    delayUs += Math.round(nextUniform(stream) * Math.max(REORDER_FACTOR * delayUs, REORDER_MIN_US));
    held = true;
  }
  let reason: Reason | '' = '';
  let dropAt = 0.5;
  if (loss > 0 && nextUniform(stream) < loss) {
    reason = 'lost';
    dropAt = 0.25 + nextUniform(stream) / 2;
  }
  let copies = duplicate > 0 && nextUniform(stream) < duplicate ? 2 : 1;
  for (const treat of effects.messages) {
    if ((treat.way === 'back') !== back || treat.nth !== nth) continue;
    if ('drop' in treat.effect) reason = 'droppedByHand';
    else if ('duplicate' in treat.effect) copies = 2;
    else {
      delayUs += treat.effect.delayUs;
      held = true;
    }
  }
  if (effects.cut[way]) {
    reason = 'partitioned';
    dropAt = 0.5;
  }
  if (ordered && !held) {
    delayUs = Math.max(delayUs, state.lastOrdered[way] - now);
    state.lastOrdered[way] = now + delayUs;
  }
  // The copy takes its own way, a little later.
  const copyDelayUs = copies === 1 ? -1 : delayUs + Math.max(1_000, sampleUs(link.delay, stream));
  return { delayUs, copyDelayUs, reason, dropAt };
}
