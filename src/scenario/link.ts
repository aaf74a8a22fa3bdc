import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { decodeBase64Url, encodeBase64Url } from '#lib/base64url.ts';
import { integer, number } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Problem } from '#lib/schema/problem.ts';
import { readValue, type ReadOptions } from '#lib/schema/read.ts';
import { inSchemaOrder } from '#lib/schema/order.ts';
import { expect, got, use } from '#words/problems.ts';
import { DICTIONARY_1 } from './dictionary.1.ts';
import { readDocument } from './read.ts';
import { documentSchema, type ScenarioDocument } from './schema.ts';

/** What a link carries: the document, and where the reader should look. */
export interface LinkPayload {
  readonly document: ScenarioDocument;
  /** The moment of virtual time to show, in µs. */
  readonly momentUs?: number;
  /** The part of the canvas to show. */
  readonly view?: View;
}

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface LinkReading {
  /** `undefined` when nothing could be read. */
  readonly payload: LinkPayload | undefined;
  readonly problems: Problem[];
}

/** Version of the link; rises when the dictionary or the frame changes. Old versions stay readable. */
const LINK_VERSION = 1;

export const LINK_LIMITS = {
  /** Longest packed document, in characters of base64url. */
  packed: 65_536,
  /** Largest document after inflating, in bytes. */
  inflated: 1_000_000,
} as const;

const momentField = integer({
  title: 'Moment',
  sentence: 'The moment of virtual time to show.',
  unit: 'µs',
  min: 0,
  max: 86_400_000_000,
  optional: true,
});

const viewField = object(
  {
    x: number({ title: 'X', sentence: 'Left edge.', min: -10_000_000, max: 10_000_000 }),
    y: number({ title: 'Y', sentence: 'Top edge.', min: -10_000_000, max: 10_000_000 }),
    zoom: number({ title: 'Zoom', sentence: 'Magnification.', min: 0.01, max: 100 }),
  },
  { title: 'View', sentence: 'The part of the canvas to show.', optional: true },
);

const frame = object(
  { moment: momentField, view: viewField },
  { title: 'Link', sentence: 'What a link says beside its document.' },
);

/**
 * The fragment of a link: `#s=1.` and the deflated payload in base64url. Equal payloads give equal links.
 * One that is longer than `LINK_LIMITS.packed` cannot be opened again: look at the length before offering it.
 */
export const encodeLink = ({ document, momentUs, view }: LinkPayload): string => {
  const text = JSON.stringify({
    ...(momentUs === undefined ? {} : { moment: momentUs }),
    ...(view === undefined ? {} : { view }),
    document: inSchemaOrder(documentSchema, document),
  });
  const packed = deflateSync(strToU8(text), { level: 9, mem: 12, dictionary: dictionaryBytes() });
  return `#s=${LINK_VERSION}.${encodeBase64Url(packed)}`;
};

/** Reads a whole address or its fragment. Never throws; the work is bounded before and while inflating. */
export const decodeLink = (text: string, options: ReadOptions = {}): LinkReading => {
  const part = partOf(text);
  const match = part === undefined ? null : /^(\d{1,6})\.([\w-]*)$/.exec(part);
  if (part === undefined || match?.[1] === undefined || match[2] === undefined) {
    if (part !== undefined && part.length > LINK_LIMITS.packed) return tooLong(part.length);
    return refused(part === undefined ? expect.link() : expect.linkWhole(), got.other(excerpt(part ?? text)));
  }
  const [, version, packed] = match;
  if (Number(version) !== LINK_VERSION) return refused(expect.linkVersion(LINK_VERSION), got.other(version));
  if (packed.length > LINK_LIMITS.packed) return tooLong(packed.length);
  const bytes = decodeBase64Url(packed);
  const content = bytes === null ? DAMAGED : inflate(bytes);
  if ('text' in content) return readContent(content.text, options);
  return content.failed === 'damaged'
    ? refused(expect.linkWhole(), got.count(packed.length))
    : refused(expect.contentSize(LINK_LIMITS.inflated), got.other('more'));
};

const refused = (expected: string, what: string): LinkReading => ({
  payload: undefined,
  problems: [{ path: 'link', expected, got: what, used: use.nothing }],
});

const tooLong = (length: number): LinkReading =>
  refused(expect.linkSize(LINK_LIMITS.packed), got.count(length));

const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** What follows `s=` in the fragment; other switches may stand beside it. */
const partOf = (text: string): string | undefined => {
  const hash = text.indexOf('#');
  const fragment = text.slice(hash + 1).trim();
  const part = fragment.split('&', 100).find((one) => one.startsWith('s='));
  return part?.slice(2);
};

let dictionary: Uint8Array | undefined;
const dictionaryBytes = (): Uint8Array => (dictionary ??= strToU8(DICTIONARY_1));

type Inflated = { readonly text: string } | { readonly failed: 'damaged' | 'too large' };

const DAMAGED: Inflated = { failed: 'damaged' };

/** Deflate can make a thousand bytes of one, so the input goes in by pieces that give half a megabyte at most. */
const PIECE = 512;

const inflate = (bytes: Uint8Array): Inflated => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let finished = false;
  const stream = new Inflate({ dictionary: dictionaryBytes() }, (chunk, final) => {
    size += chunk.length;
    finished ||= final;
    if (size <= LINK_LIMITS.inflated) chunks.push(chunk.slice());
  });
  try {
    for (let at = 0; at < bytes.length && size <= LINK_LIMITS.inflated; at += PIECE) {
      stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch {
    return DAMAGED;
  }
  if (size > LINK_LIMITS.inflated) return { failed: 'too large' };
  if (!finished) return DAMAGED;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return { text: strFromU8(whole) };
};

const readContent = (content: string, options: ReadOptions): LinkReading => {
  let input: unknown;
  try {
    input = JSON.parse(content);
  } catch {
    return refused(expect.linkWhole(), got.count(content.length));
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refused(expect.linkWhole(), got.count(content.length));
  }
  const { document: written, ...beside } = input as Record<string, unknown>;
  const { document, problems } = readDocument(written, options);
  const read = readValue(frame, beside, 'link');
  const all = [...read.problems, ...problems];
  if (document === undefined) return { payload: undefined, problems: all };
  const { moment, view } = read.value ?? {};
  const payload: LinkPayload = {
    document,
    ...(moment === undefined ? {} : { momentUs: moment }),
    ...(view === undefined ? {} : { view }),
  };
  return { payload, problems: all };
};
