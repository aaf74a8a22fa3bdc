import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command in the repository, its output going to ours. Programs of installed packages are found by name.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {boolean} whether it ended with 0
 */
export function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm and the programs of packages are .cmd files there
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}` },
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/**
 * The first of the paths that exists.
 *
 * @param {readonly (string | undefined)[]} paths
 */
export function firstExisting(paths) {
  return paths.find((path) => path !== undefined && existsSync(path));
}
