/** Conflict-free replicated data types that a row may have, and what can be done to each. */
export const crdtOperations = {
  gCounter: ['increment'],
  pnCounter: ['increment', 'decrement', 'clear'],
  gSet: ['add'],
  twoPhaseSet: ['add', 'remove'],
  orSet: ['add', 'remove', 'clear'],
  lwwRegister: ['write', 'clear'],
  mvRegister: ['write', 'clear'],
  map: ['increment', 'decrement', 'add', 'remove', 'write', 'clear'],
  graph: ['add', 'remove', 'connect', 'disconnect', 'clear'],
} as const satisfies { readonly [type: string]: readonly Operation[] };

export type CrdtType = keyof typeof crdtOperations;
export const crdtTypes = Object.keys(crdtOperations) as CrdtType[];

export const operations = [
  'increment',
  'decrement',
  'add',
  'remove',
  'write',
  'connect',
  'disconnect',
  'clear',
] as const;
export type Operation = (typeof operations)[number];

export const canDo = (type: CrdtType, operation: Operation): boolean =>
  (crdtOperations[type] as readonly Operation[]).includes(operation);

/** Which rows of a store have a type, by the beginning of their key. */
export interface RowTypes {
  readonly [prefix: string]: CrdtType;
}

/** The type that belongs to a key: that of the longest prefix. */
export function typeOfKey(types: RowTypes, key: string): CrdtType | undefined {
  let best: string | undefined;
  for (const prefix of Object.keys(types))
    if (key.startsWith(prefix) && (best === undefined || prefix.length > best.length)) best = prefix;
  return best === undefined ? undefined : types[best];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a row of this type can begin with a value. */
export function fits(type: CrdtType, value: unknown): boolean {
  switch (type) {
    case 'gCounter':
    case 'pnCounter':
      return Number.isSafeInteger(value) && (type === 'pnCounter' || Number(value) >= 0);
    case 'gSet':
    case 'twoPhaseSet':
    case 'orSet':
    case 'mvRegister':
      return Array.isArray(value);
    case 'lwwRegister':
      return value !== null;
    case 'map':
      return isRecord(value);
    case 'graph':
      return isRecord(value) && Array.isArray(value['vertices']) && Array.isArray(value['edges']);
  }
}
