import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { BadInput } from './cli/command.ts';
import type { Io } from './cli/command.ts';
import { runCommand } from './cli/commands.ts';
import { words } from '#words/cli.ts';

const { stdin, stdout, stderr } = process;

// Whoever reads our output may have had enough of it (`halfopen trace … | head`).
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const io: Io = {
  out: (written) => new Promise((resolve) => stdout.write(written, () => resolve())),
  err: (written) => void stderr.write(written),
  stdin: () => {
    if (stdin.isTTY) throw new BadInput(words.bad.file('-', words.bad.terminal));
    return text(stdin);
  },
  watched: stderr.isTTY,
  clockMs: () => performance.now(),
};

/** A bug of ours must not look like a verdict; the number is EX_SOFTWARE of sysexits(3). */
const OUR_FAULT = 70;

try {
  process.exitCode = await runCommand(process.argv.slice(2), io);
} catch (error) {
  process.exitCode = OUR_FAULT;
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
