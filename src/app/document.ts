import { useStore } from 'zustand';
import type { Sheet } from '#editor/edit/document.ts';
import { documentStore, type DocumentState } from '#editor/store.ts';

export const useDocumentState = <T>(select: (state: DocumentState) => T): T =>
  useStore(documentStore, select);

/** The document of this tab, rendered anew with every change of it. */
export const useSheet = (): Sheet => useDocumentState(({ document }) => document);

export const sheetTitle = (sheet: Sheet, otherwise: string): string =>
  sheet.title === undefined || sheet.title.trim() === '' ? otherwise : sheet.title;
