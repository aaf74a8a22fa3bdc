import type { Verb } from '#flow/steps.ts';
import type { VerbModel } from '#flow/verb.ts';
import { all } from './all/model.ts';
import { any } from './any/model.ts';
import { awaitVerb } from './await/model.ts';
import { call } from './call/model.ts';
import { deleteVerb } from './delete/model.ts';
import { fail } from './fail/model.ts';
import { forEach } from './for-each/model.ts';
import { forward } from './forward/model.ts';
import { get } from './get/model.ts';
import { ifVerb } from './if/model.ts';
import { publish } from './publish/model.ts';
import { put } from './put/model.ts';
import { reply } from './reply/model.ts';
import { saga } from './saga/model.ts';
import { scan } from './scan/model.ts';
import { send } from './send/model.ts';
import { set } from './set/model.ts';
import { transaction } from './transaction/model.ts';
import { tryVerb } from './try/model.ts';
import { update } from './update/model.ts';
import { work } from './work/model.ts';

/** What each verb does. A program only ever hands a model the steps and the preparation that are its own. */
export const verbModels = {
  work,
  call,
  get,
  put,
  delete: deleteVerb,
  scan,
  update,
  transaction,
  publish,
  send,
  set,
  forEach,
  all,
  any,
  try: tryVerb,
  saga,
  await: awaitVerb,
  reply,
  forward,
  fail,
  if: ifVerb,
} as unknown as { readonly [V in Verb]: VerbModel };
