/**
 * The step language read aloud. A sentence is a pattern: `**verb**` is bold, `{field}` is a chip with what the field
 * says, `{field:event}` and `{field:request}` give it that wash, `[…]` is left out when a field in it says nothing,
 * `[…|…]` says the other thing then.
 */
export const sentences: Readonly<Record<string, string>> = {
  work: '**Work** for {work}',
  call: '**Call** {call} for {op:request}[ with {body}][ and remember the reply as {as}]',
  get: '**Get** {key} from {get}[ at {at}][ asking {r} copies][ and remember the row as {as}]',
  put: '**Put** into {put} at {key} the row {value}[ only if {if}][ in {at}][ confirmed by {w} copies][ and remember the outcome as {as}]',
  delete:
    '**Delete** {key} from {delete}[ only if {if}][ in {at}][ confirmed by {w} copies][ and remember the outcome as {as}]',
  update:
    '**Update** {key} in {update}: {do}[ {value}][ to {to}][ in {field}][ at {at}][ confirmed by {w} copies][ and remember the outcome as {as}]',
  scan: '**Scan** {scan}[ for keys that begin with {prefix}][ in {at}][ and remember the rows as {as}]',
  transaction: '**Transaction** in {transaction}[, remember the outcome as {as}]',
  publish: '**Publish** {event:event} to {publish} topic {topic}[ with key {key}][ and {body}]',
  send: '**Send** [{event:event} ]to {send} queue {queue}[ with {body}]',
  set: '**Set** {set}',
  forEach: '**For each** {as} of {forEach} **do**',
  all: '**All** of these at the same time',
  any: '**Any** of these: the first to succeed',
  try: '**Try**',
  saga: '**Saga**: what fails is taken back',
  await:
    '**Await** {await:event} from {from} topic {topic}[ where {where}][ for at most {timeout}][ and remember it as {as}]',
  reply: '**Reply** {reply}',
  forward: '**Forward** to {forward}',
  fail: '**Fail** with {fail}',
  if: '**If** {if} **then**',
};

/** What sets a list of steps off, by the key that tells the alternatives apart. */
export const triggers: Readonly<Record<string, string>> = {
  request: '**answer** {request:request}',
  every: '**every** {every}',
  queue: '**take** [{event:event}|every message] from {from} queue {queue}',
  topic: '**on** [{event:event}|every event] from {from} topic {topic}[ as group {group}]',
  steps: '**compose** {op:request}',
};

/** Buttons that add such a list. */
export const addTrigger: Readonly<Record<string, string>> = {
  request: 'Answer a request',
  every: 'Every …',
  queue: 'Take from a queue',
  topic: 'React to an event',
  steps: 'Compose a reply',
};

/** What happens after the last step. `{maxDeliveries}` as in sentences. */
export const endings: Readonly<Record<string, string>> = {
  request: 'Without a reply of its own, an empty one goes back. A failure is answered with its reason.',
  every: 'A failure ends this turn; the next one comes all the same.',
  queue: 'Then the message is acknowledged. After a failure it goes back to the queue.',
  topic: 'Then the offset moves on. A failure is delivered again, at most {maxDeliveries} times.',
  steps: 'A failure is answered with its reason.',
};
export const endingAtMostOnce =
  'The message counts as handled before the first step: a failure is not repeated.';
export const endingOfFlow = 'A failure ends this flow; the next one begins all the same.';

/** The word over a list of steps inside a step, by the way to it; `{n}` counts from 1, `{name}` is a stage. */
export const branchWords: Readonly<Record<string, string>> = {
  then: 'then',
  else: 'else',
  do: 'do',
  steps: 'all or none',
  try: 'try',
  catch: 'catch',
  all: 'branch {n}',
  any: 'branch {n}',
  'saga do': '{name}',
  'saga undo': 'undo {name}',
};

/** The verbs on the buttons under the list, in groups. */
export const verbGroups: readonly (readonly string[])[] = [
  ['get', 'put', 'delete', 'scan', 'update'],
  ['publish', 'send', 'call'],
  ['if', 'forEach'],
  ['all', 'any'],
  ['try', 'saga'],
  ['reply', 'fail', 'set', 'work', 'await', 'transaction'],
];

/** What a field's way of being remembered says in the list of names. */
export const steps = {
  inScope: 'In scope',
  forSubject: (subject: string): string => `for ${subject}`,
  lastOnes: (texts: readonly string[]): string =>
    `The last ${texts.length}, oldest first: ${texts.join(', ')}`,
  moreNames: (count: number): string => `+ ${count}`,
  addField: 'Add a field',
  alsoPossible: 'Also',
  addStep: 'Add a step',
  addStepHere: (index: number): string => `Add a step at ${index}`,
  step: 'step',
  close: 'Close the step',
  moveUp: 'Move up',
  moveDown: 'Move down',
  more: 'More',
  nest: (verb: string): string => `Nest into ${verb}`,
  unnest: 'Unnest',
  moveOut: 'Move out, after what is around it',
  moveIn: 'Move into the step before',
  duplicate: 'Duplicate',
  remove: 'Remove',
  addList: (word: string): string => `Add ${word}`,
  folded: (count: number): string => (count === 1 ? '1 step' : `${count} steps`),
  fold: 'Fold',
  unfold: 'Unfold',
  emptyHandler: 'No steps yet. Add the first below.',
  unknown: 'A step without a known verb',
  view: 'How the steps are shown',
  asSteps: 'Steps',
  asJson: 'JSON',
  back: 'Back to the form',
  closeEditor: 'Close the steps',
  removeList: 'Remove it',
  machineOf: (title: string): string => `The machine of ${title}`,
  underWay: (count: number): string => (count === 0 ? 'none under way' : `${count} under way`),
  applyJson: 'Apply',
  jsonProblems: (count: number): string =>
    count === 0 ? 'No problems.' : count === 1 ? '1 problem' : `${count} problems`,
  badJson: (reason: string): string => `No JSON: ${reason}`,
  jsonLabel: 'Steps as JSON',
  drawLink: 'Draw the link',
  addLink: (from: string, to: string): string => `Link ${from} to ${to}`,
  gone: 'These steps are gone.',
  changeSteps: (of: string): string => `Change steps of ${of}`,
  addTo: (verb: string, of: string): string => `Add ${verb} to ${of}`,
  moveOf: (of: string): string => `Move a step of ${of}`,
  nestIn: (of: string): string => `Nest a step of ${of}`,
  duplicateIn: (of: string): string => `Duplicate a step of ${of}`,
  removeFrom: (of: string): string => `Remove a step of ${of}`,
  moveHandler: (of: string): string => `Move a handler of ${of}`,
  addHandler: (of: string): string => `Add a handler to ${of}`,
  removeHandler: (of: string): string => `Remove a handler of ${of}`,
  active: 'active',
  tooManyFail: 'too many fail',
  trialFails: 'trial fails',
} as const;

/** Objections to names in expressions. */
export const scopeWords = {
  noField: (of: string, field: string): string => `${of} has no field ${field}.`,
  noName: (name: string): string => `There is no name ${name} here.`,
  has: (names: readonly string[]): string => `It has ${names.join(', ')}.`,
  others: (count: number): string => `${count} more`,
  hasNothing: 'It has no fields at all.',
  known: (names: readonly string[]): string => `There are ${names.join(', ')}.`,
  asItStands: 'As it stands, this step fails with reason expression.',
  claimUnknown: 'As it stands, the outcome is unknown.',
  use: (name: string): string => `Use ${name}`,
  cannotBeRead: (reason: string): string => `This cannot be read: ${reason}.`,
  failed: (reason: string): string => `fails: ${reason}`,
  unknownValue: 'cannot be known',
} as const;
