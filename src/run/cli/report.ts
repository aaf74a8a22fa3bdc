import type { Figures, LatencyMs } from '#run/figures.ts';
import type { CheckReport, RunReport } from '#run/headless.ts';
import { words } from '#words/cli.ts';
import { pairs, table } from './table.ts';

/** Rows of one database on a terminal; JSON has all of them. */
const ROWS_SHOWN = 12;
const WIDTH = 110;
const NOTHING = '–';

const say = words.report;

/** Why a run ended before its time, in a sentence. */
export function stoppedBecause({ ending, events }: RunReport): string | undefined {
  switch (ending.why) {
    case 'finished':
      return undefined;
    case 'instant':
      return words.stopped.instant(ending.node, ending.at);
    case 'events':
      return words.stopped.events(ending.node, ending.at, events);
    case 'error':
      return words.stopped.error(ending.text);
  }
}

/** One line, as the format has it; `stopped` only of a run that did not reach its end. */
export function reportAsJson(report: RunReport): string {
  const { ending: _ending, ...asFormat } = report;
  const stopped = stoppedBecause(report);
  return `${JSON.stringify(stopped === undefined ? asFormat : { ...asFormat, stopped })}\n`;
}

/** For people. */
export function printReport(title: string, report: RunReport): string {
  const head = [
    say.seed(report.seed),
    say.events(report.events),
    say.ended(report.endedAt * 1000),
    say.digest(report.digest),
  ].join(' · ');
  return [
    `${title === '' ? '' : `${title}\n`}${head}\n`,
    section(say.checks, table3(report.checks.map(checkCells))),
    section(say.operations, operations(report.figures)),
    section(say.nodes, nodes(report.figures)),
    section(say.rows, rows(report)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** One seed of several: its verdicts at a glance. */
export function reportLine(report: RunReport): string {
  const verdicts = report.checks.map((check) => `${wrong(check) ? '!' : ' '}${verdict(check)}`);
  return `${say.seed(report.seed).padEnd(16)}${verdicts.join('  ')}\n`;
}

const section = (heading: string, body: string): string => (body === '' ? '' : `${heading}\n${body}`);

const VERDICTS = { holds: say.holds, breaks: say.breaks, unknown: say.unknown } as const;
const verdict = ({ verdict }: CheckReport): string => VERDICTS[verdict];
const wrong = ({ expect, verdict }: CheckReport): boolean => expect !== undefined && expect !== verdict;

interface CheckCells {
  readonly verdict: string;
  readonly expected: string;
  readonly title: string;
  readonly reason: string;
}
function checkCells(check: CheckReport): CheckCells {
  const at = check.at === undefined ? '' : ` ${say.at(check.at * 1000)}`;
  return {
    verdict: `${verdict(check)}${at}`,
    expected:
      check.expect === undefined
        ? ''
        : wrong(check)
          ? say.notAsExpected(VERDICTS[check.expect])
          : say.asExpected,
    title: check.title,
    reason: check.reason ?? '',
  };
}
function table3(cells: readonly CheckCells[]): string {
  const first = Math.max(0, ...cells.map(({ verdict }) => verdict.length));
  const second = Math.max(0, ...cells.map(({ expected }) => expected.length));
  const gap = second === 0 ? '' : '  ';
  return cells
    .map(({ verdict, expected, title, reason }) => {
      const lead = `  ${verdict.padEnd(first)}${gap}${expected.padEnd(second)}  `;
      return `${lead}${title}\n${reason === '' ? '' : `${' '.repeat(lead.length)}${reason}\n`}`;
    })
    .join('');
}

const latencyCells = ({ mean, p50, p95, p99, max }: LatencyMs): string[] =>
  [mean, p50, p95, p99, max].map((ms) => (ms === null ? NOTHING : words.report.latency(ms)));
const LATENCY_HEADS = [say.columns.mean, say.columns.p50, say.columns.p95, say.columns.p99, say.columns.max];

function operations({ ops }: Figures): string {
  const lines = Object.entries(ops).map(([op, { ok, failed, unknown, latencyMs }]) => [
    op,
    ...[ok, failed, unknown].map(String),
    ...latencyCells(latencyMs),
  ]);
  const heads = ['', say.columns.ok, say.columns.failed, say.columns.unknown, ...LATENCY_HEADS];
  return lines.length === 0 ? '' : table([heads, ...lines]);
}

function nodes({ nodes }: Figures): string {
  const lines = Object.entries(nodes).map(([id, node]) => [
    id,
    ...[node.arrived, node.served, node.rejected].map(String),
    ...[node.slotsMean, node.queueMean].map((mean) => mean.toFixed(2)),
    ...latencyCells(node.sojournMs),
  ]);
  const { arrived, served, rejected, slots, queue, sojourn } = say.columns;
  const heads = ['', arrived, served, rejected, slots, queue, sojourn, ...LATENCY_HEADS.slice(1)];
  return lines.length === 0 ? '' : table([heads, ...lines]);
}

function rows({ rows }: RunReport): string {
  return Object.entries(rows)
    .filter(([, held]) => Object.keys(held).length > 0)
    .map(([database, held]) => {
      const all = Object.entries(held);
      const shown = all.slice(0, ROWS_SHOWN).map(([key, value]) => [key, JSON.stringify(value)] as const);
      const more = all.length > ROWS_SHOWN ? `    ${say.moreRows(all.length - ROWS_SHOWN)}\n` : '';
      return `  ${database}\n${pairs(shown, '    ').replace(/^(.*)$/gm, clipped)}${more}`;
    })
    .join('');
}

const clipped = (line: string): string => (line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line);
