import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptySheet, nodesOf } from '#editor/edit/document.ts';
import { placePart } from '#editor/actions.ts';
import { documentStore } from '#editor/store.ts';
import { discard, draftStore, readDraft, textOf, type } from './draft.ts';
import { lineAt, linesOf } from './lines.ts';

const drawn = () => documentStore.getState().document;
const steps = () => documentStore.history.getState().pastStates.length;
const draft = () => draftStore.getState();

beforeEach(() => {
  vi.useFakeTimers();
  discard();
  documentStore.open(emptySheet('First'), 'Open');
  documentStore.history.getState().clear();
});
afterEach(() => vi.useRealTimers());

describe('the text of the document', () => {
  it('is drawn when typing pauses, as one step that can be undone', () => {
    for (const title of ['S', 'Se', 'Second']) type(textOf({ ...drawn(), title }));
    expect(drawn().title).toBe('First');
    vi.runAllTimers();
    expect([drawn().title, steps(), documentStore.undoTitle()]).toEqual([
      'Second',
      1,
      'Edit the document as text',
    ]);
    documentStore.undo();
    expect(drawn().title).toBe('First');
    expect(draft().text).toBe(null);
  });

  it('makes no step when it says the same in other lines', () => {
    type(JSON.stringify(drawn(), null, 8));
    vi.runAllTimers();
    expect(steps()).toBe(0);
    expect(draft().text).not.toBe(null);
  });

  it('that is no JSON yet leaves the drawing as it is, says where, and stays through changes of the drawing', () => {
    const bad = '{\n  "halfopen": 1,\n  "title": Second\n}';
    type(bad);
    vi.runAllTimers();
    expect(draft()).toMatchObject({ text: bad, isRead: false, objections: [{ line: 3, path: '' }] });
    expect(drawn().title).toBe('First');
    placePart('service');
    expect(draft()).toMatchObject({ text: bad, isBehind: true });
    discard();
    expect(draft().text).toBe(null);
  });

  it('keeps what was typed where it could not be used, and names the place', () => {
    const text =
      '{\n  "halfopen": 1,\n  "nodes": {\n    "api": {\n      "kind": "service",\n      "at": "here"\n    }\n  }\n}';
    type(text);
    vi.runAllTimers();
    expect(nodesOf(drawn())['api']?.kind).toBe('service');
    expect(draft()).toMatchObject({ text, isRead: true, objections: [{ line: 6, path: 'nodes.api.at' }] });
  });

  it('is read at once when its panel closes', () => {
    type(textOf({ ...drawn(), title: 'Second' }));
    readDraft();
    expect(drawn().title).toBe('Second');
  });

  it('gives way to another document', () => {
    type('{');
    documentStore.open(emptySheet('Other'), 'Open');
    expect(draft().text).toBe(null);
  });
});

describe('lines of a text', () => {
  const text = '{\n "a": [\n  1,\n  {"b c": "x, ]",\n   "d": {}}\n ],\n "e": "\\"{"\n}';
  const lines = linesOf(text);

  it('are found by path', () => {
    expect([...lines]).toEqual([
      ['', 1],
      ['a', 2],
      ['a[0]', 3],
      ['a[1]', 4],
      ['a[1]["b c"]', 4],
      ['a[1].d', 5],
      ['e', 7],
    ]);
  });

  it('are those of the nearest thing around what is not written', () => {
    expect(
      ['a[1].d.deep', 'a[1]["b c"].x', 'a[9]', 'none', 'a[1].x["y"][3]'].map((path) => lineAt(lines, path)),
    ).toEqual([5, 4, 2, 1, 4]);
  });
});
