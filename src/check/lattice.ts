import { defaultBudget, type Budget } from './budget.ts';
import { causalCC, causalCCv, causalCM, pram } from './causal.ts';
import { sessionGuarantee } from './guarantees.ts';
import { valid, type History, type Verdict } from './history.ts';
import { linearizable } from './linearizable.ts';
import { sequential } from './sequential.ts';

export type Lamp =
  | 'linearizable'
  | 'sequential'
  | 'causal-cm'
  | 'causal-ccv'
  | 'causal-cc'
  | 'pram'
  | 'read-your-writes'
  | 'monotonic-reads'
  | 'monotonic-writes'
  | 'writes-follow-reads';

/** Which model implies which, strongest first (Viotti and Vukolić 2016, figure 1; Bouajjani et al. 2017, figure 1). */
export const implies: readonly (readonly [stronger: Lamp, weaker: Lamp])[] = [
  ['linearizable', 'sequential'],
  ['sequential', 'causal-cm'],
  ['sequential', 'causal-ccv'],
  ['causal-cm', 'causal-cc'],
  ['causal-cm', 'pram'],
  ['causal-ccv', 'causal-cc'],
  ['causal-cc', 'writes-follow-reads'],
  ['pram', 'read-your-writes'],
  ['pram', 'monotonic-reads'],
  ['pram', 'monotonic-writes'],
];

const judges: Readonly<Record<Lamp, (history: History, budget: Budget) => Verdict>> = {
  linearizable: (history, budget) => linearizable(history, 'cas-register', budget),
  sequential: (history, budget) => sequential(history, budget),
  'causal-cm': causalCM,
  'causal-ccv': causalCCv,
  'causal-cc': causalCC,
  pram,
  'read-your-writes': (history) => sessionGuarantee(history, 'read-your-writes'),
  'monotonic-reads': (history) => sessionGuarantee(history, 'monotonic-reads'),
  'monotonic-writes': (history) => sessionGuarantee(history, 'monotonic-writes'),
  'writes-follow-reads': (history) => sessionGuarantee(history, 'writes-follow-reads'),
};

export const lamps: readonly Lamp[] = Object.keys(judges) as Lamp[];

/**
 * The verdicts of all models on a history of registers. No lamp is green while a weaker one is red, by construction:
 * - An order that explains everything (linearizable or sequential) explains it for all weaker models too, whatever
 *   names the store gave its versions, so these are valid without being asked.
 * - A red lamp makes every stronger one below those two red with the same witness. This matters where versions say more than values:
 *   a session that finds an older version than it wrote breaks read-your-writes, and with it PRAM and causal memory,
 *   though the values alone could be ordered.
 */
export function judgeLattice(history: History, budget: Budget = defaultBudget): Map<Lamp, Verdict> {
  const verdicts = new Map<Lamp, Verdict>();
  let explained = false;
  for (const lamp of lamps) {
    const verdict: Verdict = explained ? valid : judges[lamp](history, budget);
    verdicts.set(lamp, verdict);
    explained ||= verdict.verdict === 'valid' && (lamp === 'linearizable' || lamp === 'sequential');
  }
  for (const [stronger, weaker] of implies.toReversed()) {
    const verdict = verdicts.get(weaker);
    const byOrder = stronger === 'linearizable' || stronger === 'sequential';
    if (verdict?.verdict === 'invalid' && verdicts.get(stronger)?.verdict !== 'invalid' && !byOrder) {
      verdicts.set(stronger, verdict);
    }
  }
  return verdicts;
}
