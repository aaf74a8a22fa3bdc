import { describe, expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { offersFor } from '#editor/inspector/offers.ts';
import { problemsOf } from '#editor/inspector/shape.ts';
import { scenarioById } from '#library/library.ts';
import { readDocument } from '#scenario/read.ts';
import { stepSchema } from '#flow/steps.ts';
import { bearerFieldsOf, bearersOf } from './document.ts';
import { freshBearer, freshStep } from './fresh.ts';
import { helpFor } from './help.ts';
import { drawMachine } from './machine.ts';
import { objectionsIn } from './objections.ts';
import { containers, VERBS } from './tree.ts';

const sheet = scenarioById('order-saga-choreography')!.document as unknown as Sheet;
const handlers = bearerFieldsOf('service')[0]!;
/** Verbs for whose name the drawing has nothing: there is no queue in it. */
const nameless = new Set(['send']);

describe('a new step', () => {
  it('of every verb is one that the reader takes, with names from the drawing', () => {
    for (const verb of VERBS) {
      const step = freshStep(sheet, 'orders', verb, 'req');
      const problems = problemsOf(stepSchema, step).filter(({ got }) => got !== '""' || !nameless.has(verb));
      expect([verb, problems]).toEqual([verb, []]);
    }
  });

  it('updates a row of the first type that the store has', () => {
    const fresh = (types: object): unknown => {
      const db = { ...sheet.nodes!['ordersDb']!, types };
      return freshStep({ ...sheet, nodes: { ...sheet.nodes, ordersDb: db } }, 'orders', 'update', 'req');
    };
    expect(fresh({})).toMatchObject({ update: 'ordersDb', do: 'increment' });
    expect(fresh({ 'cart/': 'orSet' })).toEqual({
      update: 'ordersDb',
      key: 'cart/${req.id}',
      do: 'add',
      value: '${req.id}',
    });
    expect(fresh({ page: 'map' })).toMatchObject({ key: 'page', do: 'increment', field: 'count' });
  });

  it('names only what is in scope where it stands', () => {
    for (const [bearer, subject] of [
      [bearersOf(sheet, 'orders')[0]!, 'req'],
      [bearersOf(sheet, 'customers')[0]!, 'event'],
      [bearersOf(sheet, 'shopper')[0]!, ''],
    ] as const) {
      for (const verb of VERBS) {
        const steps = [freshStep(sheet, bearer.node, verb, subject)];
        const help = helpFor({
          sheet,
          bearer: { ...bearer, steps },
          way: [0],
          drawing: drawMachine('', steps),
          run: null,
        });
        expect([verb, subject, objectionsIn(steps[0], help)]).toEqual([verb, subject, []]);
      }
    }
  });

  it('can be put around another when it holds steps', () => {
    for (const verb of containers) expect(freshStep(sheet, 'orders', verb, 'req')).toHaveProperty(verb);
  });
});

describe('a new handler', () => {
  it('reads what is linked to the node, and answers what nobody answers yet', () => {
    expect(freshBearer(sheet, 'customers', handlers, 'topic')).toMatchObject({ from: 'events', steps: [] });
    expect(freshBearer(sheet, 'customers', handlers, 'request')).toMatchObject({ request: 'request' });
    const twice = {
      ...sheet,
      nodes: { a: { kind: 'service', handlers: [{ request: 'request', steps: [] }] } },
    };
    expect(freshBearer(twice, 'a', handlers, 'request')).toMatchObject({ request: 'request2' });
  });

  it('of every kind leaves a document without new problems, but for names that nothing has', () => {
    for (const { word } of handlers.words) {
      const fresh = freshBearer(sheet, 'customers', handlers, word);
      const node = { ...sheet.nodes!['customers']!, handlers: [fresh] };
      const { problems } = readDocument({ ...sheet, nodes: { ...sheet.nodes, customers: node } });
      const about = problems.filter(({ path, got }) => path.startsWith('nodes.customers') && got !== '""');
      expect([word, word === 'queue' ? [] : about]).toEqual([word, []]);
    }
  });
});

describe('offers', () => {
  const at = { sheet, node: 'customers' };

  it('are the nodes that a step could use: linked ones that do what the verb asks', () => {
    expect(offersFor(at, 'node', 'put', { put: '' })).toEqual(['customersDb', 'ordersDb', 'local']);
    expect(offersFor(at, 'node', 'publish', { publish: '' })).toEqual(['events']);
    expect(offersFor(at, 'node', 'from', {})).toEqual(['events']);
    expect(offersFor(at, 'node', 'send', { send: '' })).toEqual([]);
  });

  it('are the topics of the log that is named beside, and the operations of the called node', () => {
    expect(offersFor(at, 'topic', 'topic', { publish: 'events' })).toEqual(['orders', 'customers']);
    expect(offersFor(at, 'operation', 'op', { call: 'orders' })).toEqual(['placeOrder']);
  });
});
