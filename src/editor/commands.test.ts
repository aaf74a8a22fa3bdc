import { beforeEach, describe, expect, it, vi } from 'vitest';
import { kindViews } from '#kinds/views.tsx';
import { readDocument } from '#scenario/read.ts';
import { editorCommands, keyCaps } from './commands.ts';
import { emptySheet, linksOf, nodesOf, timelineOf, zonesOf } from './edit/document.ts';
import { addNode } from './edit/nodes.ts';
import { breakIt, connectParts, drawZone, mend, nudge, placePart, settle } from './actions.ts';
import { findKinds } from './find-kinds.ts';
import { crash } from './edit/timeline.ts';
import { ports } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { select, sessionStore } from './session.ts';
import { STARTERS } from './starters.ts';
import { documentStore } from './store.ts';
import { breakClicked } from './tool-break.ts';

const run = (id: string): void => editorCommands.find((command) => command.id === id)?.run();
const sheet = () => documentStore.getState().document;

beforeEach(() => {
  documentStore.open(emptySheet(), 'Open');
  documentStore.history.getState().clear();
  ports.playback = null;
});

describe('commands', () => {
  it('have ids and keys of their own', () => {
    const ids = editorCommands.map(({ id }) => id);
    const keys = editorCommands.flatMap((command) => command.keys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
    expect(editorCommands.every(({ title, group }) => title !== '' && group !== '')).toBe(true);
  });

  it('print their keys as caps', () => {
    expect([keyCaps('Shift+1'), keyCaps('l'), keyCaps('ArrowUp'), keyCaps('+')]).toEqual([
      'Shift 1',
      'L',
      '↑',
      '+',
    ]);
  });

  it('undo what they do', async () => {
    run('place.service');
    run('duplicate');
    // What reads a copy is fetched when it is first wanted.
    await vi.waitUntil(() => Object.keys(nodesOf(sheet())).length === 2);
    expect(Object.keys(nodesOf(sheet()))).toEqual(['service', 'service2']);
    run('delete');
    run('undo');
    run('undo');
    expect(Object.keys(nodesOf(sheet()))).toEqual(['service']);
    run('redo');
    expect(Object.keys(nodesOf(sheet()))).toEqual(['service', 'service2']);
  });
});

describe('drawing', () => {
  it('places parts from the keyboard beside each other', () => {
    for (const { kind } of kindViews) placePart(kind);
    const boxes = [...currentScene().parts.values()].map(({ box }) => box);
    const overlap = boxes.some((a) =>
      boxes.some(
        (b) =>
          a !== b &&
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      ),
    );
    expect(overlap).toBe(false);
  });

  it('makes a document without problems of any two parts that are connected, both ways', () => {
    for (const from of kindViews) {
      for (const to of kindViews) {
        documentStore.open(emptySheet(), 'Open');
        const a = placePart(from.kind, { x: 0, y: 0 });
        const b = placePart(to.kind, { x: 400, y: 0 });
        connectParts(a!, b!);
        expect({ from: from.kind, to: to.kind, problems: readDocument(sheet()).problems }).toEqual({
          from: from.kind,
          to: to.kind,
          problems: [],
        });
      }
    }
  });

  it('gives a client something to do with what it is connected to, once', () => {
    const client = placePart('client', { x: 0, y: 0 })!;
    const service = placePart('service', { x: 300, y: 0 })!;
    const other = placePart('service', { x: 300, y: 200 })!;
    connectParts(client, service);
    const flows = nodesOf(sheet())[client]?.['flows'];
    expect(flows).toEqual([{ arrive: { rate: '5/s' }, steps: [{ call: service, op: 'request' }] }]);
    connectParts(client, other);
    expect(nodesOf(sheet())[client]?.['flows']).toBe(flows);
    expect(linksOf(sheet())).toHaveLength(2);
    expect(documentStore.undoTitle()).toBe('Connect Client to Service 2');
  });

  it('puts a part into the zone where it is placed, and takes it out when it is moved away', () => {
    drawZone([0, 0, 400, 300]);
    const id = placePart('database', { x: 100, y: 100 })!;
    expect(nodesOf(sheet())[id]?.zone).toBe('zone');
    settle(new Map([[id, [900, 100]]]));
    expect(nodesOf(sheet())[id]).not.toHaveProperty('zone');
  });

  it('moves what is picked step by step as one change', () => {
    const id = placePart('service', { x: 0, y: 0 })!;
    for (let step = 0; step < 5; step++) nudge(1, 0);
    expect(nodesOf(sheet())[id]?.at).toEqual([100, 0]);
    documentStore.undo();
    expect(nodesOf(sheet())[id]?.at).toEqual([0, 0]);
  });

  it('takes the parts of a zone along with it', () => {
    drawZone([0, 0, 400, 300]);
    const id = placePart('service', { x: 200, y: 100 })!;
    select(sessionStore, { zones: ['zone'] });
    nudge(0, 2);
    expect(nodesOf(sheet())[id]).toMatchObject({ at: [200, 140], zone: 'zone' });
    expect(zonesOf(sheet())['zone']?.at).toEqual([0, 40, 400, 300]);
  });
});

describe('breaking', () => {
  it('writes what was done to the timeline at the playhead, and ends it there', () => {
    const id = placePart('service', { x: 0, y: 0 })!;
    const playback = { time: 3_412_300.7 };
    ports.playback = playback as never;
    breakIt(crash(id), 'crash', 2_000_000);
    expect(timelineOf(sheet())).toEqual([{ at: '3.4123s', for: '2s', do: 'crash', node: id }]);
    playback.time = 4_000_000;
    mend(0);
    expect(timelineOf(sheet())[0]?.for).toBe('587.7ms');
  });

  it('does to what is clicked what the tool says, and nothing to what it is not for', () => {
    const [a, b] = [placePart('client', { x: 0, y: 0 })!, placePart('service', { x: 300, y: 0 })!];
    const link = connectParts(a, b)!;
    drawZone([200, -100, 300, 300]);
    for (const [id, tool] of [
      [b, 'crash'],
      [link, 'cut'],
      ['zone', 'cut'],
      [link, 'crash'],
      [b, 'drop'],
    ] as const)
      breakClicked(id, tool);
    expect(timelineOf(sheet()).map((entry) => entry.do)).toEqual(['crash', 'link', 'partition']);
    expect(timelineOf(sheet())[2]).toMatchObject({ between: ['zone', [a]] });
    expect(readDocument(sheet()).problems).toEqual([]);
  });
});

describe('searching for a part', () => {
  it('finds it by its name, its other names and its sentence, best first', () => {
    const found = (text: string) => findKinds(kindViews, text).map(({ kind }) => kind);
    expect(found('queue')[0]).toBe('queue');
    expect(found('kafka')).toEqual(['log']);
    expect(found('data')[0]).toBe('database');
    expect(found('')).toEqual(kindViews.map(({ kind }) => kind));
    expect(found('teapot')).toEqual([]);
  });
});

describe('what an empty sheet offers', () => {
  it('can be read without a problem', () => {
    expect(STARTERS.map(({ document }) => readDocument(document).problems)).toEqual(STARTERS.map(() => []));
  });

  it('counts ids on from what is there', () => {
    expect(addNode(STARTERS[0]!.document, { kind: 'service', title: 'Service' }, [0, 0]).id).toBe('service2');
  });
});
