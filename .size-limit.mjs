import { readFileSync } from 'node:fs';

/**
 * What a browser asks for before the first message moves: the page's entry with all that it imports at once, its
 * styles, and the worker that runs the scenario. Parts that are imported when needed are not in it, nor are the fonts,
 * which nothing waits for.
 */
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set();
const visit = (key) => {
  const { file, imports = [], css = [], assets = [] } = manifest[key];
  if (files.has(file)) return;
  files.add(file);
  for (const sheet of css) files.add(sheet);
  for (const asset of assets) if (asset.endsWith('.js')) files.add(asset);
  imports.forEach(visit);
};
visit('index.html');

export default [
  {
    name: 'first load (scripts and styles, gzip)',
    path: ['dist/index.html', ...[...files].map((file) => `dist/${file}`)],
    gzip: true,
    limit: '320 kB',
  },
];
