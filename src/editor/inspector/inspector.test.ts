import { describe, expect, it } from 'vitest';
import { metaOf } from '#lib/schema/meta.ts';
import { delayMisfit } from '#lib/schema/delay.ts';
import { kindParams } from '#kinds/params.ts';
import { problemSentence } from '#words/inspector.ts';
import { densityOf } from './density.ts';
import { convertDelay, partsOf, SHAPES, shapeOf, withPart } from './delay-parts.ts';
import { lines } from './leaves.ts';
import { nodeSchemaOf, partOf, schemas } from './parts.ts';
import { chosenOf, fieldsOf, freshOf, isChanged, itemOf, problemsOf, rangeOf } from './shape.ts';
import { isWithin, pathOf, sameValue, valueAt, withKeyRenamed, withValueAt } from './way.ts';

const slots = fieldsOf(kindParams.service).find(([name]) => name === 'slots')![1];

describe('values by their way', () => {
  const root = { nodes: { a: { slots: 4, list: [1, 2, 3] }, b: {} } };

  it('sets a value and shares everything beside it', () => {
    const next = withValueAt(root, ['nodes', 'a', 'slots'], 8);
    expect(valueAt(next, ['nodes', 'a', 'slots'])).toBe(8);
    expect(next.nodes.b).toBe(root.nodes.b);
    expect(next.nodes.a.list).toBe(root.nodes.a.list);
  });

  it('gives the same root back when nothing changes, so that nothing is to be undone', () => {
    expect(withValueAt(root, ['nodes', 'a', 'list'], [1, 2, 3])).toBe(root);
    expect(withValueAt(root, ['nodes', 'c', 'x'], undefined)).toBe(root);
  });

  it('takes out fields, and items so that the others move up', () => {
    expect(withValueAt(root, ['nodes', 'a', 'slots'], undefined).nodes.a).toEqual({ list: [1, 2, 3] });
    expect(withValueAt(root, ['nodes', 'a', 'list', 1], undefined).nodes.a.list).toEqual([1, 3]);
  });

  it('renames a key in its place, unless the name is taken', () => {
    const record = { a: 1, b: 2, c: 3 };
    expect(Object.keys(withKeyRenamed(record, 'b', 'x'))).toEqual(['a', 'x', 'c']);
    expect(withKeyRenamed(record, 'b', 'c')).toBe(record);
  });

  it('writes paths as the reader does, and knows what lies inside', () => {
    expect(pathOf(['nodes', 'a', 'handlers', 0, 'steps', 1])).toBe('nodes.a.handlers[0].steps[1]');
    expect([isWithin(['a', 1, 'b'], ['a', 1]), isWithin(['a', 2], ['a', 1])]).toEqual([true, false]);
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  });
});

describe('fields', () => {
  it('tell range, default and what the run uses instead of a bad value', () => {
    expect(rangeOf(metaOf(slots))).toBe('1 to 10000');
    const [problem] = problemsOf(slots, -5);
    expect(problemSentence(problem!)).toBe('Expected 1 to 10000, got -5. Using 8.');
    expect(problemsOf(slots, undefined)).toEqual([]);
  });

  it('count as changed only when what is written means something else than the default', () => {
    const startup = metaOf(fieldsOf(kindParams.service).find(([name]) => name === 'startup')![1]);
    expect(isChanged(metaOf(slots), 8)).toBe(false);
    expect(isChanged(metaOf(slots), 9)).toBe(true);
    expect(isChanged(startup, '0s')).toBe(false);
  });

  it('of every kind begin with a value that the reader takes, when they are added', () => {
    for (const schema of [...Object.values(kindParams), schemas.link, schemas.cluster]) {
      for (const [name, field] of fieldsOf(schema)) {
        const meta = metaOf(field);
        if (meta.optional !== true || meta.control !== 'object') continue;
        expect([name, problemsOf(field, freshOf(field))]).toEqual([name, []]);
      }
    }
  });

  it('of an alternative are found by its tag or its key', () => {
    const replication = fieldsOf(schemas.cluster).find(([name]) => name === 'replication')![1];
    expect(chosenOf(replication, { mode: 'sync' })?.word).toBe('sync');
    const handlers = fieldsOf(kindParams.service).find(([name]) => name === 'handlers')![1];
    expect(chosenOf(itemOf(handlers), { event: 'E', from: 'log', topic: 't', steps: [] })?.word).toBe(
      'topic',
    );
    expect(chosenOf(itemOf(handlers), { nothing: 1 })).toBeUndefined();
  });

  it('of a node include those that every node has', () => {
    expect(fieldsOf(nodeSchemaOf('queue')!).map(([name]) => name)).toContain('zone');
    expect(nodeSchemaOf('teapot')).toBeUndefined();
  });
});

describe('lines of text', () => {
  it('read numbers as numbers and keep what is none as it was typed', () => {
    expect([lines.integer!.fromText('12'), lines.integer!.fromText('many')]).toEqual([12, 'many']);
    expect([lines.rate!.fromText('20'), lines.rate!.fromText('90/m')]).toEqual(['20/s', '90/m']);
    expect([lines.value!.fromText('{"a":1}'), lines.value!.fromText('PENDING')]).toEqual([
      { a: 1 },
      'PENDING',
    ]);
  });

  it('show a text that reads as JSON in quotes, so that it comes back as a text', () => {
    for (const value of ['12', 'true', 'PENDING', 12, null, { a: [1] }, '']) {
      if (value === '') continue;
      expect(lines.value!.fromText(lines.value!.toText(value))).toEqual(value);
    }
  });

  it('step by what suits the size of a value', () => {
    expect(lines.duration!.stepped!('250ms', 1)).toBe('260ms');
    expect(lines.duration!.stepped!('0s', -1)).toBe('0s');
    expect(lines.ratio!.stepped!('0.1', 1)).toBe('0.11');
    expect(lines.integer!.stepped!('x', 1)).toBeNull();
  });
});

describe('delays', () => {
  const delays = [
    '5ms',
    { uniform: ['1ms', '9ms'] },
    { exponential: '20ms' },
    { normal: ['50ms', '10ms'] },
    { lognormal: { median: '20ms', p99: '200ms' } },
    { pareto: { min: '2ms', alpha: 1.5 } },
  ];

  it('are made of parts that put them together again', () => {
    for (const delay of delays) {
      const again = partsOf(delay).reduce<unknown>(
        (value, part) => withPart(value, part.name, part.text),
        delay,
      );
      expect(again).toEqual(delay);
    }
  });

  it('turn into any other shape as something that the reader takes', () => {
    for (const delay of [...delays, 'nonsense'])
      for (const shape of SHAPES) {
        const other = convertDelay(delay, shape);
        expect([delayMisfit(other), shapeOf(other)]).toEqual([undefined, shape]);
      }
  });

  it('are drawn with the mean and the 99th percentile that the formulas give', () => {
    const lognormal = densityOf({ lognormal: { median: 20_000, p99: 200_000 } });
    expect(lognormal.p99Us).toBe(200_000);
    expect(lognormal.meanUs).toBeGreaterThan(30_000);
    expect(lognormal.bars.indexOf(1)).toBeLessThan(10);
    expect(densityOf({ fixed: 0 }).bars[0]).toBe(1);
  });
});

describe('what is selected', () => {
  it('is one part, several, or the scenario', () => {
    expect(partOf({ nodes: [], links: [], zones: [] })).toEqual({ what: 'scenario' });
    expect(partOf({ nodes: ['a'], links: [], zones: [] })).toEqual({ what: 'node', id: 'a' });
    expect(partOf({ nodes: ['a'], links: ['a>b'], zones: [] })).toEqual({
      what: 'several',
      ids: ['a', 'a>b'],
    });
  });
});
