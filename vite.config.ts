import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from '#scripts/csp.mjs';

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any host.
  base: './',
  plugins: [react(), worker(), unused(), policyInPage(), notices(), offline()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // .size-limit.mjs reads from it what the first load is made of.
    manifest: true,
    // A worker has no document to put preloading links in.
    modulePreload: {
      resolveDependencies: (_, files, { hostId }) => (/\/(worker|run|shared)-/.test(hostId) ? [] : files),
    },
    rolldownOptions: { output: { codeSplitting: { groups: filesAtOnce() } } },
    // The licence texts of what is inside travel with it.
    license: { fileName: 'licenses/packages.md' },
  },
});

/**
 * Puts what the page needs at once into one file, what the worker needs into another, and what both need into a third:
 * they compress better than the dozens of small ones that every part fetched later would break off them.
 */
function filesAtOnce() {
  const reached = new Map<string, ReadonlySet<string>>();
  const isReached = (id: string, entry: string, modules: Modules): boolean => {
    let all = reached.get(entry);
    if (all === undefined) {
      all = reachedFrom(join(import.meta.dirname, entry), modules);
      reached.set(entry, all);
    }
    return all.has(id);
  };
  const inPage = (id: string, modules: Modules): boolean => isReached(id, 'src/main.tsx', modules);
  const inWorker = (id: string, modules: Modules): boolean => isReached(id, 'src/run/worker.ts', modules);
  // What the worker fetches later must not drag the page's file into it.
  const inBoth = (id: string, modules: Modules): boolean =>
    inPage(id, modules) && (inWorker(id, modules) || isReached(id, 'src/run/all-parts.ts', modules));
  const file = (name: string, has: (id: string, modules: Modules) => boolean, priority: number) => ({
    name: (id: string, modules: Modules) => (has(id, modules) ? name : null),
    priority,
  });
  // A file takes along what its modules import, unless one of higher priority has it.
  return [file('shared', inBoth, 3), file('run', inWorker, 2), file('page', inPage, 1)];
}

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** A module and all that it imports at once, and so on. */
function reachedFrom(entry: string, modules: Modules): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const id of reached)
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) reached.add(next);
  return reached;
}

/**
 * Builds workers together with the page, so that what both use is one file that is fetched once, and so that the
 * licences of what is inside them are gathered too. Left to itself the bundler builds them apart, with copies of their
 * own. The page asks for a worker's address by a name such as `#run/worker.ts?worker&url`.
 */
function worker(): Plugin {
  const emitted = new Map<string, string>();
  return {
    name: 'halfopen:worker',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^#.*\?worker&url$/ },
      handler: (id) => `\0${id}`,
    },
    load: {
      filter: { id: /^\0#.*\?worker&url$/ },
      handler(id) {
        const file = /^\0#(.*)\?/.exec(id)?.[1] ?? '';
        const name = basename(file).replace(/\..*/, '');
        const reference = emitted.get(file) ?? this.emitFile({ type: 'chunk', id: `src/${file}`, name });
        emitted.set(file, reference);
        return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
      },
    },
  };
}

/**
 * Lets the bundler leave out what it cannot see to be unused: React Flow's map, controls and background, whose wrappers
 * bear no note that they have no effect, and its own looks of nodes and links, of which we use none. Views are moved by
 * `editor/viewport-motion.ts`, so that d3's transitions, which can blend anything, are not needed either.
 */
function unused(): Plugin {
  const isPure = '$1/* @__PURE__ */ $2(';
  const edits: Readonly<Record<string, readonly (readonly [what: RegExp | string, by: string])[]>> = {
    '@xyflow/react/dist/esm/index.js': [
      [/^((?:const|var) [\w$]+ = )(memo|forwardRef|fixedForwardRef|create\w+Edge)\(/gm, isPure],
      [/^(const builtin(?:Node|Edge)Types = )\{[^}]*\}/gm, '$1{}'],
      [/switch \(type\) \{\s+case ConnectionLineType\.[\s\S]*?getStraightPath\(pathParams\);\s+\}/, ''],
      [/^\w+\.displayName = .*;$/gm, ''],
    ],
  };
  const instead: Readonly<Record<string, string>> = {
    'd3-transition/dist/d3-transition.mjs': `import { selection } from 'd3-selection';
      selection.prototype.interrupt = function () { return this; };
      export const interrupt = () => {};`,
    'd3-interpolate/dist/d3-interpolate.mjs':
      'export const interpolateZoom = () => () => {}; export { interpolateZoom as interpolate };',
  };
  return {
    name: 'halfopen:unused',
    apply: 'build',
    transform: {
      filter: { id: /\/(?:@xyflow\/react|d3-interpolate|d3-transition)\/dist\// },
      handler(code, id) {
        const [, other] = Object.entries(instead).find(([file]) => id.endsWith(file)) ?? [];
        if (other !== undefined) return { code: other, map: null };
        const [, list = []] = Object.entries(edits).find(([file]) => id.endsWith(file)) ?? [];
        const changed = list.reduce((text, [what, by]) => {
          const next = text.replace(what, by);
          if (next === text)
            throw new Error(`${id} has no ${String(what)} any more: look at what is unused in it`);
          return next;
        }, code);
        return { code: changed, map: null };
      },
    },
  };
}

/** Writes the policy into the built page. Not while developing: the dev server needs an inline script. */
function policyInPage(): Plugin {
  return {
    name: 'halfopen:policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** Puts what must travel with the typefaces beside the built page. */
function notices(): Plugin {
  const fonts = 'src/ui/fonts';
  return {
    name: 'halfopen:notices',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licenses/NOTICE.txt', source: readFileSync('NOTICE') });
      for (const file of readdirSync(fonts).filter((name) => name.endsWith('.txt'))) {
        this.emitFile({
          type: 'asset',
          fileName: `licenses/${file}`,
          source: readFileSync(`${fonts}/${file}`),
        });
      }
    },
  };
}

/**
 * Builds the service worker and tells it which files there are. The version is a hash of all of them; the page knows
 * its own. Ours and not a library's: workbox brings 350 packages to a fresh clone for what these lines do.
 */
function offline(): Plugin {
  const script = 'service-worker.js';
  return {
    name: 'halfopen:offline',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/app/service.worker.ts', fileName: script });
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html'];
        const worker = bundle[script];
        if (page?.type !== 'asset' || worker?.type !== 'chunk') throw new Error('no page to be kept');
        const built = Object.values(bundle).filter(
          ({ fileName }) => fileName !== script && !/^(?:\.vite|licenses)\/|\.map$/.test(fileName),
        );
        const copied = readdirSync('public');
        const version = createHash('sha256');
        for (const one of built)
          version.update(one.fileName).update(one.type === 'asset' ? one.source : one.code);
        for (const file of copied) version.update(file).update(readFileSync(join('public', file)));
        const said = version.update(worker.code).digest('hex').slice(0, 16);
        page.source = String(page.source).replace('%VERSION%', said);
        const files = [...built.map(({ fileName }) => fileName), ...copied].sort();
        worker.code = worker.code
          .replace(/["'`]%FILES%["'`]/, JSON.stringify(files))
          .replace(/%VERSION%/, said);
        if (/%(?:FILES|VERSION)%/.test(worker.code)) throw new Error('the service worker was not filled in');
      },
    },
  };
}
