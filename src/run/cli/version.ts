/** Put in its place when the command line is bundled. */
declare const HALFOPEN_VERSION: string | undefined;

export const version: string = typeof HALFOPEN_VERSION === 'undefined' ? 'unbundled' : HALFOPEN_VERSION;
