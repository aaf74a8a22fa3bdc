import type { FieldOptions, Fielded } from '#lib/schema/meta.ts';
import { field } from '#lib/schema/meta.ts';
import * as z from 'zod/mini';
import type { Step } from './steps.ts';

type StepArray = z.ZodMiniArray<z.ZodMiniLazy<z.ZodMiniType<Step, Step>>>;

/** Builds a field that holds steps. Verbs that contain steps are given it, because the roster of verbs needs them first. */
export type StepsField = <const O extends FieldOptions>(options: O) => Fielded<StepArray, O>;

/** Most steps of one list; the whole of a handler has a bound of its own. */
const STEPS_MAX = 500;

export const stepsField =
  (step: () => z.ZodMiniType<Step, Step>): StepsField =>
  (options) =>
    field(z.array(z.lazy(step)), { max: STEPS_MAX, ...options }, { control: 'steps' });
