import { createContext, useContext } from 'react';
import { expressionProblem } from '#flow/expression.ts';
import { templateProblem } from '#flow/template.ts';

/** Whether a text is a bare expression or one that may hold `${…}`. */
export type Language = 'expression' | 'template';

/** Why an expression would fail, and what would mend it with one press. */
export interface Objection {
  readonly lead: string;
  readonly rest: string;
  readonly mend?: { readonly label: string; readonly text: string };
}

/** One of the last times that a flow came by: what the expression would have said. */
export interface Outcome {
  readonly subject: string;
  /** The value in words, or why there is none. */
  readonly text: string;
  /** For conditions: true fills the square. */
  readonly truth: boolean | null;
  readonly failed: boolean;
  /** The expression with values put in for its names: `60 >= 25`; '' when that says no more. */
  readonly worked: string;
}

/** What the place of an expression tells about it. */
export interface ExpressionHelp {
  objectionsTo(text: string, language: Language, field: string): readonly Objection[];
  /** The last ones at the playhead, the newest last; empty when nothing came by yet. */
  outcomesOf(text: string, language: Language, field: string): readonly Outcome[];
  /** What can be named here, with the last value of each in short; '' when it is not known. */
  namesAt(field: string): readonly { readonly name: string; readonly value: string }[];
}

/** Where nothing is known about names, the syntax can be read all the same. */
const bareHelp: ExpressionHelp = {
  objectionsTo(text, language) {
    const reason = language === 'expression' ? expressionProblem(text) : templateProblem(text);
    return reason === null ? [] : [{ lead: `${reason}.`, rest: '' }];
  },
  outcomesOf: () => [],
  namesAt: () => [],
};

const Context = createContext<ExpressionHelp>(bareHelp);
export const ExpressionHelpProvider = Context.Provider;
export const useExpressionHelp = (): ExpressionHelp => useContext(Context);
