import { describe, expect, it } from 'vitest';
import { compileExpression, expressionProblem, ExpressionError } from './expression.ts';

const scope = {
  event: { total: 5, note: null },
  db: { rows: new Map([['k1', Object.freeze({ v: 1, inner: Object.freeze({ w: 2 }) })]]) },
  items: [Object.freeze({ x: 1 }), Object.freeze({})],
};
const value = (text: string): unknown => compileExpression(text).evaluate(scope);

describe('has', () => {
  it.each([
    ['has(event.total)', true],
    ['has(event.price)', false],
    ['has(db.rows["k1"].v)', true],
    ['has(db.rows["k1"].status)', false],
    ['has(db.rows["k1"].inner.w)', true],
    ['has( (db.rows["k1"]) . v ) && !has(items[1].x)', true],
    ['db.rows.all(k, has(db.rows[k].v) && db.rows[k].v > 0)', true],
    ['items.map(each, has(each.x))', [true, false]],
    ['has(items[has(items[1].x) ? 1 : 0].x)', true],
    ['has(items[0].x) && has(items[1].x)', false],
  ])('%s is %j', (text, expected) => expect(value(text)).toEqual(expected));

  it('keeps the text as it was written, and says what it takes', () => {
    expect(compileExpression('has(items[0].x)').text).toBe('has(items[0].x)');
    expect(expressionProblem('has(items[0])')).toBe('has() asks for a field, as in has(x.y)');
    expect(() => value('has(db.rows["k2"].v)')).toThrow(ExpressionError);
  });

  it('is bounded however it is nested', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'items[0]' : `items[has(${nested(depth - 1)}.x) ? 0 : 1]`;
    expect(expressionProblem(`has(${nested(2)}.x)`)).toBeNull();
    expect(expressionProblem(`has(${nested(12)}.x)`)).not.toBeNull();
  });
});
