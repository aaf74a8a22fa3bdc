import { describe, expect, it } from 'vitest';
import { changed } from './changed.ts';
import { document } from './order-saga.ts';

describe('changed', () => {
  it('changes a copy at the paths that are named, and nothing else', () => {
    const before = JSON.stringify(document);
    const copy = changed(document, { 'timeline.0.at': '1s', 'nodes.events.retries': 3 });
    expect(JSON.stringify(document)).toBe(before);
    expect(copy.timeline![0]!.at).toBe('1s');
    expect(copy.nodes!['events']).toEqual({ ...document.nodes!['events'], retries: 3 });
    expect({ ...copy, timeline: document.timeline, nodes: document.nodes }).toEqual(document);
  });

  it('takes away what becomes undefined: a field, or an entry of a list', () => {
    const copy = changed(document, { summary: undefined, 'links.1': undefined });
    expect('summary' in copy).toBe(false);
    expect(copy.links).toEqual(document.links!.filter((_, i) => i !== 1));
  });

  it('refuses a path that leads nowhere', () => {
    expect(() => changed(document, { 'nodes.nobody.slots': 1 })).toThrow('nodes.nobody.slots');
    expect(() => changed(document, { 'nodes.orders.slotz': undefined })).toThrow('nodes.orders.slotz');
  });
});
