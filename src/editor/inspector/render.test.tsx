import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { linkId, linksOf, nodesOf } from '#editor/edit/document.ts';
import { createDocumentStore } from '#editor/store.ts';
import { allBearers } from '#editor/steps/document.ts';
import { helpFor } from '#editor/steps/help.ts';
import { drawMachine } from '#editor/steps/machine.ts';
import { fieldProblems, objectionsIn } from '#editor/steps/objections.ts';
import { sentenceOf } from '#editor/steps/sentence.ts';
import { walk } from '#editor/steps/tree.ts';
import { library } from '#library/library.ts';
import { Inspector } from './inspector.tsx';
import { isFields, withValueAt, type Way } from './way.ts';

const NOTHING = { nodes: [], links: [], zones: [] };

const render = (sheet: Sheet, selection: Partial<typeof NOTHING>): string =>
  renderToStaticMarkup(
    <Inspector selection={{ ...NOTHING, ...selection }} client={null} store={createDocumentStore(sheet)} />,
  );

/** The ways to everything in a document. */
function* waysIn(value: unknown, at: Way = []): Generator<Way> {
  yield at;
  const entries = Array.isArray(value) ? [...value.entries()] : isFields(value) ? Object.entries(value) : [];
  for (const [key, one] of entries) yield* waysIn(one, [...at, key]);
}

const junk = fc.constantFrom<unknown>(
  null,
  '',
  'x',
  0,
  -5,
  true,
  [],
  [null],
  {},
  { a: null },
  { mode: 'no' },
  [[[]]],
  '${',
);

/** Everything about the steps of a document that is worked out while they are shown. */
function readSteps(sheet: Sheet): void {
  for (const bearer of allBearers(sheet)) {
    const drawing = drawMachine('t', bearer.steps);
    for (const { way, step } of walk(bearer.steps)) {
      sentenceOf(step);
      fieldProblems(step);
      objectionsIn(step, helpFor({ sheet, bearer, way, drawing, run: null }));
    }
  }
}

describe('the inspector', () => {
  it('shows the scenario, a part of every kind, and a link', () => {
    const seen = new Set<string>();
    for (const { document } of library) {
      const sheet = document as unknown as Sheet;
      for (const [id, { kind }] of Object.entries(nodesOf(sheet))) {
        if (seen.has(kind)) continue;
        seen.add(kind);
        expect(render(sheet, { nodes: [id] as never[] })).toContain(id);
      }
    }
    const sheet = library[0]!.document as unknown as Sheet;
    expect(render(sheet, {})).toContain(sheet.title!);
    expect(render(sheet, { links: [linkId(linksOf(sheet)[0]!)] as never[] })).toContain('Loss');
  });

  const sheet = library[0]!.document as unknown as Sheet;
  const within = ['nodes', 'clusters', 'checks', 'network', 'notes', 'runFor', 'seed'];
  const ways = [...waysIn(sheet)].filter(([first, id, field]) => {
    // The canvas keeps nodes and their kinds as they are: these never go wrong.
    return (
      within.includes(String(first)) &&
      (first !== 'nodes' || (id !== undefined && field !== undefined && field !== 'kind'))
    );
  });

  it('shows whatever stands in a document, however wrong it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways), junk, (way, value) => {
        render(withValueAt(sheet, way, value), way[0] === 'nodes' ? { nodes: [way[1]] as never[] } : {});
      }),
      { numRuns: 12 },
    );
  });

  it('has steps that are read and drawn, however wrong they are', () => {
    const inSteps = ways.filter((way) => way.includes('steps'));
    fc.assert(
      fc.property(fc.constantFrom(...inSteps), junk, (way, value) =>
        readSteps(withValueAt(sheet, way, value)),
      ),
      { numRuns: 40 },
    );
  });

  it('says so when what was selected is gone', () => {
    expect(render(library[0]!.document as unknown as Sheet, { nodes: ['nobody'] as never[] })).toContain(
      'is gone',
    );
  });
});
