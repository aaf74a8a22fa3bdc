import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { findSecondEngine } from './install.mjs';
import { root } from './shell.mjs';

/** Whether this machine has JavaScriptCore's shell; tests that compare engines are skipped where it has not. */
export const hasSecondEngine = findSecondEngine() !== undefined;

/**
 * Runs the same module in two engines, V8 (a fresh Node) and JavaScriptCore.
 *
 * @param {string} source TypeScript that may import `#layer/file.ts` and packages that need neither a page nor Node;
 *   what it gives to the global `print(text)` is its result, one line each
 * @returns {Promise<{ v8: string, javaScriptCore: string }>} all that was printed
 * @throws when an engine is missing, or the module throws in one of them
 */
export async function inBothEngines(source) {
  const shell = findSecondEngine();
  if (!shell) throw new Error('no second engine on this machine');
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'engines-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({
      stdin: { contents: source, resolveDir: join(root, 'src'), loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'neutral',
      mainFields: ['module', 'main'],
      format: 'esm',
      target: 'es2022',
      banner: { js: 'globalThis.print ??= (text) => globalThis.console.log(text);' },
      define: { 'process.env.NODE_ENV': '"production"' },
      absWorkingDir: root,
      logLevel: 'warning',
    });
    const [v8, javaScriptCore] = await Promise.all([
      output(process.execPath, [outfile]),
      output(shell, ['-m', outfile]),
    ]);
    return { v8, javaScriptCore };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function output(command, args) {
  try {
    return (await promisify(execFile)(command, args, { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    // JavaScriptCore's shell says on stdout what went wrong, Node on stderr.
    const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (error);
    throw new Error(`${command} failed: ${stdout.slice(-2000)}${stderr.slice(-2000)}`, { cause: error });
  }
}
