// Writes docs/format.md and docs/format.schema.json from the schema.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { root } from './shell.mjs';

const { outputFiles } = await build({
  stdin: {
    contents: `
      export { formatDocs } from '#scenario/format-docs.ts';
      export { documentJsonSchema } from '#scenario/json-schema.ts';
    `,
    resolveDir: root,
    loader: 'ts',
  },
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});
const [bundle] = outputFiles;
if (bundle === undefined) throw new Error('esbuild gave nothing');
/** @type {unknown} */
const exported = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`
);
const { formatDocs, documentJsonSchema } =
  /** @type {{ formatDocs: () => string, documentJsonSchema: () => object }} */ (exported);

const docs = join(root, 'docs');
const options = await resolveConfig(join(docs, 'format.md'));
await mkdir(docs, { recursive: true });
await writeFile(join(docs, 'format.md'), await format(formatDocs(), { ...options, parser: 'markdown' }));
const schema = JSON.stringify(documentJsonSchema());
await writeFile(join(docs, 'format.schema.json'), await format(schema, { ...options, parser: 'json' }));
