import type { Sheet } from '#editor/edit/document.ts';

/** One scenario of the library as the menu shows it. */
export interface LibraryEntry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly load: () => Promise<Sheet>;
}

/** The scenarios are fetched when they are asked for; the first one comes with the page. */
export async function firstScenario(): Promise<Sheet> {
  const { document } = await import('#library/order-saga-choreography.ts');
  return document as Sheet;
}

export const library: readonly LibraryEntry[] = [
  { id: 'order-saga-choreography', group: 'Sagas', title: 'Order saga, choreography', load: firstScenario },
];
