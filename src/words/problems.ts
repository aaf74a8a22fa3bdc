/**
 * Every sentence that a person can see in a problem of a document, a file or a link.
 * A problem reads `path: expected …, got …; using …`, so the phrases of `expect` follow the word "expected",
 * those of `use` follow "using", except the two fixed ones that `printUsed` turns into a verb.
 */

const list = (words: readonly string[]): string => words.join(', ');
const range = (min: string | undefined, max: string | undefined): string =>
  min !== undefined && max !== undefined
    ? `${min} to ${max}`
    : min !== undefined
      ? `${min} or more`
      : max !== undefined
        ? `at most ${max}`
        : '';
const within = (noun: string, min?: string, max?: string): string =>
  min === undefined && max === undefined ? noun : `${noun}, ${range(min, max)}`;

export const expect = {
  range,
  integer: (min?: string, max?: string): string => within('a whole number', min, max),
  number: (min?: string, max?: string): string => within('a number', min, max),
  boolean: (): string => 'true or false',
  text: (min: number, max: number): string => `text of ${min} to ${max} characters`,
  duration: (min?: string, max?: string): string => within('a duration such as "250ms"', min, max),
  durationOr: (words: readonly string[]): string => `${list(words)}, or a duration such as "250ms"`,
  delay: (): string => 'a delay such as "5ms" or {"uniform":["1ms","9ms"]}',
  rate: (): string => 'a rate such as "20/s"',
  choice: (words: readonly string[]): string => `one of ${list(words)}`,
  id: (): string => 'an id: a small letter, then letters and digits, at most 40',
  freeId: (): string => 'another id: this one is taken by the platform or by expressions',
  instance: (): string => 'a node or one instance of it, such as "payments" or "payments#1"',
  name: (): string => 'a name of 1 to 120 characters',
  point: (): string => 'a point [x, y]',
  box: (): string => 'a box [x, y, width, height]',
  sides: (): string => 'two sides, each a zone, a node or a list of them',
  template: (): string => 'a value; strings may hold ${…}',
  templateText: (): string => 'text that may hold ${…}',
  expression: (): string => 'an expression',
  goodExpression: (reason: string): string => `an expression that can be read (${reason})`,
  goodTemplate: (reason: string): string => `a template that can be read (${reason})`,
  object: (): string => 'an object',
  list: (): string => 'a list',
  listLength: (min: number, max: number): string => `a list of ${min} to ${max}`,
  fieldOf: (suggestion: string | undefined): string =>
    suggestion === undefined
      ? 'a field of the format'
      : `a field of the format (did you mean ${suggestion}?)`,
  choiceLike: (words: readonly string[], suggestion: string | undefined): string =>
    suggestion === undefined
      ? `one of ${list(words)}`
      : `one of ${list(words)} (did you mean ${suggestion}?)`,
  keyLike: (suggestion: string): string => `an object with ${suggestion}`,
  keyOf: (words: readonly string[]): string => `an object with one of ${list(words)}`,
  safeKey: (): string => 'a name that is no part of the platform',
  freeName: (taken: readonly string[]): string => `a field name other than ${list(taken)}`,
  atMost: (count: number, what: string): string => `at most ${count} ${what}`,
  depth: (count: number): string => `at most ${count} levels`,
  plain: (): string => 'plain JSON',
  aNode: (suggestion?: string): string =>
    suggestion === undefined
      ? 'a node of the document'
      : `a node of the document (did you mean ${suggestion}?)`,
  aNodeOf: (kinds: readonly string[], suggestion?: string): string =>
    `a ${kinds.join(' or ')} of the document${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`,
  aZone: (suggestion?: string): string =>
    suggestion === undefined
      ? 'a zone of the document'
      : `a zone of the document (did you mean ${suggestion}?)`,
  aZoneOrNode: (suggestion?: string): string =>
    suggestion === undefined
      ? 'a zone or a node of the document'
      : `a zone or a node of the document (did you mean ${suggestion}?)`,
  anInstance: (count: number): string => `an instance from 1 to ${count}`,
  aLink: (from: string, to: string): string => `a link ${from}>${to}`,
  anotherNode: (): string => 'another node than the one it starts from',
  oneLink: (from: string, to: string): string => `one link ${from}>${to}`,
  freshId: (): string => 'an id that no node, zone or cluster has',
  clusterOnly: (): string => 'a cluster where a place in it is named',
  quorumOnly: (): string => 'a cluster with quorums where r or w is given',
  noQuorum: (): string => 'a store that carries out transactions; a cluster with quorums does not',
  freePlace: (): string => 'a position of its own',
  typedKey: (store: string): string => `a key that has a type in ${store}`,
  update: (type: string): string => `update for a ${type}`,
  beginning: (type: string): string => `a value of a ${type}`,
  valueTo: (operation: string): string => `what to ${operation}`,
  mapField: (): string => 'a field of the map',
  mapOnly: (): string => 'a map where a field is named',
  sameStore: (store: string): string => `${store}, the store of the transaction`,
  nodeOrLink: (): string => 'either node, or from and to',
  parameterOf: (suggestion: string | undefined): string =>
    suggestion === undefined
      ? 'a parameter that can change'
      : `a parameter that can change (did you mean ${suggestion}?)`,
  oneCluster: (): string => 'a member of one cluster only',
  json: (): string => 'JSON',
  version: (current: number): string => `format ${current} or older`,
  olderReader: (current: number): string =>
    `a document that this Halfopen can read (format ${current} or older); reload to get the newest`,
  document: (): string => 'a scenario document',
  link: (): string => 'a Halfopen link (#s=1.…)',
  linkVersion: (current: number): string =>
    `a link of version ${current} or older; reload to get the newest Halfopen`,
  linkSize: (limit: number): string => `a link of at most ${limit} characters`,
  linkWhole: (): string => 'a whole link; this one is cut off or damaged',
  contentSize: (limit: number): string => `at most ${limit} bytes of content`,
} as const;

export const got = {
  nothing: (): string => 'nothing',
  object: (): string => 'an object',
  emptyObject: (): string => 'an empty object',
  list: (length: number): string => `a list of ${length}`,
  other: (what: string): string => what,
  count: (count: number): string => String(count),
  sameAgain: (): string => 'a second one',
  atLine: (line: number, column: number, reason: string): string =>
    `${reason} at line ${line}, column ${column}`,
  same: (): string => 'the same node',
} as const;

export const use = {
  /** Printed as "left out". */
  nothing: 'nothing',
  /** Printed as "kept as written". */
  asWritten: 'as written',
  restOfList: 'the rest of the list',
  rest: 'the rest',
  first: 'the first one',
  theFirst: (count: number): string => `the first ${count}`,
} as const;

/** The last part of a problem. */
const printUsed = (used: string): string =>
  used === use.nothing ? 'left out' : used === use.asWritten ? 'kept as written' : `using ${used}`;

/** One problem as a line: `nodes.api.slots: expected 1 to 10000, got -5; using 8`. */
export const problemLine = (path: string, expected: string, gotWhat: string, used: string): string =>
  `${path}: expected ${expected}, got ${gotWhat}; ${printUsed(used)}`;

/** The path that is shown when the whole document is meant. */
export const wholeDocument = 'document';

/** Stands for the problems beyond the cap. */
export const moreProblems = (count: number): { expected: string; got: string } => ({
  expected: 'fewer problems',
  got: `${count} more`,
});
