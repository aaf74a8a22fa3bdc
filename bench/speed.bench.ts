import { loadavg } from 'node:os';
import { adapterRows } from './adapter.ts';
import { checkerRows } from './checkers.ts';
import { kernelRows } from './kernel.ts';
import { pageRows } from './page.ts';
import type { Row } from './row.ts';
import { seekRows } from './seek.ts';

/** Everything that ARCHITECTURE.md promises about speed and size, as one table. */
const load = loadavg()[0] ?? 0;
const rows: Row[] = [
  ...kernelRows(),
  ...adapterRows(),
  ...seekRows(),
  ...checkerRows(),
  ...(await pageRows()),
];
const lines = [
  ['what', 'to reach', 'measured', 'against a peer', ''],
  ...rows.map(({ what, target, measured, peer = '', isReached }) => [
    what,
    target,
    measured,
    peer,
    isReached ? 'ok' : 'NOT REACHED',
  ]),
];
const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
for (const line of lines)
  console.log(
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
console.log(`\nBefore it began the machine had a load of ${load.toFixed(1)}.`);
