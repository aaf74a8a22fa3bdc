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
