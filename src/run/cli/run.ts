import { durationToUs } from '#lib/schema/delay.ts';
import { runHeadless, asExpected } from '#run/headless.ts';
import type { RunReport } from '#run/headless.ts';
import { words } from '#words/cli.ts';
import { durationOf, eventsOf, runForOf, seedOf, seedsOf } from './arguments.ts';
import { BadInput, Exit } from './command.ts';
import type { Command, Given, Io } from './command.ts';
import { wrap } from './help.ts';
import { tellProblems } from './problems.ts';
import { Progress } from './progress.ts';
import { printReport, reportAsJson, reportLine, stoppedBecause } from './report.ts';
import { readSource } from './source.ts';
import type { Source } from './source.ts';

const EVENTS_MAX = 50_000_000;
/** What the format gives a document that does not say how long it runs. */
const RUN_FOR = '30s';

export const run: Command = {
  name: 'run',
  takes: 'FILE|LINK|@scenario',
  from: 1,
  upTo: 1,
  summary: words.run.summary,
  detail: () => wrap(words.run.detail),
  options: {
    seed: { value: 'N', says: words.option.seed },
    seeds: { value: 'A..B', says: words.run.seeds },
    for: { value: 'TIME', says: words.option.for },
    warmup: { value: 'TIME', says: words.run.warmup },
    events: { value: 'N', says: words.run.events },
    json: { says: words.run.json },
  },
  async perform(given, io) {
    const settings = settingsOf(given);
    const source = await readSource(given.operands[0]!, io);
    const exit = await (settings.seeds === undefined
      ? runOnce(source, settings, io)
      : runEach(source, settings, settings.seeds, io));
    tellProblems(source.problems, io);
    return source.problems.length > 0 ? Exit.badInput : exit;
  },
};

interface Settings {
  readonly seed: number | undefined;
  readonly seeds: { readonly first: number; readonly last: number } | undefined;
  readonly runFor: string | undefined;
  readonly warmUpUs: number;
  readonly eventsMax: number;
  readonly json: boolean;
}

function settingsOf(given: Given): Settings {
  const seed = seedOf(given);
  const seeds = seedsOf(given);
  if (seed !== undefined && seeds !== undefined) {
    throw new BadInput(words.bad.both('--seed', '--seeds'), { usage: true });
  }
  return {
    seed,
    seeds,
    runFor: runForOf(given),
    warmUpUs: durationOf(given, 'warmup') ?? 0,
    eventsMax: eventsOf(given) ?? EVENTS_MAX,
    json: given.switches.has('json'),
  };
}

function simulate(
  { document, problems }: Source,
  { runFor, warmUpUs, eventsMax }: Settings,
  seed: number | undefined,
  progress: (at: number, endUs: number, events: number) => void,
): RunReport {
  const endUs = durationToUs(runFor ?? document.runFor ?? RUN_FOR);
  const report = runHeadless(document, {
    warmUpUs,
    eventsMax,
    ...(seed === undefined ? {} : { seed }),
    ...(runFor === undefined ? {} : { runFor }),
    progress: (at, events) => progress(at, endUs, events),
  });
  return { ...report, problems };
}

async function runOnce(source: Source, settings: Settings, io: Io): Promise<number> {
  const progress = new Progress(io);
  const report = simulate(source, settings, settings.seed, (at, endUs, events) =>
    progress.tell(() => words.progress(at, endUs, events)),
  );
  progress.clear();
  await io.out(settings.json ? reportAsJson(report) : printReport(source.document.title ?? '', report));
  return tellStop(report, io) ?? exitOf([report]);
}

/** One seed after the other, each printed as soon as it is known. */
async function runEach(
  source: Source,
  settings: Settings,
  { first, last }: { readonly first: number; readonly last: number },
  io: Io,
): Promise<number> {
  const progress = new Progress(io);
  let good = 0;
  for (let seed = first; seed <= last; seed++) {
    const report = simulate(source, settings, seed, () => {});
    progress.clear();
    await io.out(settings.json ? reportAsJson(report) : reportLine(report));
    tellStop(report, io);
    if (asExpected(report)) good++;
    // Lines that stand on a terminal are progress enough.
    if (settings.json) progress.tell(() => words.progressOfSeeds(seed - first + 1, last - first + 1));
  }
  progress.clear();
  const all = last - first + 1;
  if (!settings.json) await io.out(`${words.report.seedsAsExpected(good, all)}\n`);
  return good === all ? Exit.good : Exit.asNotExpected;
}

const exitOf = (reports: readonly RunReport[]): number =>
  reports.every(asExpected) ? Exit.good : Exit.asNotExpected;

function tellStop(report: RunReport, io: Io): number | undefined {
  const why = stoppedBecause(report);
  if (why === undefined) return undefined;
  io.err(`${why}\n`);
  return Exit.asNotExpected;
}
