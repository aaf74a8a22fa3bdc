import { createContext, useContext } from 'react';
import type { AnySchema, Refers } from '#lib/schema/meta.ts';
import type { Problem } from '#lib/schema/problem.ts';
import type { Way } from './way.ts';

/** What a part of a form is given: one value, its description, and where changes go. */
export interface FieldProps {
  readonly schema: AnySchema;
  /** The key in the document, '' for an item of a list. */
  readonly name: string;
  readonly way: Way;
  /** As written; undefined when it is left out. */
  readonly value: unknown;
  /** undefined takes it out. Changes with the same gesture are one step of undo. */
  readonly onChange: (value: unknown, gesture?: string) => void;
  /** Without its name and sentence: whatever is around says them. */
  readonly bare?: boolean;
  /** The object that the field stands in. */
  readonly owner?: Readonly<Record<string, unknown>>;
}

/** What a form knows about its surroundings. */
export interface FormContext {
  /** The ids or names that a field of this kind could name, the likeliest first. */
  readonly offers: (
    refers: Refers,
    field: string,
    owner: Readonly<Record<string, unknown>>,
  ) => readonly string[];
  /** What the run says about the document, by path. */
  readonly problemsAt: (path: string) => readonly Problem[];
}

const Context = createContext<FormContext>({ offers: () => [], problemsAt: () => [] });

export const FormProvider = Context.Provider;
export const useForm = (): FormContext => useContext(Context);
