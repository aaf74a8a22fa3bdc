import { describe, expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { scenarioById } from '#library/library.ts';
import { RecordStore } from '#run/record-store.ts';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { RunView } from '#run/view/run-view.ts';
import { allBearers, bearersOf } from './document.ts';
import { helpFor } from './help.ts';
import { drawMachine } from './machine.ts';
import { edgesAmong, layOut } from '#figure/machine/machine-layout.ts';
import { expressionsIn, objectionsTo, withValues } from './names.ts';
import { objectionsIn } from './objections.ts';
import { scopeAt } from './scope.ts';
import { walk } from './tree.ts';

const saga = scenarioById('order-saga-choreography')!.document;
const sheet = saga as unknown as Sheet;
const customers = bearersOf(sheet, 'customers')[0]!;
const orders = bearersOf(sheet, 'orders')[0]!;

describe('scope', () => {
  it('knows an event from those who publish it, and a row from those who write it', () => {
    const scope = scopeAt(sheet, customers, [0], 'if');
    expect([...scope.get('event')!.fields.keys()].slice(0, 3)).toEqual(['orderId', 'customer', 'total']);
    expect([...scope.get('old')!.fields.keys()]).toEqual(['credit']);
    expect(scope.has('reserved')).toBe(false);
  });

  it('knows what steps before have bound, and what a request carries', () => {
    expect([...scopeAt(sheet, customers, [1], 'if').get('reserved')!.fields.keys()]).toEqual(['ok']);
    const req = scopeAt(sheet, orders, [0], 'key').get('req')!;
    expect([...req.fields.keys()]).toEqual(['customer', 'total', 'id', 'op', 'attempt']);
    expect(req.open).toBe(false);
  });

  it('binds items inside their loop, and errors where they are caught', () => {
    const steps = [
      { forEach: '${req.items}', as: 'item', do: [{ work: '1ms' }] },
      { try: [{ get: 'ordersDb', key: 'k', as: 'row' }], catch: [{ fail: 'x' }] },
    ];
    const bearer = { ...orders, steps, value: { ...orders.value, steps } };
    expect(scopeAt(sheet, bearer, [0, 'do', 0], 'work').has('item')).toBe(true);
    expect(scopeAt(sheet, bearer, [1], 'work').has('error')).toBe(false);
    const caught = scopeAt(sheet, bearer, [1, 'catch', 0], 'fail');
    expect([caught.has('error'), caught.has('row')]).toEqual([true, true]);
  });

  it('finds nothing to object to in the library', () => {
    for (const bearer of allBearers(sheet)) {
      const drawing = drawMachine('', bearer.steps);
      for (const { way, step } of walk(bearer.steps)) {
        const help = helpFor({ sheet, bearer, way, drawing, run: null });
        expect(objectionsIn(step, help)).toEqual([]);
      }
    }
  });
});

describe('names', () => {
  const scope = scopeAt(sheet, customers, [0], 'if');

  it('that are not there are named, with what is there and the change that mends it', () => {
    const [objection] = objectionsTo('old.credit >= event.totl', 'expression', scope);
    expect(objection).toMatchObject({
      lead: 'event has no field totl.',
      mend: { label: 'Use total', text: 'old.credit >= event.total' },
    });
    expect(objection!.rest).toContain('It has orderId, customer, total.');
    expect(objectionsTo('evnt.total > 1', 'expression', scope)[0]).toMatchObject({
      mend: { text: 'event.total > 1' },
    });
    expect(objectionsTo('a ${event.orderID} b', 'template', scope)[0]).toMatchObject({
      mend: { text: 'a ${event.orderId} b' },
    });
  });

  it('are not asked for where they need not be: in has, in loops, below open values', () => {
    for (const text of [
      'has(event.maybe)',
      '[1, 2].all(k, k > 0)',
      'event.customer.anything == 1',
      'now > 0 && n > 1',
    ])
      expect([text, objectionsTo(text, 'expression', scope)]).toEqual([text, []]);
  });

  it('do not matter where the text cannot be read at all', () => {
    expect(objectionsTo('event.total >=', 'expression', scope)[0]!.lead).toMatch(/^This cannot be read: /);
    expect(objectionsTo('a ${event', 'template', scope)[0]!.lead).toContain('without its }');
  });

  it('are found between braces, also where quotes hold braces', () => {
    expect(expressionsIn('a ${"}" + b} c ${d}', 'template')).toEqual(['"}" + b', 'd']);
  });

  it('are replaced by their values, whole paths only', () => {
    const values = new Map([
      ['event.total', '25'],
      ['old.credit', '60'],
    ]);
    expect(withValues('old.credit >= event.total', values)).toBe('60 >= 25');
    expect(withValues('event.totals', values)).toBe('');
  });
});

describe('values from the run', () => {
  const store = new RecordStore();
  const compiled = compile(saga);
  const simulation = new Simulation(compiled, { sinks: [store] });
  simulation.advance();
  const view = new RunView();
  view.begin(compiled.topology, 0);
  view.store.append(store.takeChunk().chunk);
  view.advance();
  const drawing = drawMachine('', customers.steps);
  const help = (t: number, way: readonly (string | number)[]) =>
    helpFor({ sheet, bearer: customers, way, drawing, run: { view, t } });

  it('try a condition on the last eight events, with the row as the step found it', () => {
    const outcomes = help(compiled.topology.endUs, [0]).outcomesOf(
      'old.credit >= event.total',
      'expression',
      'if',
    );
    expect(outcomes).toHaveLength(8);
    for (const { truth, worked } of outcomes) {
      const [credit, total] = worked.split(' >= ').map(Number);
      expect(truth).toBe(credit! >= total!);
    }
    expect(new Set(outcomes.map(({ truth }) => truth))).toEqual(new Set([true, false]));
  });

  it('agree with what the run itself decided', () => {
    const end = compiled.topology.endUs;
    const conditions = help(end, [0]).outcomesOf('old.credit >= event.total', 'expression', 'if');
    const outcomes = help(end, [1]).outcomesOf('reserved.ok', 'expression', 'if');
    expect(outcomes.map(({ truth }) => truth)).toEqual(conditions.map(({ truth }) => truth));
  });

  it('know nothing before anything came by', () => {
    expect(help(0, [0]).outcomesOf('true', 'expression', 'if')).toEqual([]);
    expect(
      help(0, [0])
        .namesAt('if')
        .every(({ value }) => value === ''),
    ).toBe(true);
  });

  it('stand beside the names in scope', () => {
    const names = new Map(
      help(compiled.topology.endUs, [0])
        .namesAt('if')
        .map(({ name, value }) => [name, value]),
    );
    expect(names.get('event.customer')).toMatch(/^"c\d"$/);
    expect(Number(names.get('old.credit'))).toBeGreaterThanOrEqual(0);
  });
});

describe('the machine of a list of steps', () => {
  it('leads from step to step, around both ways, to the end', () => {
    const { machine, wayOf } = drawMachine('t', customers.steps);
    const edges = edgesAmong(machine, new Set([...wayOf.keys(), 'done']));
    expect(edges.map(({ from, to, on }) => `${from} ${on} ${to}`).sort()).toEqual([
      '0 ok 1',
      '1 else 1/else/0',
      '1 then 1/then/0',
      '1/else/0 ok done',
      '1/then/0 ok done',
    ]);
  });

  it('goes past what has no row: pauses of a saga, ends of branches', () => {
    const steps = [
      {
        saga: [
          { name: 'a', do: [{ work: '1ms' }], undo: [{ work: '2ms' }] },
          { name: 'b', do: [{ work: '3ms' }] },
        ],
      },
      { all: [[{ work: '4ms' }], [{ work: '5ms' }]] },
      { work: '6ms' },
    ];
    const { machine, wayOf } = drawMachine('t', steps);
    const shown = new Set(
      [...wayOf.keys(), 'done'].filter((path) => machine.states.some((state) => state.path === path)),
    );
    const edges = edgesAmong(machine, shown).map(({ from, to, on }) => `${from} ${on} ${to}`);
    expect(edges).toContain('0/1/do/0 fail 0/0/undo/0');
    expect(edges).toContain('1/0/0 ok 2');
    expect(edges).toContain('1 ok 1/0/0');
    expect(edges).toContain('1 ok 1/1/0');
    expect(edges).not.toContain('0/0/undo/0 fail 0/0/undo/0');
  });

  it('is drawn however unfinished the steps are', () => {
    const broken = [
      { if: 'reserved.(', then: 'no list' },
      'text',
      { saga: [{}] },
      { all: 3 },
      { work: '1ms' },
    ];
    const { machine, wayOf } = drawMachine('t', broken);
    expect(machine.states.some(({ path }) => path === '4')).toBe(true);
    expect(wayOf.get('4')).toEqual([4]);
  });

  it('gives ways beside each other a lane each', () => {
    const state = (path: string, y: number) =>
      ({ path, title: path, sub: '', y, height: 30, shape: 'box', undoes: false }) as const;
    const laid = layOut(
      [state('a', 0), state('b', 60), state('c', 120), state('d', 180)],
      [
        { from: 'a', to: 'c', on: 'ok' },
        { from: 'a', to: 'd', on: 'ok' },
        { from: 'a', to: 'b', on: 'ok' },
      ],
    );
    const lanes = laid.edges.map(({ d }) => /Q([\d.]+)/.exec(d)?.[1]);
    expect(new Set(lanes.filter(Boolean)).size).toBe(2);
    expect(lanes.filter((lane) => lane === undefined)).toHaveLength(1);
  });
});
