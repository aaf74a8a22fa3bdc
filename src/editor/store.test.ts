import { describe, expect, it } from 'vitest';
import { emptySheet, nodesOf } from './edit/document.ts';
import { addNode, move, rename } from './edit/nodes.ts';
import { createDocumentStore } from './store.ts';

const withOrders = addNode(emptySheet(), { kind: 'service', title: 'Orders' }, [0, 0]).document;
const nudge = (x: number) => (sheet: typeof withOrders) =>
  move(sheet, new Map([['orders', [x, 0]]] as const));
const xOf = (store: ReturnType<typeof createDocumentStore>) =>
  nodesOf(store.getState().document)['orders']?.at?.[0];

describe('document store', () => {
  it('undoes and redoes one change at a time, by name', () => {
    const store = createDocumentStore(withOrders);
    expect(store.undoTitle()).toBeNull();
    store.apply('Move Orders', nudge(20));
    store.apply('Rename Orders', (sheet) => rename(sheet, 'orders', 'Ordering'));
    expect([store.undoTitle(), store.redoTitle()]).toEqual(['Rename Orders', null]);
    store.undo();
    expect([store.undoTitle(), store.redoTitle()]).toEqual(['Move Orders', 'Rename Orders']);
    store.undo();
    expect(store.getState().document).toBe(withOrders);
    store.redo();
    expect(xOf(store)).toBe(20);
  });

  it('takes one drag as one step, and the next drag as another', () => {
    const store = createDocumentStore(withOrders);
    for (const x of [20, 40, 60]) store.apply('Move Orders', nudge(x), 'drag 1');
    for (const x of [80, 100]) store.apply('Move Orders', nudge(x), 'drag 2');
    store.undo();
    expect(xOf(store)).toBe(60);
    // What follows an undo is a step of its own, even in the same gesture.
    store.apply('Move Orders', nudge(120), 'drag 2');
    store.undo();
    expect(xOf(store)).toBe(60);
    store.undo();
    expect(xOf(store)).toBe(0);
  });

  it('makes no step of a change that changes nothing', () => {
    const store = createDocumentStore(withOrders);
    expect(store.apply('Move Orders', nudge(4))).toBe(false);
    expect(store.undoTitle()).toBeNull();
  });

  it('finds an edited document again after another was opened', () => {
    const store = createDocumentStore(withOrders);
    store.open(emptySheet('Library'), 'Open Library');
    expect(store.getState().mine).toBeNull();
    store.apply('Rename', (sheet) => ({ ...sheet, title: 'Mine' }));
    const { document: edited, opened: mineOpened } = store.getState();
    store.open(withOrders, 'Open Orders');
    store.open(emptySheet('Other'), 'Open Other');
    expect(store.getState().mine).toBe(edited);
    store.backToMine();
    expect(store.getState().document).toBe(edited);
    expect(store.getState().opened).toBe(mineOpened);
    store.undo();
    expect(store.getState().document.title).toBe('Other');
  });

  it('knows whether what is shown is what was saved', () => {
    const store = createDocumentStore(withOrders);
    store.apply('Move Orders', nudge(20));
    store.markSaved(store.getState().document);
    expect(store.getState().saved).toBe(store.getState().document);
    store.apply('Move Orders', nudge(40));
    expect(store.getState().saved).not.toBe(store.getState().document);
    expect(store.undoTitle()).toBe('Move Orders');
  });

  it('lets nobody change a document that is only to be looked at', () => {
    const store = createDocumentStore(withOrders);
    store.apply('Move Orders', nudge(20));
    const { document } = store.getState();
    store.freeze();
    expect(store.apply('Move Orders', nudge(40))).toBe(false);
    store.undo();
    store.redo();
    store.backToMine();
    expect(store.getState().document).toBe(document);
    store.open(emptySheet('Next'), 'Open Next');
    expect(store.getState().document.title).toBe('Next');
  });
});
