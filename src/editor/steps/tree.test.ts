import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, type Way } from '#editor/inspector/way.ts';
import { drawMachine } from './machine.ts';
import {
  addBranch,
  aroundOf,
  branchesIn,
  canMoveIn,
  countIn,
  duplicateStep,
  moveIn,
  moveOut,
  moveStep,
  nestStep,
  placeOf,
  removeBranch,
  removeStep,
  shiftStep,
  stepAt,
  unnestStep,
  walk,
  type Steps,
} from './tree.ts';

const work = (name: string): { readonly work: string } => ({ work: name });
const tree: Steps = [
  work('a'),
  { if: 'x', then: [work('b'), work('c')] },
  { all: [[work('d')], [work('e'), { try: [work('f')], catch: [] }]] },
  { saga: [{ name: 's', do: [work('g')], undo: [work('h')] }] },
  { bogus: 1 },
];
const names = (steps: Steps): string =>
  [...walk(steps)].map(({ step }) => (step as { work?: string }).work ?? '').join('');

describe('trees of steps', () => {
  it('are walked in the order of reading, and counted', () => {
    expect(names(tree)).toBe('abcdefgh');
    expect(countIn(tree)).toBe(13);
  });

  it('name every step as its state is named in the machine', () => {
    const runs = tree.slice(0, 4);
    const { program } = drawMachine('t', runs);
    const known = new Set(program.steps.map(({ place }) => place));
    const leaves = [...walk(runs)].filter(({ step }) => Object.hasOwn(step as object, 'work'));
    expect(leaves).toHaveLength(8);
    for (const { way } of leaves) expect(known).toContain(placeOf(way));
  });

  it('know the lists of a step, those included that could be added', () => {
    expect(branchesIn(tree[1]).map(({ way, present }) => [way.join(), present])).toEqual([
      ['then', true],
      ['else', false],
    ]);
    expect(branchesIn(tree[3]).map(({ way }) => way.join())).toEqual(['saga,0,do', 'saga,0,undo']);
    expect(branchesIn(tree[4])).toEqual([]);
    expect(branchesIn('broken')).toEqual([]);
  });

  it('know what is around a step', () => {
    expect(aroundOf([2])).toBeNull();
    expect(aroundOf([1, 'then', 1])).toEqual([1]);
    expect(aroundOf([2, 'all', 1, 1, 'try', 0])).toEqual([2, 'all', 1, 1]);
    expect(aroundOf([3, 'saga', 0, 'undo', 0])).toEqual([3]);
  });

  it('move steps up and down, and no further than the end', () => {
    const down = shiftStep(tree, [1, 'then', 0], 1);
    expect([names(down.steps), down.way]).toEqual(['acbdefgh', [1, 'then', 1]]);
    expect(shiftStep(tree, [0], -1).steps).toBe(tree);
    expect(shiftStep(tree, [1, 'then', 1], 1).steps).toBe(tree);
  });

  it('move steps out of what is around them, and back in', () => {
    const out = moveOut(tree, [1, 'then', 1]);
    expect([names(out.steps), out.way]).toEqual(['abcdefgh', [2]]);
    const back = moveIn(out.steps, [2]);
    expect(back.way).toEqual([1, 'then', 1]);
    expect(back.steps).toEqual(tree);
    expect(canMoveIn(tree, [0])).toBe(false);
    expect(canMoveIn(tree, [1])).toBe(false);
  });

  it('never put a step into itself', () => {
    expect(moveStep(tree, [1], [1, 'then'], 0).steps).toBe(tree);
  });

  it('find the place again when the step that moves stood before it', () => {
    const moved = moveStep(tree, [0], [1, 'then'], 1);
    expect([names(moved.steps), moved.way]).toEqual(['bacdefgh', [0, 'then', 1]]);
    expect(stepAt(moved.steps, moved.way!)).toEqual(work('a'));
  });

  it('nest a step and unnest it again', () => {
    const nested = nestStep(tree, [0], { try: [], catch: [] });
    expect(stepAt(nested.steps, [0])).toEqual({ try: [work('a')], catch: [] });
    expect(unnestStep(nested.steps, [0]).steps).toEqual(tree);
    expect(
      stepAt(nestStep(tree, [0], { saga: [{ name: 'n', do: [] }] }).steps, [0, 'saga', 0, 'do', 0]),
    ).toEqual(work('a'));
  });

  it('unnest all the lists of a step one after another', () => {
    expect(names(unnestStep(tree, [2]).steps)).toBe('abcdefgh');
    expect(unnestStep(tree, [2]).steps).toHaveLength(7);
  });

  it('duplicate a step without sharing what is inside', () => {
    const twice = duplicateStep(tree, [1]);
    expect(twice.way).toEqual([2]);
    expect(stepAt(twice.steps, [2])).toEqual(tree[1]);
    expect(stepAt(twice.steps, [2])).not.toBe(tree[1]);
  });

  it('say where the focus goes when a step is removed', () => {
    expect(removeStep(tree, [4]).way).toEqual([3]);
    expect(removeStep(tree, [2, 'all', 0, 0]).way).toEqual([2]);
    expect(removeStep([work('a')], [0])).toEqual({ steps: [], way: null });
  });

  it('add and remove branches and stages', () => {
    const more = addBranch(tree, [3]);
    expect(stepAt(more.steps, [3])).toMatchObject({ saga: [{ name: 's' }, { name: 'stage 2', do: [] }] });
    expect(removeBranch(more.steps, [3], ['saga', 1]).steps).toEqual(tree);
    expect(stepAt(removeBranch(tree, [3], ['saga', 0, 'undo']).steps, [3])).toEqual({
      saga: [{ name: 's', do: [work('g')] }],
    });
  });

  it('lose and double no step however one is moved', () => {
    const ways = [...walk(tree)].map(({ way }) => way);
    const lists = ways.flatMap((way): Way[] => [
      way.slice(0, -1),
      ...branchesIn(stepAt(tree, way)).map((branch) => [...way, ...branch.way]),
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...ways), fc.constantFrom(...lists), fc.nat(4), (from, list, index) => {
        const moved = moveStep(tree, from, list, index);
        expect([...names(moved.steps)].sort().join('')).toBe('abcdefgh');
        expect(countIn(moved.steps)).toBe(13);
        if (!isWithin(list, from)) expect(stepAt(moved.steps, moved.way!)).toEqual(stepAt(tree, from));
      }),
    );
  });
});
