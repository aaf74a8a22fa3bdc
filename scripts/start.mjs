// npm start: on a fresh clone too. Installs what is missing, builds the page, serves it and prints the address.
// `npm start -- 8080` begins at another port.
import { join } from 'node:path';
import { installPackages } from './install.mjs';
import { serve } from './serve.mjs';
import { root, run } from './shell.mjs';

const wanted = process.argv[2] ?? process.env['PORT'] ?? '4173';
const port = Number(wanted);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`Not a port: ${wanted}. Give a whole number up to 65535, or none.`);
  process.exit(1);
}

installPackages();
if (!run('vite', ['build', '--logLevel', 'warn'])) process.exit(1);
const { url, close } = await serve({ root: join(root, 'dist'), port });
console.log(`\nHalfopen runs at ${url}  (Ctrl C ends it)`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => void close().then(() => process.exit(0)));
}
