import type { Scenario } from './scenario.ts';
import { orderSagaChoreography } from './order-saga-choreography.ts';

/** All built-in scenarios, in the order of the gallery; the first is what a first visit opens. */
export const library: readonly Scenario[] = [orderSagaChoreography];

export const scenarioById = (id: string): Scenario | undefined =>
  library.find((scenario) => scenario.id === id);
