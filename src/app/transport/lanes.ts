import {
  nodeTitle,
  timelineOf,
  zoneTitle,
  zonesOf,
  type Sheet,
  type SheetFault,
} from '#editor/edit/document.ts';
import { parseDuration } from '#lib/duration.ts';
import { words } from '#words/en.ts';

/** One entry of the timeline as a bar. */
export interface Bar {
  /** Place in the document's timeline. */
  readonly index: number;
  readonly what: string;
  /** How it is drawn: torn paper, a line that begins with a ×, a wave, or a single mark. */
  readonly look: 'cut' | 'down' | 'slow' | 'mark';
  readonly from: number;
  /** µs; Infinity when it does not heal by itself. */
  readonly to: number;
  /** It has a `for`, or could have one. */
  readonly lasts: boolean;
}

export interface Lane {
  readonly label: string;
  readonly bars: readonly Bar[];
}

const INSTANT = new Set(['restart', 'heal', 'message', 'set']);

/** All entries that can be read, in lanes: one for each thing that is done, the last one shared when there are more than `most`. */
export function lanesOf(sheet: Sheet, most: number): readonly Lane[] {
  const byWhat = new Map<string, Bar[]>();
  timelineOf(sheet).forEach((entry, index) => {
    const bar = barOf(sheet, entry, index);
    if (bar === null) return;
    const bars = byWhat.get(bar.what);
    if (bars === undefined) byWhat.set(bar.what, [bar]);
    else bars.push(bar);
  });
  const lanes = [...byWhat].map(([label, bars]): Lane => ({ label, bars }));
  if (lanes.length <= most) return lanes;
  const rest = lanes.slice(most - 1);
  return [
    ...lanes.slice(0, most - 1),
    { label: words.timeline.more(rest.length), bars: rest.flatMap(({ bars }) => bars) },
  ];
}

function barOf(sheet: Sheet, entry: SheetFault, index: number): Bar | null {
  const from = parseDuration(entry.at);
  if (from === null) return null;
  const lasting = entry.for === undefined ? null : parseDuration(entry.for);
  const lasts = !INSTANT.has(entry.do);
  return {
    index,
    what: titleOfFault(sheet, entry),
    look: lookOf(entry),
    from,
    to: lasts ? from + (lasting ?? Infinity) : from,
    lasts,
  };
}

function lookOf(entry: SheetFault): Bar['look'] {
  if (INSTANT.has(entry.do)) return 'mark';
  if (entry.do === 'partition' || (entry.do === 'link' && entry['cut'] === true)) return 'cut';
  return entry.do === 'crash' || entry.do === 'pause' ? 'down' : 'slow';
}

/** What an entry does, in a word or two: "Customers down". */
export function titleOfFault(sheet: Sheet, entry: SheetFault): string {
  const say = words.timeline.what;
  const node = textOf(entry['node']);
  const [id = '', instance] = node.split('#');
  const named = instance === undefined ? nodeTitle(sheet, id) : `${nodeTitle(sheet, id)} #${instance}`;
  const from = nodeTitle(sheet, textOf(entry['from']));
  const to = nodeTitle(sheet, textOf(entry['to']));
  switch (entry.do) {
    case 'crash':
    case 'restart':
    case 'pause':
    case 'slow':
    case 'load':
    case 'skew':
    case 'set':
      return say[entry.do](named);
    case 'partition': {
      const between: unknown = entry['between'];
      const [one, other] = Array.isArray(between) ? (between as readonly unknown[]) : [];
      return say.partition(partyTitle(sheet, one), partyTitle(sheet, other));
    }
    case 'heal':
      return say.heal;
    case 'link':
      return entry['cut'] === true ? say.cut(from, to) : say.link(from, to);
    case 'message':
      return say.message(from, to);
    default:
      return say.other(entry.do);
  }
}

function partyTitle(sheet: Sheet, party: unknown): string {
  const ids: readonly unknown[] = Array.isArray(party) ? party : [party];
  return ids
    .map(textOf)
    .map((id) => (zonesOf(sheet)[id] === undefined ? nodeTitle(sheet, id) : zoneTitle(sheet, id)))
    .join(', ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Where the axis has its ticks: whole steps of 1, 2 or 5 times a power of ten, about `about` of them. */
export function ticksOf(endUs: number, about: number): { readonly stepUs: number; readonly ticks: number[] } {
  if (endUs <= 0) return { stepUs: 1, ticks: [0] };
  const rough = endUs / about;
  let power = 1;
  while (power * 10 <= rough) power *= 10;
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
  const stepUs = factor * power;
  const ticks: number[] = [];
  for (let t = 0; t <= endUs; t += stepUs) ticks.push(t);
  return { stepUs, ticks };
}

/** A tick in seconds, with no more places than the step needs. */
export function tickText(us: number, stepUs: number): string {
  const places = stepUs >= 1e6 ? 0 : stepUs >= 1e5 ? 1 : stepUs >= 1e4 ? 2 : 3;
  return (us / 1e6).toFixed(places);
}
