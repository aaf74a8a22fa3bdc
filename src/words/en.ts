import { ago, and, count, lasting, moment, seconds, share, some } from './amounts.ts';
import { caption } from './caption.ts';

/**
 * Every word of the page outside the document itself, in English. A second language is one more object of type
 * `Words`; nothing else in the page writes a sentence.
 */
export const words = {
  lasting,
  moment,
  seconds,
  percent: share,
  count,
  and,
  caption,

  app: {
    name: 'Halfopen',
    untitled: 'Untitled',
    rename: 'Rename this document',
    documents: 'Library and files',
    saved: 'saved',
    saving: 'saving…',
    unsaved: 'not saved',
    copy: (said: string): string => `a copy, ${said}`,
    undo: (change: string | null): string => (change === null ? 'Undo' : `Undo: ${change}`),
    redo: (change: string | null): string => (change === null ? 'Redo' : `Redo: ${change}`),
    share: 'Share',
    newVersion: 'Reload for the new version',
    theme: {
      label: 'Theme',
      system: 'As the system',
      light: 'Light',
      dark: 'Dark',
      projector: 'Projector: big type, thick lines',
      command: (name: string): string => `Theme: ${name}`,
    },
    parts: 'Parts and tools',
    skipToTransport: 'Skip to the transport',
    dismiss: 'Dismiss',
    close: 'Close',
  },

  files: {
    newSheet: 'New sheet',
    open: 'Open a file…',
    openLink: 'Open a link…',
    link: 'Link',
    linkExplain: 'A whole address, or what stands in it behind the #.',
    linkOpen: 'Open',
    linkBad: 'This is not a link to a run.',
    save: 'Save as a file…',
    back: 'Back to my document',
    library: 'Library…',
    checkHistory: 'Check a history…',
    dropHere: 'Drop the file to open it',
    openedOver: (title: string): string => `Opened ${title}. Your own document is kept.`,
    notOpened: 'This file could not be read as a scenario.',
    tooLarge: 'This file is larger than a scenario can be.',
    saveFailed: 'The file could not be written.',
    storageDenied:
      'This browser does not let the page save here, as in a private window. Save as a file to keep your work.',
    storageFull: 'This browser has no room left to save here. Save as a file to keep your work.',
    noScenario: (id: string) => ({
      expected: 'the name of a scenario in the library',
      got: `"${id}"`,
      used: 'nothing',
    }),
    slowLink: { expected: 'a link that can be read in five seconds', got: 'more work', used: 'nothing' },
    recent: (title: string, atMs: number, nowMs: number): string => `${title}, ${ago(nowMs - atMs)}`,
    silent: 'Your last document could not be read in time. It is kept: reload the page to see it.',
    elsewhere: 'This document is open in another tab. Here you work on a copy.',
    takenOver: 'Another tab has taken this document over. Here you work on a copy.',
    takeOver: 'Work on the original here',
    description: 'Halfopen scenario',
    openChange: (title: string): string => `Open ${title}`,
  },

  present: {
    start: 'Present',
    leave: 'Stop presenting',
    next: 'Next moment',
    back: 'Previous moment',
    blank: 'Blank the screen',
    blanked: 'The screen is blank. Press any key.',
    at: (n: number, of: number): string => `${n} of ${of}`,
  },

  home: {
    lead: 'Nothing you see is staged. Break it, and see why.',
    command: 'Systems to break',
    brand: 'Halfopen: systems to break',
    leave: 'Back to the figure',
    show: 'See all systems',
    work: 'Work on it',
  },

  problems: {
    button: (n: number): string => some(n, 'problem'),
    title: (n: number): string => `${some(n, 'problem')} in this document`,
    linkTitle: 'This link could not be read in full',
    explain: 'It runs all the same. This is what was used instead.',
    nothing: 'Nothing in it could be read. What you had is still here.',
    expected: 'expected',
    got: 'got',
    used: 'used instead',
    where: 'where',
  },

  share: { title: 'Share this run' },

  embed: { open: 'Open in Halfopen' },

  commands: {
    run: 'Run a command',
    palette: 'Commands',
    keys: 'Keys',
    find: 'Type what you want to do',
    nothing: 'Nothing is called that.',
    play: 'Play or pause',
    faster: 'Faster',
    slower: 'Slower',
    panel: (name: string): string => `Open or close: ${name}`,
    groups: { time: 'Time', page: 'Page' },
  },

  zoom: {
    in: 'Zoom in',
    out: 'Zoom out',
    fit: 'Fit the figure',
    reset: (percent: number): string => `Zoom ${percent} %, press for 100 %`,
  },

  inspector: {
    label: 'What is selected',
    toggle: 'Settings of what is selected',
    resize: 'Width of the settings',
  },

  coach: { tryThis: 'Try this', dismiss: 'Dismiss the suggestion' },

  legend: {
    label: 'Marks in this figure',
    request: 'request',
    reply: 'reply',
    event: 'event',
    compensation: 'compensation',
    replication: 'replication',
    dropped: 'dropped',
  },

  checks: {
    label: 'Checks',
    none: 'No claims yet. Say what must hold, and it is checked while it runs.',
    holds: 'holds',
    breaks: 'breaks',
    unknown: 'not decided yet',
    since: (time: string): string => `since ${time}`,
    brokenAt: (time: string): string => `breaks at ${time}`,
    show: (title: string): string => `Go to the moment at which this breaks: ${title}`,
    why: 'Why?',
  },

  dock: {
    noState: 'Select a node to see its machines.',
    noData: 'Select a node to see what it holds.',
    label: 'Panels',
    open: 'Open the panels',
    close: 'Close the panel',
    resize: 'Height of the panel',
    log: 'Event log',
    metrics: 'Metrics',
    spaceTime: 'Space-time',
    state: 'State',
    data: 'Data',
    consistency: 'Consistency',
    document: 'Document',
    inconsistent: 'a model is broken',
    why: 'Why',
  },

  transport: {
    label: 'Transport',
    play: 'Play',
    pause: 'Pause',
    back: 'Previous event',
    forward: 'Next event',
    broken: 'Next broken check',
    start: 'Back to the start',
    scale: 'Speed of time',
    oneSecondShows: '1 s shows',
    sayScale: (us: number): string => `one second shows ${lasting(us)}`,
    time: 'Time',
    seed: 'seed',
    newSeed: 'Draw another seed',
    newSeedChange: 'New seed',
    editSeed: 'Seed',
    record: 'record',
    recordPending: 'The run is still being worked out.',
    sayRecord: (digest: string): string => `Fingerprint of the whole run: ${digest}`,
    position: 'Moment of the run',
    sayPosition: (us: number): string => moment(us),
    simulating: (us: number): string => `simulated up to ${moment(us)}`,
    tooMuchAtOnce: (node: string, at: string): string =>
      `Too much happens at one instant: ${node} never comes to rest at ${at}. Give a step or a link some time.`,
    tooManyEvents: (node: string, at: string): string =>
      `More happens than a run can keep, most of it at ${node}. The run ends at ${at}.`,
    error: (text: string): string =>
      `Something in Halfopen itself went wrong${text === '' ? '.' : `: ${text}`}`,
    stuck: 'The simulation gave no answer and was stopped. Change the document, or undo, to try again.',
    restarted: 'The simulation gave no answer and was started anew.',
  },

  timeline: {
    label: 'Faults on the timeline',
    entry: (what: string, from: string, to: string): string => `${what}, from ${from} to ${to}`,
    openEnd: 'the end',
    moveChange: (what: string): string => `Move: ${what}`,
    stretchChange: (what: string): string => `Stretch: ${what}`,
    removeChange: (what: string): string => `Remove: ${what}`,
    begins: 'Begins at',
    lasts: 'Lasts',
    until: 'Does not heal by itself',
    seconds: 's',
    remove: 'Remove',
    goTo: 'Go there',
    hint: 'Arrow keys move it, with Shift they stretch it, Delete removes it, Enter opens it.',
    what: {
      crash: (node: string): string => `${node} down`,
      restart: (node: string): string => `${node} restarts`,
      pause: (node: string): string => `${node} paused`,
      partition: (one: string, other: string): string => `${one} | ${other} cut`,
      heal: 'heal',
      link: (from: string, to: string): string => `${from} → ${to} bad`,
      cut: (from: string, to: string): string => `${from} → ${to} cut`,
      slow: (node: string): string => `${node} slow`,
      load: (node: string): string => `${node} load`,
      skew: (node: string): string => `${node} clock`,
      message: (from: string, to: string): string => `${from} → ${to} message`,
      set: (node: string): string => `${node} set`,
      other: (what: string): string => what,
    },
    more: (n: number): string => `${n} more`,
    broken: (title: string, time: string): string => `${title}: breaks at ${time}`,
  },
} as const;

/**
 * What another language must say.
 * @public
 */
export type Words = Spoken<typeof words>;

type Spoken<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Spoken<T[Key]> };
