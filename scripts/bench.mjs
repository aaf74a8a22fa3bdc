// npm run bench: bundles every bench/*.bench.ts as production code and runs them one after the other, each alone in its
// process. `npm run bench -- kernel` runs those whose name contains the word. Ends with 1 if one of them failed.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages } from './install.mjs';
import { root, run } from './shell.mjs';

installPackages();
const { build } = await import('esbuild');

const words = process.argv.slice(2);
const files = (await readdir(join(root, 'bench')))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`No benchmark has a name with ${words.join(' or ')}.`);
  process.exit(1);
}

const failed = [];
for (const file of files) {
  console.log(`\n── ${file}`);
  const outfile = join(root, '.cache', 'bench', file.replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [join(root, 'bench', file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.vitest': 'undefined' },
    absWorkingDir: root,
    logLevel: 'warning',
  });
  if (!run(process.execPath, ['--expose-gc', outfile])) failed.push(file);
}
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`);
  process.exit(1);
}
