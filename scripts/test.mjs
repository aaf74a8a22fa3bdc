// npm test: on a fresh clone too. Installs what is missing, then runs every stage, also after one has failed.
// `npm test -- unit lint` runs only those (and what they need). Ends with 1 if a stage failed.
import { installPackages, installTools } from './install.mjs';
import { run } from './shell.mjs';

/**
 * @typedef {object} Stage
 * @property {string} about what it proves
 * @property {string} needs the stage that must have run before, '' for none
 * @property {readonly (readonly [string, ...string[]])[]} commands
 */
const stages = /** @type {Record<string, Stage>} */ ({
  types: {
    about: 'types, and which part may see which',
    needs: '',
    commands: [['tsc', '-b']],
  },
  lint: {
    about: 'lint, with types',
    needs: '',
    commands: [['oxlint', '--type-aware', '--deny-warnings', 'src', 'e2e']],
  },
  format: {
    about: 'format',
    needs: '',
    commands: [['prettier', '--check', '--log-level', 'warn', '.']],
  },
  unit: {
    about: 'unit tests',
    needs: '',
    commands: [['vitest', 'run']],
  },
  dead: {
    about: 'dead code and unused packages',
    needs: '',
    commands: [['knip']],
  },
  build: {
    about: 'production build of the page and the command line',
    needs: '',
    commands: [
      ['vite', 'build', '--logLevel', 'warn'],
      ['node', 'scripts/build-cli.mjs'],
    ],
  },
  size: {
    about: 'size of the first load',
    needs: 'build',
    commands: [['size-limit']],
  },
  e2e: {
    about: 'end to end, in a browser',
    needs: 'build',
    commands: [['playwright', 'test']],
  },
});

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are ${Object.keys(stages).join(', ')}.`);
  process.exit(1);
}
const chosen = Object.entries(stages).filter(
  ([name]) => asked.length === 0 || asked.some((one) => one === name || stages[one]?.needs === name),
);

installPackages();
if (chosen.some(([name]) => name === 'unit' || name === 'e2e')) await installTools();

/** @type {{ name: string, passed: boolean, seconds: string }[]} */
const results = [];
for (const [name, { about, commands }] of chosen) {
  console.log(`\n── ${name}: ${about}`);
  const start = performance.now();
  const passed = commands.every(([command, ...args]) => run(command, args));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'} in ${seconds} s`);
  results.push({ name, passed, seconds });
}

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(7)} ${seconds.padStart(6)} s`);
}
const failed = results.filter(({ passed }) => !passed).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
