import { expressionProblem } from '#flow/expression.ts';
import { templateProblem } from '#flow/template.ts';
import type { ReadOptions } from '#lib/schema/read.ts';

/** Whoever runs a document also says which of its expressions cannot be read. They are kept as written. */
export const reading: ReadOptions = { checkExpression: expressionProblem, checkTemplate: templateProblem };
