import { dialogLater, later } from '#ui/later.tsx';

/** What a figure that runs can be watched without: fetched when it is first wanted, or when nothing else is to be done. */
export const EmptySheet = later(async () => (await import('./empty-sheet.tsx')).EmptySheet);
export const QuickAdd = dialogLater(async () => (await import('./quick-add.tsx')).QuickAdd);
