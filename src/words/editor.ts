import { lasting, some } from './amounts.ts';

/** What the canvas says, and the names of changes for undo. What is said about drawing and breaking stands in `drawing.ts`. */
export const editorWords = {
  canvas: 'Canvas',
  outline:
    'The figure: a diagram of parts and links. Tab goes from part to part, Enter opens what can be done.',
  keysOfPart: 'Enter opens what can be done, arrows move it, F2 renames it, Delete removes it.',
  keysOfLink: 'Enter opens what can be done, Delete removes it.',
  part: (title: string, kind: string, zone: string | null): string =>
    `${title}, ${kind.toLowerCase()}${zone === null ? '' : ` in ${zone}`}`,
  link: (from: string, to: string): string => `Link from ${from} to ${to}`,
  zone: (title: string): string => `Zone ${title}`,
  zoom: (percent: number): string => `${percent} %`,

  /** What stands on the figure while something is broken. */
  mark: {
    cutHeals: (left: number): string => `cut · heals in ${lasting(left)}`,
    cut: 'cut',
    cutOneWay: (from: string, to: string): string => `${from} no longer reaches ${to}`,
    cutOff: (title: string): string => `${title} cut off`,
    open: (left: number): string => (left > 0 ? `open · ${lasting(left)}` : 'open'),
    halfOpen: 'half-open',
    slower: (delay: string): string => `+ ${delay}`,
    loses: (share: number): string => `loses ${Math.round(share * 100)} %`,
    doubles: (share: number): string => `doubles ${Math.round(share * 100)} %`,
    reorders: (share: number): string => `reorders ${Math.round(share * 100)} %`,
    slowed: 'slow',
    loaded: 'other load',
    skewed: 'clock is off',
    times: (n: number): string => (n > 1 ? ` × ${n}` : ''),
    stale: (versions: number): string => (versions === 1 ? 'stale' : `stale · ${versions} versions`),
  },

  /** Why a message ended there, as short as a badge. */
  reasons: {
    refused: 'refused',
    connectionLost: 'connection lost',
    timedOut: 'timed out',
    partitioned: 'partitioned',
    lost: 'lost',
    droppedByHand: 'dropped by hand',
    queueFull: 'queue full',
    breakerOpen: 'breaker open',
    bulkheadFull: 'bulkhead full',
    rateLimited: 'rate limited',
    expression: 'expression failed',
    aborted: 'aborted',
    failed: 'failed',
    noRoute: 'no such operation',
    notReplicated: 'not replicated',
    notLeader: 'not the leader',
    behind: 'behind',
    unauthorized: 'not allowed',
    crashed: 'crashed',
    notWaitedFor: 'too late',
    tooManyDeliveries: 'set aside',
  } as Readonly<Record<string, string>>,

  /** Names of changes, for undo. */
  change: {
    place: (title: string): string => `Place ${title}`,
    connect: (from: string, to: string): string => `Connect ${from} to ${to}`,
    move: (what: string): string => `Move ${what}`,
    resize: (what: string): string => `Resize ${what}`,
    rename: (what: string): string => `Rename ${what}`,
    remove: (what: string): string => `Delete ${what}`,
    duplicate: (what: string): string => `Duplicate ${what}`,
    paste: (what: string): string => `Paste ${what}`,
    zone: 'Draw a zone',
    begin: (title: string): string => `Begin with “${title}”`,
    fault: (what: string): string => `Break: ${what}`,
    mend: 'Mend',
    several: (n: number): string => some(n, 'part'),
    link: (from: string, to: string): string => `link ${from} → ${to}`,
  },

  fault: {
    crash: (what: string): string => `crash ${what}`,
    restart: (what: string): string => `restart ${what}`,
    pause: (what: string): string => `pause ${what}`,
    slow: (what: string): string => `slow ${what}`,
    load: (what: string, factor: number): string => `load of ${what} × ${factor}`,
    cut: (from: string, to: string): string => `cut ${from} → ${to}`,
    delay: (from: string, to: string): string => `slow link ${from} → ${to}`,
    lose: (from: string, to: string): string => `lossy link ${from} → ${to}`,
    double: (from: string, to: string): string => `doubling link ${from} → ${to}`,
    reorder: (from: string, to: string): string => `reordering link ${from} → ${to}`,
    partition: (one: string, other: string): string => `cut ${one} from ${other}`,
    everyone: 'everything else',
    message: (label: string): string => `interfere with ${label === '' ? 'a message' : label}`,
  },
} as const;
