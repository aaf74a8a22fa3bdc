import type { ScenarioDocument } from '#scenario/schema.ts';

/** One entry of the library: an example, a test and a page of the gallery at once. */
export interface Scenario {
  /** `halfopen run @id`. */
  readonly id: string;
  /** Heading in the gallery, after the catalogue. */
  readonly group:
    'Talking' | 'Deciding across services' | 'Data' | 'Copies' | 'Staying up' | 'The edge and the platform';
  readonly patterns: readonly string[];
  /** What else people look for when they look for this: products that do it, symptoms, other names. */
  readonly also: readonly string[];
  /** Its checks say what they expect: that is the claim. */
  readonly document: ScenarioDocument;
  /** The moment at which the page opens it, as a duration: where something is going wrong. Left out, the start. */
  readonly opensAt?: string;
  /** The same drawing with the pattern taken away or the fault moved: some check that held must break. */
  readonly counter: { readonly sentence: string; readonly document: ScenarioDocument };
}
