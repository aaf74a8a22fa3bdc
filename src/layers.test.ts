import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { Visitor, parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/**
 * Which layer may import which; every layer may import `lib` and itself. `roster` stands for the files directly in
 * kinds/ and patterns/: the rosters and the contracts of their members, without any member.
 * A `.tsx` in kinds/ or patterns/ belongs to the layer `view`, the command line in run/ to `cli`; src/main.tsx knows everything.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  // The schema builders say what was expected, in the words of the catalogue.
  lib: ['words'],
  words: [],
  check: [],
  sim: [],
  patterns: ['sim'],
  flow: ['sim', 'patterns', 'roster'],
  kinds: ['sim', 'patterns', 'flow', 'roster'],
  scenario: ['roster', 'flow', 'words'],
  library: ['scenario'],
  run: ['scenario', 'sim', 'check', 'flow', 'roster', 'words'],
  // The command line runs scenarios of the library; the worker is handed documents and needs none.
  cli: ['scenario', 'sim', 'check', 'library', 'words'],
  ui: [],
  // What draws a moment of a run reads it from the record, through the views of `run/view`.
  figure: ['flow', 'ui', 'words'],
  view: ['roster', 'figure', 'run/view', 'run/protocol', 'ui', 'words'],
  editor: ['scenario', 'roster', 'flow', 'figure', 'run/view', 'run/client', 'run/protocol', 'ui', 'words'],
  panels: ['figure', 'run/view', 'run/client', 'run/protocol', 'roster', 'ui', 'words'],
  // The shell opens links and has buttons of its own, so it sees the document and ui too.
  app: [
    'editor',
    'panels',
    'figure',
    'run/client',
    'run/view',
    'run/protocol',
    'roster',
    'library',
    'scenario',
    'ui',
    'words',
  ],
};

/** Packages that make no sense without a page, kept out of all that runs headless. */
const packagesOfThePage = /^(react|@xyflow|@base-ui|@tanstack|zustand|zundo|tinykeys|uplot)/;
const headless = new Set([
  'lib',
  'words',
  'check',
  'sim',
  'patterns',
  'flow',
  'kinds',
  'scenario',
  'library',
  'run',
]);
const withoutPackages = new Set(['words', 'check']);

describe('layers', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `src/${file.replaceAll('\\', '/')}`);

  it('every import goes where its layer may look', () => {
    expect(files).toContain('src/layers.test.ts');
    const objections = files.flatMap((file) =>
      importsOf(file, readFileSync(file, 'utf8')).flatMap((specifier) => {
        const objection = objectionTo(file, specifier);
        return objection ? [`${file} imports ${specifier}: ${objection}`] : [];
      }),
    );
    expect(objections).toEqual([]);
  });

  it('the rules object to what they should, and to nothing else', () => {
    const allowed = [
      ['src/main.tsx', '#kinds/queue/view.tsx'],
      ['src/sim/kernel.ts', './record.ts'],
      ['src/sim/kernel.ts', '#lib/heap.ts'],
      ['src/sim/adapter.ts', 'xstate'],
      ['src/kinds/queue/model.ts', '#flow/compile.ts'],
      ['src/kinds/queue/model.ts', '#kinds/kind.ts'],
      ['src/kinds/queue/model.ts', '#patterns/retry/model.ts'],
      ['src/kinds/models.ts', './queue/model.ts'],
      ['src/kinds/views.tsx', './queue/view.tsx'],
      ['src/kinds/queue/view.tsx', './model.ts'],
      ['src/kinds/queue/view.tsx', '#ui/button.tsx'],
      ['src/editor/palette.tsx', '#kinds/views.tsx'],
      ['src/panels/log.tsx', '#run/protocol.ts'],
      ['src/panels/log.tsx', '#run/view/run-view.ts'],
      ['src/library/library.test.ts', '#run/headless.ts'],
      ['src/run/cli/library.ts', '#library/library.ts'],
    ] as const;
    const refused = [
      ['src/sim/kernel.ts', '../lib/heap.ts'],
      ['src/sim/kernel.ts', '#kinds/queue/model.ts'],
      ['src/sim/kernel.ts', 'react'],
      ['src/check/linearizable.ts', '#sim/record.ts'],
      ['src/check/linearizable.ts', 'xstate'],
      ['src/patterns/retry/model.ts', '#kinds/kind.ts'],
      ['src/kinds/queue/model.ts', '#kinds/service/model.ts'],
      ['src/kinds/queue/model.ts', '#kinds/models.ts'],
      ['src/kinds/kind.ts', './queue/model.ts'],
      ['src/kinds/queue/view.tsx', '#editor/store.ts'],
      ['src/kinds/queue/view.tsx', '#kinds/service/view.tsx'],
      ['src/scenario/schema.ts', '#kinds/queue/model.ts'],
      ['src/library/lost-order.ts', '#run/headless.ts'],
      ['src/run/worker.ts', '#library/library.ts'],
      ['src/ui/button.tsx', '#words/words.ts'],
      ['src/editor/palette.tsx', '#kinds/queue/view.tsx'],
      ['src/panels/log.tsx', '#editor/store.ts'],
      ['src/panels/log.tsx', '#run/headless.ts'],
      ['src/app/shell.tsx', '#run/headless.ts'],
    ] as const;
    expect(allowed.filter(([file, specifier]) => objectionTo(file, specifier))).toEqual([]);
    expect(refused.filter(([file, specifier]) => !objectionTo(file, specifier))).toEqual([]);
  });

  it('every way of importing is seen', () => {
    const source = `
      import type { A } from './a.ts';
      import './b.css';
      export { c } from './c.ts';
      export * from './d.ts';
      const e = await import('./e.ts');
      type F = import('./f.ts').F;
      const g = new Worker(new URL('./g.ts', import.meta.url));
      const h = 'not an import from "./h.ts"';
      const i = new URL('../data/', import.meta.url);
    `;
    const seen = ['./a.ts', './b.css', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts'];
    expect(importsOf('x.ts', source).sort()).toEqual(seen);
  });
});

/** Why `file` may not import `specifier`; nothing when it may. */
function objectionTo(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('../')) return 'use # instead of ../';
  const from = placeOf(file);
  const isTest = /\.test(-helper)?\.tsx?$/.test(file);
  if (from.layer === 'main' || isTest) return undefined;

  const target = targetOf(file, specifier);
  if (target === undefined) {
    if (withoutPackages.has(from.layer)) return `${from.layer} uses no package`;
    const ofThePage = headless.has(from.layer) && packagesOfThePage.test(specifier);
    return ofThePage ? `${from.layer} runs headless` : undefined;
  }

  const to = placeOf(target);
  if (to.layer === 'lib') return undefined;
  if (from.top === to.top) return hasMembers(from.top) ? objectionAmongMembers(from, to) : undefined;
  const granted = mayImport[from.layer];
  if (!granted) return `${from.layer} is no layer`;
  const names = [
    to.layer,
    `${to.top}/${to.name}`,
    `${to.top}/${to.folder}`,
    ...(hasMembers(to.top) && to.member === '' ? ['roster'] : []),
  ];
  return names.some((name) => granted.includes(name))
    ? undefined
    : `${from.layer} may not import ${to.layer}`;
}

/** Inside kinds/ and patterns/: only rosters know the members; a kind knows no other kind. */
function objectionAmongMembers(from: Place, to: Place): string | undefined {
  if (from.member === '') {
    return to.member !== '' && !isRoster(from) ? 'only a roster names members' : undefined;
  }
  if (isRoster(to)) return 'a member does not know the roster';
  // Patterns compose (a saga retries), kinds do not.
  const isOtherKind = from.top === 'kinds' && to.member !== '' && to.member !== from.member;
  return isOtherKind ? 'a kind knows no other kind' : undefined;
}

interface Place {
  /** First folder below src. */
  readonly top: string;
  /** A key of `mayImport`, or `main`. */
  readonly layer: string;
  /** Folder below kinds/ or patterns/, '' for files directly in them and for other layers. */
  readonly member: string;
  /** File name without its ending. */
  readonly name: string;
  /** Folder below the layer, '' for files directly in it. */
  readonly folder: string;
}

const hasMembers = (top: string) => top === 'kinds' || top === 'patterns';
/** The lists of all members: their parameters, their behaviour, their looks. */
const rosters = new Set(['params', 'models', 'all-replications', 'views']);
const isRoster = ({ member, name }: Place) => member === '' && rosters.has(name);

function placeOf(file: string): Place {
  const [, top = '', ...rest] = file.split('/');
  const name = posix.basename(file).replace(/\.[^.]*$/, '');
  const folder = rest.length > 1 ? rest[0]! : '';
  if (rest.length === 0) return { top: 'main', layer: 'main', member: '', name, folder };
  const isView = hasMembers(top) && file.endsWith('.tsx');
  const isCli = top === 'run' && (folder === 'cli' || name === 'cli');
  const layer = isView ? 'view' : isCli ? 'cli' : top;
  return { top, layer, member: hasMembers(top) ? folder : '', name, folder };
}

/** The file in src that is meant, nothing for a package. */
function targetOf(file: string, specifier: string): string | undefined {
  const path = specifier.replace(/\?.*$/, '');
  if (path.startsWith('#')) return `src/${path.slice(1)}`;
  if (path.startsWith('.')) return posix.join(posix.dirname(file), path);
  return undefined;
}

/** Every module that a source asks for, by import, export, dynamic import, import type or a worker's URL. */
function importsOf(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  const found: string[] = [];
  const add = (node: { readonly type: string; readonly value?: unknown } | null | undefined) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
  };
  new Visitor({
    ImportDeclaration: ({ source: from }) => add(from),
    ExportNamedDeclaration: ({ source: from }) => add(from),
    ExportAllDeclaration: ({ source: from }) => add(from),
    ImportExpression: ({ source: from }) => add(from),
    TSImportType: ({ source: from }) => add(from),
    NewExpression({ callee, arguments: [first, second] }) {
      const isUrl = callee.type === 'Identifier' && callee.name === 'URL';
      const isScript = first?.type === 'Literal' && /\.[jt]sx?$/.test(String(first.value));
      if (isUrl && isScript && second?.type === 'MemberExpression') add(first);
    },
  }).visit(program);
  return found;
}
