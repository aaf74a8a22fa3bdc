import { clientView } from './client/view.tsx';
import { databaseView } from './database/view.tsx';
import { gatewayView } from './gateway/view.tsx';
import { logView } from './log/view.tsx';
import { queueView } from './queue/view.tsx';
import { serviceView } from './service/view.tsx';
import { unknownView } from './unknown/view.tsx';
import type { KindView } from './view.tsx';

/** Every kind as it is drawn, in the order of the palette. */
export const kindViews: readonly KindView[] = [
  clientView,
  gatewayView,
  serviceView,
  databaseView,
  queueView,
  logView,
];

const byKind: ReadonlyMap<string, KindView> = new Map(kindViews.map((view) => [view.kind, view]));

/** The view of a kind; undefined for one that this version does not know. */
export const viewOf = (kind: string): KindView | undefined => byKind.get(kind);

export { unknownView };
