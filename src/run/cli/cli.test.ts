import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { library } from '#library/library.ts';
import { runHeadless } from '#run/headless.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { writeDocument } from '#scenario/write.ts';
import type { Io } from './command.ts';
import { commands, runCommand } from './commands.ts';

// Many files are tested at once on few cores, and starting Node takes its time there.
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bin = join(root, 'dist-cli', 'halfopen.js');
const [saga] = library;
let folder = '';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Carries out a command line here; `input` is its standard input. */
async function halfopen(args: readonly string[], input = ''): Promise<Ran> {
  let [out, err] = ['', ''];
  const io: Io = {
    out: async (text) => void (out += text),
    err: (text) => void (err += text),
    stdin: async () => input,
    watched: false,
    clockMs: () => performance.now(),
  };
  const code = await runCommand(args, io);
  return { code, out, err };
}

/** Runs the built file, as a shell does. */
function built(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? -1, out, err }));
    child.stdin.on('error', () => {}).end(input);
  });
}
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const lines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** A client and a service that answers at once; one claim, and what it expects. */
const small = (claim: string, expects: 'holds' | 'breaks'): ScenarioDocument => ({
  halfopen: 1,
  title: 'Small',
  runFor: '2s',
  nodes: {
    shop: {
      kind: 'client',
      flows: [{ arrive: { every: '100ms' }, until: '1s', steps: [{ call: 'api', op: 'buy' }] }],
    },
    api: { kind: 'service', handlers: [{ request: 'buy', steps: [{ work: '5ms' }, { reply: {} }] }] },
  },
  links: [{ from: 'shop', to: 'api' }],
  checks: [{ title: 'Claim', atEnd: claim, expect: expects }],
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfopen-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('halfopen run', () => {
  it('prints, with --json, exactly what the format promises', async () => {
    const { code, out, err } = await halfopen(['run', `@${saga!.id}`, '--json']);
    const { ending: _ending, ...report } = runHeadless(saga!.document);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(2);
    const printed = JSON.parse(out) as Record<string, unknown>;
    expect(printed).toEqual(JSON.parse(JSON.stringify(report)));
    expect(Object.keys(printed)).toEqual(
      ['seed', 'digest', 'events', 'endedAt', 'checks', 'rows', 'figures', 'problems'], // prettier-ignore
    );
    const { figures } = report;
    expect(figures.ops['placeOrder']!.ok).toBeGreaterThan(0);
    expect(Object.keys(figures.ops['placeOrder']!)).toEqual(['ok', 'failed', 'unknown', 'latencyMs']);
    expect(Object.keys(figures.ops['placeOrder']!.latencyMs)).toEqual(['mean', 'p50', 'p95', 'p99', 'max']);
    expect(Object.keys(figures.nodes['orders']!)).toEqual(
      ['arrived', 'served', 'rejected', 'slotsMean', 'queueMean', 'sojournMs'], // prettier-ignore
    );
  });

  it('reads a file, standard input, a link and the library alike', async () => {
    const text = writeDocument(saga!.document);
    const path = await file('saga.json', text);
    const { out: link } = await halfopen([
      'link',
      path,
      '--base',
      'https://example.org/play#old',
      '--at',
      '3s',
    ]);
    expect(link).toMatch(/^https:\/\/example\.org\/play#s=1\.[\w-]+\n$/);
    const runs = await Promise.all([
      halfopen(['run', path, '--json']),
      halfopen(['run', '-', '--json'], text),
      halfopen(['run', link.trim(), '--json']),
      halfopen(['run', '--json', `@${saga!.id}`]),
    ]);
    expect(new Set(runs.map(({ out }) => out)).size).toBe(1);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const opened = await halfopen(['open', link.trim()]);
    expect(opened).toEqual({ code: 0, out: text, err: '' });
  });

  it('prints a line for every seed, each as that seed alone', async () => {
    const { code, out } = await halfopen(['run', `@${saga!.id}`, '--seeds', '3..5', '--json', '--for', '4s']);
    // Cut short, the claim about the end is undecided: that is not what it expects.
    expect(code).toBe(1);
    const alone = await halfopen(['run', `@${saga!.id}`, '--seed=4', '--json', '--for=4s']);
    const reports = lines(out) as { seed: number; endedAt: number }[];
    expect(reports.map(({ seed }) => seed)).toEqual([3, 4, 5]);
    expect(reports[1]).toEqual(lines(alone.out)[0]);
    expect(reports[1]!.endedAt).toBe(4000);
    const read = await halfopen(['run', `@${saga!.id}`, '--seeds', '3..5']);
    expect(read.code).toBe(0);
    expect(read.out.split('\n').filter((line) => line.startsWith('seed '))).toHaveLength(3);
    expect(read.out).toContain('As expected with 3 seeds.');
  });

  it('leaves the warm-up out of the figures and nothing else', async () => {
    const name = await file('warm.json', writeDocument(small('true', 'holds')));
    const all = lines((await halfopen(['run', name, '--json'])).out)[0] as ReturnType<typeof runHeadless>;
    const late = lines((await halfopen(['run', name, '--json', '--warmup', '500ms'])).out)[0] as typeof all;
    expect(late.digest).toBe(all.digest);
    expect(late.figures.ops['buy']!.ok).toBeLessThan(all.figures.ops['buy']!.ok);
    expect(late.figures.ops['buy']!.ok).toBeGreaterThan(0);
  });

  it('ends with 0, 1 and 2 for as expected, not as expected and bad input', async () => {
    const names = await Promise.all([
      file('good.json', writeDocument(small('api.inFlight == 0', 'holds'))),
      file('counter.json', writeDocument(small('api.inFlight == 1', 'breaks'))),
      file('broken.json', writeDocument(small('api.inFlight == 1', 'holds'))),
      file(
        'odd.json',
        JSON.stringify({ ...small('true', 'holds'), nodes: { api: { kind: 'service', slots: -5 } } }),
      ),
      file('nothing.json', '{"halfopen": 1,'),
      file('newer.json', '{"halfopen": 99}'),
    ]);
    const runs = await Promise.all(
      [...names, join(folder, 'missing.json'), folder, '@nobody', '#s=1.xyz'].map((name) =>
        halfopen(['run', name]),
      ),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect(runs[2]!.out).toMatch(/breaks at .* expected: holds +Claim/);
    expect(runs[3]!.err).toContain('nodes.api.slots: expected 1 to 10000, got -5; using 8');
    // What could be read was run all the same.
    expect(runs[3]!.out).toContain('digest');
    for (const { err } of runs.slice(3)) expect(err.trim()).not.toBe('');
    for (const { out } of runs.slice(4)) expect(out).toBe('');
    expect(runs[4]!.err).toMatch(/^document: expected JSON, got .* at line 1, column 16/);
    for (const { err } of runs) expect(err).not.toMatch(/\bat .*\.js:\d/);
  });

  it('stops at its budget with a sentence that names the cause, and 1', async () => {
    const document = small('true', 'holds');
    const shop = {
      kind: 'client',
      flows: [{ arrive: { rate: '1000000000/s' }, steps: [{ call: 'api', op: 'buy' }] }],
    };
    const name = await file(
      'billion.json',
      JSON.stringify({ ...document, nodes: { ...document.nodes, shop } }),
    );
    const [instant, events, json] = await Promise.all([
      halfopen(['run', name]),
      halfopen(['run', `@${saga!.id}`, '--events', '300']),
      halfopen(['run', `@${saga!.id}`, '--events', '300', '--json']),
    ]);
    expect([instant.code, events.code, json.code]).toEqual([1, 1, 1]);
    expect(instant.err).toMatch(/time does not go on.*shop/);
    expect(events.err).toMatch(/^Stopped at .* the budget/);
    expect((JSON.parse(json.out) as { stopped: string }).stopped).toBe(json.err.trim());
  });
});

describe('halfopen library, validate, link and open', () => {
  it('lists every scenario, in words and as JSON', async () => {
    const [text, json] = await Promise.all([halfopen(['library']), halfopen(['library', '--json'])]);
    expect(JSON.parse(json.out)).toEqual(
      library.map(({ id, group, patterns, document }) => ({ id, title: document.title, group, patterns })),
    );
    for (const { id } of library) expect(text.out).toContain(`@${id}`);
    expect([text.code, json.code]).toEqual([0, 0]);
  });

  it('runs a scenario as its checks expect, and its counter, by their names', async () => {
    for (const { id, document, counter } of library.slice(0, 4)) {
      const [own, other] = await Promise.all([
        halfopen(['run', `@${id}`, '--json']),
        halfopen(['run', `@${id}/counter`, '--json']),
      ]);
      expect(own.code, id).toBe(0);
      const digests = [own, other].map(({ out }) => (JSON.parse(out) as { digest: string }).digest);
      expect(digests, id).toEqual([runHeadless(document).digest, runHeadless(counter.document).digest]);
    }
  }, 60_000);

  it('says by path what is wrong, and nothing when nothing is', async () => {
    const [good, bad] = await Promise.all([
      halfopen(['validate', '-'], writeDocument(small('true', 'holds'))),
      halfopen(
        ['validate', '-'],
        '{"halfopen":1,"nodes":{"a":{"kind":"serivce"}},"link":[],"checks":[{"always":"1 +"}]}',
      ),
    ]);
    expect(good).toEqual({ code: 0, out: 'Valid: 2 nodes, 1 link, 1 check.\n', err: '' });
    expect(bad.code).toBe(2);
    expect(bad.out).toBe('');
    expect(bad.err.trim().split('\n').map((line) => line.split(':')[0])).toEqual(['link', 'nodes.a.kind', 'checks[0].always']); // prettier-ignore
  });
});

describe('halfopen trace', () => {
  it('prints each event of the record as one line of JSON', async () => {
    const { code, out } = await halfopen(['trace', `@${saga!.id}`, '--format', 'jsonl']);
    expect(code).toBe(0);
    const events = lines(out) as { index: number; at: number; kind: string; cause?: number; node?: string }[];
    expect(events).toHaveLength(runHeadless(saga!.document).events);
    events.forEach((event, index) => {
      expect(event.index).toBe(index);
      expect(event.kind).toMatch(/^(send|arrive|drop|fact|state|begin|end|flow|fault)$/);
      if (event.cause !== undefined) expect(event.cause).toBeLessThan(index);
    });
    expect(events.some(({ kind, node }) => kind === 'fault' && node === 'customers')).toBe(true);
  });

  it('as OpenTelemetry, a handler’s span lies under the call that it answers', async () => {
    const { code, out } = await halfopen(['trace', `@${saga!.id}`, '--format', 'otlp', '--for', '3s']);
    expect(code).toBe(0);
    interface Span {
      traceId: string;
      spanId: string;
      parentSpanId?: string;
      name: string;
      startTimeUnixNano: string;
      endTimeUnixNano: string;
    }
    const { resourceSpans } = JSON.parse(out) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    const above = (span: Span | undefined): Span | undefined => byId.get(span?.parentSpanId ?? '');
    for (const span of spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
      if (span.parentSpanId !== undefined) {
        expect(above(span)?.traceId).toBe(span.traceId);
        expect(BigInt(above(span)!.startTimeUnixNano)).toBeLessThanOrEqual(BigInt(span.startTimeUnixNano));
      }
    }
    const handled = spans.filter(({ name }) => name === 'on placeOrder');
    expect(handled.length).toBeGreaterThan(0);
    for (const span of handled) {
      expect(above(span)?.name).toBe('placeOrder');
      expect(above(above(span))?.name).toBe('flow 1');
    }
    // The event that an order publishes is handled in the same trace.
    const created = spans.find(({ name }) => name === 'on OrderCreated');
    expect(spans.some(({ name, traceId }) => name === 'placeOrder' && traceId === created?.traceId)).toBe(
      true,
    );
  });

  it('as a sequence diagram, draws every message that is not housekeeping', async () => {
    const { code, out } = await halfopen(['trace', `@${saga!.id}`, '--format', 'mermaid']);
    expect(code).toBe(0);
    const [first, ...rest] = out.trimEnd().split('\n');
    expect(first).toBe('sequenceDiagram');
    for (const line of rest) {
      expect(line).toMatch(
        /^ {2}(participant \w+|Note over \w+(,\w+)?: .+|\w+(->>|-->>|-\)|--\)|-x)\w+: .+)$/,
      );
    }
    expect(out).toContain('shopper->>orders: placeOrder');
    expect(out).toContain('Note over customers: crash begins');
  });
});

describe('halfopen check', () => {
  const op = (process: number, type: string, f: string, value: number | null): string =>
    JSON.stringify({ process, type, f, value });
  const history = (...operations: string[]): string => `${operations.join('\n')}\n`;
  const good = history(op(0, 'invoke', 'write', 1), op(0, 'ok', 'write', 1), op(1, 'invoke', 'read', null), op(1, 'ok', 'read', 1)); // prettier-ignore
  const stale = history(op(0, 'invoke', 'write', 1), op(0, 'ok', 'write', 1), op(0, 'invoke', 'write', 2), op(0, 'ok', 'write', 2), op(1, 'invoke', 'read', null), op(1, 'ok', 'read', 1)); // prettier-ignore
  // Many writers at once and one impossible read: not decided in a handful of steps.
  const hard = history(
    ...Array.from({ length: 12 }, (_, i) => op(i, 'invoke', 'write', i % 3)),
    op(20, 'invoke', 'read', null),
    op(20, 'ok', 'read', 7),
    ...Array.from({ length: 12 }, (_, i) => op(i, 'ok', 'write', i % 3)),
  );

  it('prints a line for each history, with its verdict, a witness and the time it took', async () => {
    const names = await Promise.all([file('good.jsonl', good), file('stale.jsonl', stale)]);
    const { code, out, err } = await halfopen(['check', 'linearizable', ...names]);
    expect(err).toBe('');
    expect(code).toBe(1);
    const [first, second] = lines(out) as Record<string, unknown>[];
    expect(first).toMatchObject({
      file: names[0],
      verdict: 'valid',
      model: 'linearizable',
      operations: 2,
    });
    expect(second).toMatchObject({ file: names[1], verdict: 'invalid', operations: 3 });
    expect(second).toMatchObject({
      witness: { operations: expect.any(Array) as unknown[] },
      reason: expect.any(String) as string,
    });
    expect(first!['ms']).toEqual(expect.any(Number));
  });

  it('ends with 0 when all are valid, 3 when some are undecided, 1 when some are invalid, 2 for bad input', async () => {
    const [a, b, c, d] = await Promise.all([
      file('a.jsonl', good),
      file('b.jsonl', stale),
      file('c.jsonl', hard),
      file('d.jsonl', 'what\n{'),
    ]);
    const codes = await Promise.all(
      [
        ['linearizable', a, '-'],
        ['linearizable', a, c, '--budget', '1'],
        ['linearizable', b, c, '--budget', '1'],
        ['linearizable', a, d],
        ['linearizable', join(folder, 'missing.jsonl'), a],
        ['splendid', a],
        ['linearizable', a, '--budget', 'soon'],
        ['linearizable', a, c, '--budget', '10s,1,64MB'],
        ['linearizable', a, '--budget', '10s,'],
      ].map(async (args) => {
        const { code, out } = await halfopen(['check', ...args], good);
        return [code, out === '' ? 0 : lines(out).length];
      }),
    );
    expect(codes).toEqual([[0, 2], [3, 2], [1, 2], [2, 1], [2, 1], [2, 0], [2, 0], [3, 2], [2, 0]]); // prettier-ignore
  });
});

describe('halfopen', () => {
  it('explains itself and each of its commands', async () => {
    const all = await halfopen(['--help']);
    expect(all.code).toBe(0);
    for (const { name, options } of commands) {
      expect(all.out).toContain(`  ${name}`);
      const one = await halfopen([name, '--help']);
      expect(one.code).toBe(0);
      for (const option of Object.keys(options)) expect(one.out).toContain(`--${option}`);
      for (const line of one.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(140);
    }
  });

  it.each([
    [['fly'], 'There is no command fly.'],
    [['run'], 'FILE|LINK|@scenario is missing.'],
    [['run', 'a', 'b'], 'Nobody asked for b.'],
    [['run', 'a', '--sed', '1'], 'There is no option --sed.'],
    [['run', 'a', '--seed'], '--seed needs a value.'],
    [['run', 'a', '--json=yes'], '--json takes no value.'],
    [['run', 'a', '--seed', '1', '--seed', '2'], '--seed is given twice.'],
    [['run', 'a', '--seed', '1', '--seeds', '1..2'], '--seed and --seeds do not go together.'],
    [['run', 'a', '--seeds', '5..1'], '--seeds: expected two seeds such as 1..100'],
    [['run', 'a', '--for', 'ever'], '--for: expected a duration from 1ms to 24h, got "ever".'],
    [['trace', 'a', '--format', 'xml'], '--format: expected jsonl, otlp or mermaid'],
  ])('refuses %j with a sentence and 2', async (args, sentence) => {
    const { code, out, err } = await halfopen(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
  });
});

describe('the built file', () => {
  beforeAll(() => promisify(execFile)(process.execPath, ['scripts/build-cli.mjs'], { cwd: root }), 120_000);

  it('prints what is printed here, and ends as it ends here', async () => {
    const document = writeDocument(small('api.inFlight == 1', 'holds'));
    const all = [
      ['--help'],
      ['library'],
      ['run', '-', '--json'],
      ['link', '-'],
      ['validate', '-'],
      ['trace', '-'],
      ['fly'],
    ];
    for (const args of all)
      expect(await built(args, document), args.join(' ')).toEqual(await halfopen(args, document));
    expect((await built(['run', `@${saga!.id}`])).code).toBe(0);
    expect((await built(['run', '-'], document)).code).toBe(1);
  });

  it('knows the version of its package', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await built(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('ends quietly when nobody wants to read on', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${bin}" trace @${saga!.id} | head -n 1`]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    expect(lines(out)).toHaveLength(1);
    expect(err).toBe('');
  });
});
