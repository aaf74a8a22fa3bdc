import type { KindView } from '#kinds/view.tsx';

type Findable = Pick<KindView, 'title' | 'alias' | 'sentence'>;

/**
 * The kinds that a text may mean, best first: by the beginning of the title, of a word of it or of another name,
 * then anywhere in the sentence. Without a text all of them, in their order.
 */
export function findKinds<K extends Findable>(kinds: readonly K[], text: string): readonly K[] {
  const query = text.trim().toLowerCase();
  if (query === '') return kinds;
  return kinds
    .map((kind, order) => ({ kind, order, rank: rankOf(kind, query) }))
    .filter(({ rank }) => rank < MISS)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ kind }) => kind);
}

const MISS = 9;

function rankOf({ title, alias, sentence }: Findable, query: string): number {
  const name = title.toLowerCase();
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (alias.includes(query)) return 2;
  if (name.split(/\s+/).some((word) => word.startsWith(query))) return 3;
  if (alias.some((word) => word.startsWith(query))) return 4;
  if (name.includes(query) || alias.some((word) => word.includes(query))) return 5;
  return sentence.toLowerCase().includes(query) ? 6 : MISS;
}
