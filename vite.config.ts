import { readFileSync, readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from '#scripts/csp.mjs';

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any host.
  base: './',
  plugins: [react(), policyInPage(), notices()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // .size-limit.mjs reads from it what the first load is made of.
    manifest: true,
    // The licence texts of what is inside travel with it.
    license: { fileName: 'licenses/packages.md' },
  },
});

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
        this.emitFile({ type: 'asset', fileName: `licenses/${file}`, source: readFileSync(`${fonts}/${file}`) });
      }
    },
  };
}
