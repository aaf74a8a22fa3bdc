// Bundles the command line into one executable file that needs nothing but Node.
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './shell.mjs';

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const outfile = join(root, 'dist-cli', 'halfopen.js');
await build({
  entryPoints: [join(root, 'src/run/cli.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'eof',
  define: { HALFOPEN_VERSION: JSON.stringify(version) },
  // Some packages inside are CommonJS and ask for Node's modules through `require`, which a module does not have.
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as $createRequire } from 'node:module';\nconst require = $createRequire(import.meta.url);",
  },
  absWorkingDir: root,
  logLevel: 'warning',
});
await chmod(outfile, 0o755);
