import { dialogLater, later } from '#ui/later.tsx';

/** What a figure that runs can be watched without: fetched when it is first wanted, or when nothing else is to be done. */
export const EmptySheet = later(async () => (await import('./empty-sheet.tsx')).EmptySheet);
export const Lens = later(async () => (await import('./lens.tsx')).Lens);
export const Palette = later(async () => (await import('./palette.tsx')).Palette);
export const ToolLayer = later(async () => (await import('./tool-layer.tsx')).ToolLayer);
export const ZoneNode = later(async () => (await import('./zone-node.tsx')).ZoneNode);
export const QuickAdd = dialogLater(async () => (await import('./quick-add.tsx')).QuickAdd);
export const Asked = dialogLater(async () => (await import('./asked.tsx')).Asked);
