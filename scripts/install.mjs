import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstExisting, root, run } from './shell.mjs';

// Runs on a fresh clone: only what comes with Node may be imported at the top of this file and of shell.mjs.

/**
 * Installs the packages of the lock file unless they are already there.
 *
 * @throws when npm fails; its own output says why
 */
export function installPackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing packages …');
  // `ci` starts from nothing; where there is something, `install` changes only what differs.
  const fresh = !existsSync(join(root, 'node_modules'));
  if (!run('npm', [fresh ? 'ci' : 'install', '--no-audit', '--no-fund']))
    throw new Error('npm could not install the packages');
}

/** Whether npm's record of what it installed has every package of the lock file at its version. */
function packagesAreInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(installed);
  return Object.entries(wanted).every(
    // Optional packages are mostly binaries for other platforms; '' is this project itself.
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

/**
 * @param {string} file a lock file, version 3
 * @returns {Record<string, { version?: string, optional?: boolean }>} by path
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** The browser for the end-to-end tests: the installed Chromium, else Playwright's own, else nothing. */
export async function findBrowser() {
  const { chromium } = await import('@playwright/test');
  return firstExisting([
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]);
}

/**
 * A second JavaScript engine, JavaScriptCore's shell: a run must give the same events there as in V8.
 * Nothing where it is not installed.
 */
export function findSecondEngine() {
  return firstExisting([
    process.env['JSC'],
    '/usr/bin/jsc',
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/jsc',
    '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/jsc',
    '/System/Library/Frameworks/JavaScriptCore.framework/Versions/Current/Helpers/jsc',
  ]);
}

/**
 * Installs the browser and the second engine, where they are missing, from the system's packages (Debian and its kin),
 * the browser elsewhere from Playwright.
 *
 * @throws when there is still no browser or, on a system with apt, no second engine
 */
export async function installTools() {
  const hasApt = existsSync('/usr/bin/apt-get');
  if (hasApt) {
    const missing = [
      (await findBrowser()) ? [] : ['chromium'],
      findSecondEngine() ? [] : ['libjavascriptcoregtk-4.0-bin'],
    ].flat();
    if (missing.length > 0) installSystemPackages(missing);
  } else if (!(await findBrowser())) {
    run('playwright', ['install', 'chromium']);
  }
  if (!(await findBrowser()))
    throw new Error('No Chromium. Install one, or set CHROMIUM to the path of yours.');
  if (findSecondEngine()) return;
  const advice = "JavaScriptCore's shell is missing: install it, or set JSC to the path of yours.";
  if (hasApt) throw new Error(advice);
  console.log(`${advice} The tests that compare engines are skipped.`);
}

/** @param {readonly string[]} names */
function installSystemPackages(names) {
  console.log(`Installing ${names.join(' and ')} …`);
  const isRoot = process.getuid?.() === 0;
  /** @param {string[]} args */
  const apt = (...args) =>
    isRoot
      ? run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args])
      : run('sudo', ['-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]);
  apt('-q', 'update');
  apt('-q', '-y', '--no-install-recommends', 'install', ...names);
}
