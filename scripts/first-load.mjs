import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a browser asks for before the first message moves: the page's entry and the worker, each with all that it
 * imports at once, and the styles. Parts that are imported when needed are not in it, nor are the fonts, which nothing
 * waits for.
 *
 * @param {string} folder of a build
 * @returns {string[]} paths that begin with it
 */
export function firstLoad(folder) {
  const manifest = /** @type {Record<string, { file: string, imports?: string[], css?: string[] }>} */ (
    JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
  );
  const files = new Set(['index.html']);
  /** @param {string} key */
  const visit = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`the build has no ${key}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const sheet of chunk.css ?? []) files.add(sheet);
    chunk.imports?.forEach(visit);
  };
  visit('index.html');
  visit('src/run/worker.ts');
  return [...files].map((file) => join(folder, file));
}
