import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from '#scripts/csp.mjs';

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any host.
  base: './',
  plugins: [react(), policyInPage()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // .size-limit.mjs reads from it what the first load is made of.
    manifest: true,
    // The licence texts of what is inside travel with it.
    license: { fileName: 'licenses.md' },
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
