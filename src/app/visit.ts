import { parseDuration } from '#lib/duration.ts';

/** How the page was asked for, by the switches before the `#` of its address. */
export interface Visit {
  /** `?embed`: the figure, its caption and the transport, within another page. */
  readonly embed: boolean;
  /** `?checks`: the checks too. */
  readonly checks: boolean;
  /** `?play`: plays as soon as it can be seen. */
  readonly play: boolean;
  /** `?edit=false`: the reader can change nothing about the document. */
  readonly edit: boolean;
  /** `?t=4.2s`: the moment to begin at, before that of the link; µs. */
  readonly momentUs: number | null;
  /** `?host=https://example.org`: the one origin that is listened to and told anything; left out, any host page. */
  readonly host: string | null;
}

/** A switch is on when it is named; `false`, `no`, `off` and `0` turn it off. */
const isOn = (value: string | null): boolean => value !== null && !/^(?:false|no|off|0)$/i.test(value);

export function readVisit(search: string): Visit {
  const switches = new URLSearchParams(search);
  const edit = switches.get('edit');
  return {
    embed: isOn(switches.get('embed')),
    checks: isOn(switches.get('checks')),
    play: isOn(switches.get('play')),
    edit: edit === null || isOn(edit),
    momentUs: parseDuration(switches.get('t') ?? ''),
    host: originOf(switches.get('host')),
  };
}

/** Of anything else than an address nobody is the origin: then nobody is listened to. */
function originOf(text: string | null): string | null {
  if (text === null) return null;
  return URL.canParse(text) ? new URL(text).origin : 'null';
}

/** This visit. */
export const visit: Visit = readVisit(globalThis.location?.search ?? '');
