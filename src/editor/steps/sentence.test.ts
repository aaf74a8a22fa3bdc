import { describe, expect, it } from 'vitest';
import { branchWord, plainSentence, sentenceOf, triggerOf } from './sentence.ts';
import { VERBS } from './tree.ts';
import { sentences } from '#words/steps.ts';

const read = (step: unknown): string => plainSentence(sentenceOf(step));

describe('sentences', () => {
  it('read aloud', () => {
    expect(
      read({
        put: 'customersDb',
        key: 'customer/${event.customer}',
        value: { credit: '${old.credit - event.total}' },
        if: 'old.credit >= event.total',
        as: 'reserved',
      }),
    ).toBe(
      'Put into customersDb at customer/${event.customer} the row credit: old.credit - event.total ' +
        'only if old.credit >= event.total and remember the outcome as reserved',
    );
    expect(read({ if: 'reserved.ok', then: [] })).toBe('If reserved.ok then');
    expect(read({ publish: 'events', topic: 'orders', event: 'E', body: {} })).toBe(
      'Publish E to events topic orders',
    );
    expect(read({ work: { exponential: '20ms' } })).toBe('Work for exponential 20ms');
    expect(read({ update: 'db', key: 'likes/1', do: 'increment', value: 2 })).toBe(
      'Update likes/1 in db: increment 2',
    );
    expect(
      read({
        update: 'store',
        key: 'page/home',
        do: 'add',
        value: '${req.tag}',
        field: 'tags',
        at: 'nearest',
      }),
    ).toBe('Update page/home in store: add req.tag in tags at nearest');
    expect(read({ update: 'db', key: 'net', do: 'connect', value: 'a', to: 'b', as: 'drawn' })).toBe(
      'Update net in db: connect a to b and remember the outcome as drawn',
    );
    expect(read({ nonsense: 1 })).toBe('A step without a known verb');
  });

  it('stand for every verb, and name no verb that is gone', () => {
    expect(VERBS.filter((verb) => sentences[verb] === undefined)).toEqual([]);
    const known: readonly string[] = VERBS;
    expect(Object.keys(sentences).filter((verb) => !known.includes(verb))).toEqual([]);
  });

  it('tell what sets a handler off, and what it takes when it names nothing', () => {
    const handler = { from: 'events', topic: 'orders' };
    expect(plainSentence(triggerOf('topic', { ...handler, event: 'E' }))).toBe(
      'on E from events topic orders',
    );
    expect(plainSentence(triggerOf('topic', handler))).toBe('on every event from events topic orders');
    expect(triggerOf('unheardOf', handler)).toEqual([]);
  });

  it('leave a hole where a name is missing', () => {
    const [chip] = sentenceOf({ get: '', key: 'k' }).filter(
      (token) => token.kind === 'chip' && token.field === 'get',
    );
    expect(chip).toMatchObject({ text: '…', empty: true });
  });

  it('name branches, stages by their own name', () => {
    const saga = { saga: [{ name: 'reserve', do: [] }] };
    expect(branchWord(['saga', 0, 'undo'], saga)).toBe('undo reserve');
    expect(branchWord(['all', 1], {})).toBe('branch 2');
    expect(branchWord(['else'], {})).toBe('else');
  });
});
