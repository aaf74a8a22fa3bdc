import { readFileSync, readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from '#scripts/csp.mjs';

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any host.
  base: './',
  plugins: [react(), unused(), policyInPage(), notices()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // .size-limit.mjs reads from it what the first load is made of.
    manifest: true,
    // The licence texts of what is inside travel with it.
    license: { fileName: 'licenses/packages.md' },
  },
});

/**
 * Lets the bundler leave out what it cannot see to be unused: React Flow's map, controls and background, whose wrappers
 * bear no note that they have no effect; and what d3 needs to blend colours, of which a moving view has none.
 */
function unused(): Plugin {
  const isPure = '$1/* @__PURE__ */ $2(';
  const edits: Readonly<Record<string, readonly (readonly [what: RegExp | string, by: string])[]>> = {
    '@xyflow/react/dist/esm/index.js': [
      [/^((?:const|var) [\w$]+ = )(memo|forwardRef|fixedForwardRef)\(/gm, isPure],
      [/^\w+\.displayName = .*;$/gm, ''],
    ],
    'd3-interpolate/dist/d3-interpolate.mjs': [
      [/^(var \w+ = )(rgbSpline|hsl|hcl|cubehelix|)\((?!function zoomRho)/gm, isPure],
      ['((c = color(b)) ? (b = c, rgb) : string)', 'string'],
      [': b instanceof color ? rgb', ''],
    ],
    'd3-transition/dist/d3-transition.mjs': [
      ["import { color } from 'd3-color';", ''],
      [': b instanceof color ? interpolateRgb', ''],
      [': (c = color(b)) ? (b = c, interpolateRgb)', ''],
    ],
  };
  return {
    name: 'halfopen:unused',
    apply: 'build',
    transform: {
      filter: { id: /\/(?:@xyflow\/react|d3-interpolate|d3-transition)\/dist\// },
      handler(code, id) {
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
