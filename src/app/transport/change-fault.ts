import { moveFault, removeFault, stretchFault } from '#editor/edit/timeline.ts';
import { documentStore } from '#editor/store.ts';
import { words } from '#words/en.ts';
import type { Bar } from './lanes.ts';

export const shift = (bar: Bar, at: number, gesture?: string): void => {
  documentStore.apply(
    words.timeline.moveChange(bar.what),
    (sheet) => moveFault(sheet, bar.index, at),
    gesture,
  );
};
export const stretch = (bar: Bar, lasts: number | undefined, gesture?: string): void => {
  documentStore.apply(
    words.timeline.stretchChange(bar.what),
    (sheet) => stretchFault(sheet, bar.index, lasts),
    gesture,
  );
};
export const resize = (bar: Bar, from: number, lasts: number, gesture: string): void => {
  documentStore.apply(
    words.timeline.stretchChange(bar.what),
    (sheet) => stretchFault(moveFault(sheet, bar.index, from), bar.index, lasts),
    gesture,
  );
};
export const remove = (bar: Bar): void => {
  documentStore.apply(words.timeline.removeChange(bar.what), (sheet) => removeFault(sheet, bar.index));
};
