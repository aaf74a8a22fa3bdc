/** What is said about drawing beyond the canvas itself: fetched with the commands, not with the first figure. */
export const drawing = {
  tidyUp: 'Tidy up the drawing',
  tidyAlready: 'The drawing is tidy already.',
  tidyFailed: 'The drawing could not be tidied up. Nothing has changed.',
} as const;
