import { createStore } from 'zustand/vanilla';
import type { Way } from '#editor/inspector/way.ts';

/** Which list of steps is open in this tab, and which of its steps. */
interface OpenSteps {
  /** `['nodes', 'customers', 'handlers', 0]`; null while no list is open. */
  readonly bearer: Way | null;
  /** The step whose form is open, from the list; null while none is. */
  readonly step: Way | null;
}

export const stepsStore = createStore<OpenSteps>()(() => ({ bearer: null, step: null }));

export const openSteps = (bearer: Way, step: Way | null = null): void =>
  stepsStore.setState({ bearer, step });
export const closeSteps = (): void => stepsStore.setState({ bearer: null, step: null });
