import { readColours } from '#ui/theme.ts';
import { MESSAGE_KINDS } from './glyph.tsx';

/** Colours of the canvas painter, read from the tokens once per theme. Arrays go by message kind. */
export interface MessagePalette {
  /** Fill of each mark; for a reply, the colour of its ring. */
  readonly fill: readonly string[];
  /** Outline of each mark. */
  readonly line: readonly string[];
  readonly paper: string;
  readonly ink: string;
  readonly fault: string;
}

const TOKEN = {
  request: ['req', 'req-line'],
  reply: ['req', 'req-line'],
  event: ['event', 'event-line'],
  compensation: ['comp', 'comp-line'],
  replication: ['repl', 'repl-line'],
  control: ['ink-2', 'ink-2'],
} as const;

export function readPalette(): MessagePalette {
  const names = MESSAGE_KINDS.flatMap((kind) => TOKEN[kind]);
  const colours = readColours([...names, 'sheet', 'ink', 'fault']);
  return {
    fill: MESSAGE_KINDS.map((kind) => colours[TOKEN[kind][0]]),
    line: MESSAGE_KINDS.map((kind) => colours[TOKEN[kind][1]]),
    paper: colours.sheet,
    ink: colours.ink,
    fault: colours.fault,
  };
}
