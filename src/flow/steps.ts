import type { Schema } from '#lib/schema/meta.ts';
import { keyed } from '#lib/schema/shapes.ts';
import { stepsField } from './step-list.ts';
import { allStep, type AllStep } from './verbs/all/params.ts';
import { anyStep, type AnyStep } from './verbs/any/params.ts';
import { awaitStep, type AwaitStep } from './verbs/await/params.ts';
import { callStep, type CallStep } from './verbs/call/params.ts';
import { deleteStep, type DeleteStep } from './verbs/delete/params.ts';
import { failStep, type FailStep } from './verbs/fail/params.ts';
import { forEachStep, type ForEachStep } from './verbs/for-each/params.ts';
import { forwardStep, type ForwardStep } from './verbs/forward/params.ts';
import { getStep, type GetStep } from './verbs/get/params.ts';
import { ifStep, type IfStep } from './verbs/if/params.ts';
import { publishStep, type PublishStep } from './verbs/publish/params.ts';
import { putStep, type PutStep } from './verbs/put/params.ts';
import { replyStep, type ReplyStep } from './verbs/reply/params.ts';
import { sagaStep, type SagaStep } from './verbs/saga/params.ts';
import { scanStep, type ScanStep } from './verbs/scan/params.ts';
import { sendStep, type SendStep } from './verbs/send/params.ts';
import { setStep, type SetStep } from './verbs/set/params.ts';
import { transactionStep, type TransactionStep } from './verbs/transaction/params.ts';
import { tryStep, type TryStep } from './verbs/try/params.ts';
import { updateStep, type UpdateStep } from './verbs/update/params.ts';
import { workStep, type WorkStep } from './verbs/work/params.ts';

/** What each verb's step looks like. Written and complete form are one: steps have no defaults to fill. */
export interface StepOf {
  work: WorkStep;
  call: CallStep;
  get: GetStep;
  put: PutStep;
  delete: DeleteStep;
  scan: ScanStep;
  update: UpdateStep;
  transaction: TransactionStep;
  publish: PublishStep;
  send: SendStep;
  set: SetStep;
  forEach: ForEachStep;
  all: AllStep;
  any: AnyStep;
  try: TryStep;
  saga: SagaStep;
  await: AwaitStep;
  reply: ReplyStep;
  forward: ForwardStep;
  fail: FailStep;
  if: IfStep;
}

export type Verb = keyof StepOf;
export type Step = StepOf[Verb];

/** A field that holds a list of steps. */
export const steps = stepsField(() => stepSchema);

/** The roster of verbs, in the order in which a step's verb is looked for: `if` is also a field of `put`, so it is last. */
const verbs = {
  work: workStep,
  call: callStep,
  get: getStep,
  put: putStep,
  delete: deleteStep,
  scan: scanStep,
  update: updateStep,
  transaction: transactionStep(steps),
  publish: publishStep,
  send: sendStep,
  set: setStep,
  forEach: forEachStep(steps),
  all: allStep(steps),
  any: anyStep(steps),
  try: tryStep(steps),
  saga: sagaStep(steps),
  await: awaitStep,
  reply: replyStep,
  forward: forwardStep,
  fail: failStep,
  if: ifStep(steps),
} satisfies { [V in Verb]: Schema<StepOf[V]> };

export const stepSchema: Schema<Step> = keyed(verbs, {
  title: 'Step',
  sentence: 'One thing that a flow does; it has exactly one verb.',
});

const VERBS = Object.keys(verbs) as Verb[];

/** The verb of a step that was read. Throws for a step without one: a bug. */
export const verbOf = (step: Step): Verb => {
  const verb = VERBS.find((one) => Object.hasOwn(step, one));
  if (verb === undefined) throw new Error(`a step without a verb: ${Object.keys(step).join(', ')}`);
  return verb;
};
