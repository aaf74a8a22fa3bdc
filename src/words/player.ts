import { moment, some } from './amounts.ts';

/** What the player says beyond its buttons. Fetched with it, once the figure is there. */
export const playerWords = {
  group: 'Watching',

  follow: {
    region: 'What is followed',
    label: (what: string): string => `Following ${what}`,
    causes: (label: string): string => (label === '' ? 'one message' : label),
    at: (nth: number, of: number): string => `${nth} of ${of}`,
    say: (nth: number, of: number): string => `Event ${nth} of ${some(of, 'event')} of it`,
    next: 'Next event of what is followed',
    previous: 'Previous event of what is followed',
    only: 'Only this',
    hide: 'Hide, or only dim, what is not involved',
    stop: 'Stop following',
    start: 'Follow the picked message or what happens now; stop following',
  },

  loop: {
    a: 'Loop from here (A)',
    b: 'Loop up to here (B)',
    toggle: 'Loop between the marks',
    clear: 'Remove the marks of the loop',
    mark: { a: 'Loop begins', b: 'Loop ends' },
    hint: 'Arrow keys move it, Delete removes the loop.',
  },

  step: {
    secondBack: 'One second back',
    secondOn: 'One second on',
    msBack: 'One millisecond back',
    msOn: 'One millisecond on',
  },

  marks: {
    next: 'Next fault or turn of a check',
    previous: 'Previous fault or turn of a check',
  },

  inspect: 'Pause, or keep playing, while a card is open',

  stops: {
    check: (title: string): string => `Stop when this changes: ${title}`,
    selected: 'Stop when the picked node gets a message',
    errors: 'Stop when the picked node meets an error',
    clear: 'Remove all breakpoints',
    changed: (title: string, verdict: string): string => `${title}: ${verdict}`,
    message: (node: string, label: string): string => `${node} got ${label === '' ? 'a message' : label}`,
    error: (node: string): string => `An error at ${node}`,
    label: 'Why it stopped',
    goOn: 'Go on',
    dismiss: 'Close',
  },

  underWay: {
    title: (us: number): string => `Messages under way at ${moment(us)}`,
    open: 'Messages under way…',
    none: 'Nothing is under way at this moment.',
    more: (n: number): string => `${some(n, 'more message', 'more messages')} under way.`,
    signal: 'a sign of life',
    where: (from: string, to: string, percent: number): string => `${from} → ${to}, ${percent} % of the way`,
  },
};
