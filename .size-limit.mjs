import { readFileSync } from 'node:fs';

/**
 * What a browser asks for before the first message moves: the page's entry and the worker, each with all that it
 * imports at once, and the styles. Parts that are imported when needed are not in it, nor are the fonts, which nothing
 * waits for.
 */
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set(['index.html']);
const visit = (key) => {
  const { file, imports = [], css = [] } = manifest[key];
  if (files.has(file)) return;
  files.add(file);
  for (const sheet of css) files.add(sheet);
  imports.forEach(visit);
};
visit('index.html');
visit('src/run/worker.ts');

export default [
  {
    name: 'first load (scripts and styles, gzip)',
    path: [...files].map((file) => `dist/${file}`),
    gzip: true,
    limit: '320 kB',
  },
];
