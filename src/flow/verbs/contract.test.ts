import * as fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientAt, play } from '#flow/play.test-helper.ts';
import { compileProgram } from '#flow/program.ts';
import { branchesOf, countSteps, walkSteps } from '#flow/step-walk.ts';
import { stepSchema, verbOf } from '#flow/steps.ts';
import type { Step, Verb } from '#flow/steps.ts';
import { equalPlain } from '#lib/plain.ts';
import { readValue } from '#lib/schema/read.ts';
import { stepsArbitrary } from '#scenario/arbitrary-steps.ts';
import { activeStates } from '#sim/machine.ts';
import { verbModels } from './models.ts';

/** One good step of every verb, and the same with an expression that fails when it runs; null: it has none. */
const EXAMPLES: {
  readonly [V in Verb]: { readonly good: unknown; readonly broken: unknown; readonly unreadable?: unknown };
} = {
  work: { good: { work: '1ms' }, broken: null },
  call: {
    good: { call: 'other', op: 'x', body: { a: '${n}' }, as: 'r' },
    broken: { call: 'other', op: 'x', body: { a: '${no.such}' } },
    unreadable: { call: 'other', op: 'x', body: { a: '${1 +}' } },
  },
  get: { good: { get: 'db', key: 'k/${n}', as: 'r' }, broken: { get: 'db', key: 'k/${no.such}' } },
  put: {
    good: { put: 'db', key: 'k', value: { n: '${n}' }, if: 'old == null', as: 'r' },
    broken: { put: 'db', key: 'k', value: '${old.no.such}' },
    unreadable: { put: 'db', key: 'k', value: 1, if: 'old ==' },
  },
  delete: {
    good: { delete: 'db', key: 'k', if: 'old != null', as: 'r' },
    broken: { delete: 'db', key: 'k', if: 'old.no' },
  },
  update: {
    good: { update: 'db', key: 'likes/${n}', do: 'increment', value: '${n}', as: 'r' },
    broken: { update: 'db', key: 'likes/1', do: 'increment', value: '${no.such}' },
    unreadable: { update: 'db', key: 'likes/1', do: 'increment', value: '${1 +}' },
  },
  scan: { good: { scan: 'db', prefix: 'k', as: 'r' }, broken: { scan: 'db', prefix: '${no}' } },
  transaction: {
    good: { transaction: 'db', as: 'r', steps: [{ put: 'db', key: 'k', value: 1 }] },
    broken: { transaction: 'db', steps: [{ put: 'db', key: 'k', value: '${no.such}' }] },
  },
  publish: {
    good: { publish: 'log', topic: 't', event: 'E', key: 'k', body: { n: '${n}' } },
    broken: { publish: 'log', topic: 't', event: 'E', key: '${no}' },
  },
  send: {
    good: { send: 'queue', queue: 'q', body: { n: '${n}' } },
    broken: { send: 'queue', queue: 'q', body: { n: '${no}' } },
  },
  set: {
    good: { set: { a: '${n + 1}' } },
    broken: { set: { a: '${no}' } },
    unreadable: { set: { a: '${' } },
  },
  forEach: {
    good: { forEach: '${[1, 2]}', as: 'i', do: [{ work: '1ms' }] },
    broken: { forEach: '${no}', as: 'i', do: [] },
  },
  all: { good: { all: [[{ work: '1ms' }], []] }, broken: { all: [[{ set: { a: '${no}' } }], []] } },
  any: { good: { any: [[{ work: '1ms' }], [{ fail: 'x' }]] }, broken: { any: [[{ set: { a: '${no}' } }]] } },
  try: {
    good: { try: [{ fail: 'x' }], catch: [] },
    broken: { try: [{ fail: 'x' }], catch: [{ set: { a: '${no}' } }] },
  },
  saga: {
    good: { saga: [{ name: 'a', do: [{ work: '1ms' }], undo: [{ work: '1ms' }] }] },
    broken: { saga: [{ name: 'a', do: [{ set: { a: '${no}' } }] }] },
  },
  await: { good: { await: 'E', from: 'log', topic: 't', timeout: '20ms' }, broken: null },
  reply: { good: { reply: { a: '${n}' } }, broken: { reply: '${no}' } },
  forward: { good: { forward: 'other' }, broken: null },
  fail: { good: { fail: 'because ${n}' }, broken: { fail: '${no}' } },
  if: {
    good: { if: 'n > 0', then: [{ work: '1ms' }], else: [] },
    broken: { if: 'n', then: [] },
    unreadable: { if: 'n >', then: [] },
  },
};
const verbs = Object.keys(EXAMPLES) as Verb[];

const run = (step: unknown) =>
  play({
    runFor: '3s',
    nodes: {
      ada: clientAt(['10ms'], [{ call: 'shop', op: 'x' }]),
      shop: {
        kind: 'service',
        handlers: [
          {
            request: 'x',
            steps: [
              { try: [step], catch: [{ reply: '${error}' }] },
              { put: 'db', key: 'reached', value: true },
            ],
          },
        ],
      },
      other: { kind: 'service' },
      db: { kind: 'database', types: { 'likes/': 'gCounter' } },
      log: { kind: 'log' },
      queue: { kind: 'queue' },
    },
    links: [
      { from: 'ada', to: 'shop' },
      ...['other', 'db', 'log', 'queue'].map((to) => ({ from: 'shop', to })),
      { from: 'log', to: 'shop' },
    ],
  });

describe('every verb', () => {
  it('has a folder, a schema, a model and an example here', () => {
    const folders = readdirSync('src/flow/verbs', { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    expect(Object.keys(verbModels).sort()).toEqual([...verbs].sort());
    expect(
      folders.map((name) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())).sort(),
    ).toEqual([...verbs].sort());
    for (const verb of verbs) expect([verb, verbModels[verb].name]).toEqual([verb, verb]);
  });

  it.each(verbs)(
    '%s: reads, knows its own steps, and compiles to a machine that begins and can end',
    (verb) => {
      const { value, problems } = readValue(stepSchema, EXAMPLES[verb].good, '');
      expect(problems).toEqual([]);
      const step = value!;
      expect(verbOf(step)).toBe(verb);
      const inner = branchesOf(step).flatMap(([, steps]) => [...steps]);
      expect([...walkSteps([step])].length).toBe(countSteps([step]));
      expect(countSteps([step])).toBe(1 + countSteps(inner));
      const { chart, steps } = compileProgram('example', [step], verbModels);
      expect(activeStates(chart.start.at).length).toBeGreaterThan(0);
      // Driven by the answers that its states ask for, it reaches an end.
      let at = chart.start.at;
      for (let i = 0; i < 50 && at !== 'done' && at !== 'failed'; i++) {
        const events = steps.flatMap(({ place }) =>
          ['ok', 'then', 'fail'].map((event) => `${event} ${place}`),
        );
        const event = events.find((each) => chart.move(at, each).moved);
        if (event === undefined) break;
        at = chart.move(at, event).at;
      }
      expect(['done', 'failed']).toContain(at);
    },
  );

  it.each(verbs)('%s: runs, and the flow goes on behind it', (verb) => {
    const played = run(EXAMPLES[verb].good);
    expect(played.of('end', 'x')).toHaveLength(1);
    expect(played.rows('db')['reached']).toBe(true);
  });

  it.each(verbs.filter((verb) => EXAMPLES[verb].broken !== null))(
    '%s: an expression that fails is its failure, with reason expression and a text',
    (verb) => {
      const error = run(EXAMPLES[verb].broken).of('end', 'x')[0]!.data['value'];
      // In a catch the failure is the whole step's: nobody catches it here.
      if (verb === 'try') return expect(run(EXAMPLES.try.broken).rows('db')['reached']).toBe(true);
      expect(error).toEqual({ reason: 'expression', text: expect.stringMatching(/./) as string });
    },
  );

  it.each(verbs.filter((verb) => EXAMPLES[verb].unreadable !== undefined))(
    '%s: an expression that cannot be read compiles, and fails when it is reached',
    (verb) => {
      const { unreadable } = EXAMPLES[verb];
      const chart = compileProgram('unreadable', [unreadable as Step], verbModels);
      expect(chart.steps[0]!.ready).toBeInstanceOf(Error);
    },
  );
});

describe('any program', () => {
  const reach = {
    calls: ['a'],
    stores: ['db'],
    topics: ['first'],
    queues: ['work'],
    input: 'req',
    awaits: true,
  } as const;
  it('has one state for each step that does something, found by its place', () => {
    fc.assert(
      fc.property(stepsArbitrary(reach), (steps) => {
        const program = compileProgram('random', steps, verbModels);
        expect(program.at.size).toBe(program.steps.length);
        program.steps.forEach((node, index) => {
          expect(node.index).toBe(index);
          expect(program.at.get(node.place)).toBe(node);
        });
        expect(compileProgram('again', steps, verbModels).signature).toBe(program.signature);
      }),
      { numRuns: 60 },
    );
  });
  it('leaves the steps as they were written', () => {
    fc.assert(
      fc.property(stepsArbitrary(reach), (steps) => {
        const before = JSON.parse(JSON.stringify(steps)) as Step[];
        compileProgram('random', steps, verbModels);
        expect(equalPlain(JSON.parse(JSON.stringify(steps)), before)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
