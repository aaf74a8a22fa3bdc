import { deflateSync, inflateSync, strToU8 } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '#lib/base64url.ts';
import { printProblem } from '#lib/schema/problem.ts';
import { document as saga } from '#library/order-saga.ts';
import { documentArbitrary } from './arbitrary.ts';
import { DICTIONARY_1 } from './dictionary.1.ts';
import { decodeLink, encodeLink, LINK_LIMITS } from './link.ts';
import type { ScenarioDocument } from './schema.ts';

const pack = (content: string | Uint8Array): string =>
  `#s=1.${encodeBase64Url(deflateSync(typeof content === 'string' ? strToU8(content) : content, { dictionary: strToU8(DICTIONARY_1) }))}`;

describe('a link', () => {
  it('carries the document, the moment and the view', () => {
    const payload = { document: saga, momentUs: 4_200_000, view: { x: -10, y: 2.5, zoom: 0.8 } };
    expect(decodeLink(encodeLink(payload))).toEqual({ payload, problems: [] });
    expect(decodeLink(`https://example.org/app/?embed${encodeLink(payload)}`).payload).toEqual(payload);
    expect(decodeLink(`#x=1&${encodeLink(payload).slice(1)}&play`).payload).toEqual(payload);
  });

  it('of the order saga is short, and of a scenario of ten nodes has less than 2,000 characters', () => {
    expect(encodeLink({ document: saga }).length).toBeLessThan(1_200);
    const ten = tenNodes();
    expect(Object.keys(ten.nodes!)).toHaveLength(10);
    expect(decodeLink(encodeLink({ document: ten })).problems).toEqual([]);
    expect(encodeLink({ document: ten }).length).toBeLessThan(2_000);
  });

  it('made by this version can be read for ever: the dictionary is the one that was released', () => {
    // A link made on the day of the format. If this fails, the dictionary or the frame changed: make version 2.
    const link =
      '#s=1.Q0SRIbD9DgRERAVwULUKKASLA3O0MMMWYLDxAFCI40m18EQKCkVYExZUVGOUG2CLUEoBlEIDNviH6DdgGxU3Ag7DgWoSjFIRpVwDN_tRyjVl0GAcUslWWwsA';
    expect(decodeLink(link)).toEqual({
      payload: { document: frozenDocument, momentUs: 1_500_000 },
      problems: [],
    });
  });

  it('of any document comes back whole', () => {
    fc.assert(
      fc.property(
        documentArbitrary(),
        fc.option(fc.nat(10_000_000), { nil: undefined }),
        (document, momentUs) => {
          const payload = { document, ...(momentUs === undefined ? {} : { momentUs }) };
          expect(decodeLink(encodeLink(payload))).toEqual({ payload, problems: [] });
        },
      ),
      { numRuns: 50 },
    );
  }, 60_000);

  it('that is cut off, or has one character changed, is refused or read with care; nothing throws', () => {
    const link = encodeLink({ document: saga });
    for (let length = 0; length < link.length; length++) {
      expect(decodeLink(link.slice(0, length)).payload).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.nat(link.length - 1), fc.constantFrom(...'Az09-_.%&=#\u0000é'), (at, character) => {
        const { payload, problems } = decodeLink(link.slice(0, at) + character + link.slice(at + 1));
        if (payload === undefined)
          expect(problems.map(printProblem).join()).toMatch(/^(link|document|halfopen)/);
      }),
      { numRuns: 400 },
    );
  });

  it('that would inflate to more than a megabyte is stopped early', () => {
    const bomb = pack(new Uint8Array(40_000_000).fill(0x20));
    expect(bomb.length).toBeLessThan(LINK_LIMITS.packed);
    // The quickest of several, so that a busy machine does not count.
    const quickest = (act: () => void): number =>
      Math.min(
        ...Array.from({ length: 4 }, () => {
          const from = performance.now();
          act();
          return performance.now() - from;
        }),
      );
    expect(decodeLink(bomb).problems.map(printProblem)).toEqual([
      'link: expected at most 1000000 bytes of content, got more; left out',
    ]);
    const whole = quickest(() =>
      inflateSync(decodeBase64Url(bomb.slice(5))!, { dictionary: strToU8(DICTIONARY_1) }),
    );
    expect(quickest(() => decodeLink(bomb))).toBeLessThan(whole / 2);
  });

  it('that is too long is not even decoded', () => {
    expect(decodeLink(`#s=1.${'A'.repeat(70_000)}`).problems.map(printProblem)).toEqual([
      'link: expected a link of at most 65536 characters, got 70000; left out',
    ]);
    expect(decodeLink('#'.repeat(5_000_000)).payload).toBeUndefined();
    expect(decodeLink(`#s=1.${'A'.repeat(20_000_000)}`).payload).toBeUndefined();
  });

  it.each([
    ['', 'expected a Halfopen link'],
    ['https://example.org/', 'expected a Halfopen link'],
    ['#s=', 'expected a whole link'],
    ['#s=1.', 'expected a whole link'],
    ['#s=2.AAAA', 'expected a link of version 1 or older'],
    ['#s=1.!!!!', 'expected a whole link'],
    [pack('[1,2'), 'expected a whole link'],
    [pack('null'), 'expected a whole link'],
    [pack('{}'), 'expected a scenario document, got nothing'],
    [pack('{"document":{"halfopen":99}}'), 'reload to get the newest'],
  ])('%j is refused with a reason', (text, reason) => {
    const { payload, problems } = decodeLink(text);
    expect(payload).toBeUndefined();
    expect(problems.map(printProblem).join()).toContain(reason);
  });

  it('with odd things beside a good document opens the document and lists them', () => {
    const text = pack(
      '{"document":{"halfopen":1},"moment":-1,"view":{"x":1},"__proto__":{"a":1},"run":true}',
    );
    const { payload, problems } = decodeLink(text);
    expect(payload).toEqual({ document: { halfopen: 1 } });
    expect(problems.map((problem) => problem.path)).toEqual([
      'link.__proto__',
      'link.run',
      'link.moment',
      'link.view.y',
      'link.view.zoom',
    ]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('of random bytes, deflated or not, never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, deflated) => {
        const text = deflated ? pack(bytes) : `#s=1.${encodeBase64Url(bytes)}`;
        const { payload, problems } = decodeLink(text);
        if (payload === undefined) expect(problems).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('has nothing in it that an address would have to escape', () => {
    const link = encodeLink({ document: saga });
    expect(link).toMatch(/^#s=1\.[\w-]+$/);
    expect(decodeBase64Url(link.slice(5))).not.toBeNull();
  });
});

const frozenDocument: ScenarioDocument = {
  halfopen: 1,
  title: 'Frozen',
  seed: 7,
  nodes: { shop: { kind: 'client', at: [0, 0] }, orders: { kind: 'service', at: [240, 0], slots: 4 } },
  links: [{ from: 'shop', to: 'orders', timeout: '300ms', breaker: { slidingWindowSize: 20 } }],
  timeline: [{ do: 'crash', at: '1s', node: 'orders#1', for: '2s' }],
};

/** A shop with its own words, nothing that the dictionary was made from. */
const tenNodes = (): ScenarioDocument => ({
  halfopen: 1,
  title: 'Parcel tracking under a regional outage',
  summary: 'Scanners report parcels to two regions; a dashboard shows where each of them is.',
  seed: 9_001,
  runFor: '25s',
  network: { within: { lognormal: { median: '3ms', p99: '25ms' } }, across: '70ms' },
  zones: {
    north: { title: 'North', at: [-40, -40, 620, 700] },
    south: { title: 'South', at: [620, -40, 620, 700] },
  },
  nodes: {
    scanners: {
      kind: 'client',
      title: 'Hand scanners',
      at: [0, 80],
      zone: 'north',
      flows: [
        {
          arrive: { rate: '12/s' },
          until: '18s',
          steps: [
            {
              call: 'edge',
              op: 'scan',
              body: { parcel: 'p${n % 40}', hub: 'h${n % 7}', weight: '${n % 30 + 1}' },
            },
          ],
        },
      ],
    },
    desk: {
      kind: 'client',
      title: 'Help desk',
      at: [0, 320],
      zone: 'south',
      flows: [
        {
          arrive: { users: 6, think: '800ms' },
          steps: [{ call: 'tracking', op: 'where', body: { parcel: 'p${n % 40}' }, as: 'seen' }],
        },
      ],
    },
    edge: { kind: 'gateway', title: 'Edge', at: [240, 80], zone: 'north', routes: [{ op: 'scan', to: 'intake' }, { prefix: 'where', to: 'tracking' }] }, // prettier-ignore
    intake: {
      kind: 'service',
      title: 'Intake',
      at: [480, 80],
      zone: 'north',
      instances: 3,
      slots: 6,
      handlers: [
        {
          request: 'scan',
          steps: [
            { work: { exponential: '4ms' } },
            {
              transaction: 'intakeDb',
              steps: [
                {
                  put: 'intakeDb',
                  key: 'parcel/${req.parcel}',
                  value: { hub: '${req.hub}', weight: '${req.weight}' },
                },
                { publish: 'movements', topic: 'scans', event: 'ParcelScanned', key: '${req.parcel}', body: { parcel: '${req.parcel}', hub: '${req.hub}' } }, // prettier-ignore
              ],
            },
            { reply: { accepted: true } },
          ],
        },
      ],
    },
    intakeDb: { kind: 'database', at: [480, 260], zone: 'north', write: '4ms' },
    movements: {
      kind: 'log',
      title: 'Movements',
      at: [720, 80],
      zone: 'south',
      topics: { scans: { partitions: 4 }, alarms: {} },
    },
    tracking: {
      kind: 'service',
      title: 'Tracking',
      at: [960, 80],
      zone: 'south',
      handlers: [
        {
          event: 'ParcelScanned',
          from: 'movements',
          topic: 'scans',
          group: 'tracking',
          maxDeliveries: 8,
          deadLetter: 'oddities',
          steps: [
            { put: 'trackingDb', key: 'where/${event.parcel}', value: { hub: '${event.hub}', at: '${event.time}' }, if: 'old == null || old.at < event.time', as: 'kept' }, // prettier-ignore
            {
              if: '!kept.ok',
              then: [{ send: 'letters', queue: 'late', body: { parcel: '${event.parcel}' } }],
            },
          ],
        },
        {
          request: 'where',
          steps: [
            { get: 'trackingDb', key: 'where/${req.parcel}', as: 'row' },
            { if: 'row == null', then: [{ fail: 'no scan of ${req.parcel} yet' }] },
            { reply: { hub: '${row.hub}' } },
          ],
        },
      ],
    },
    trackingDb: { kind: 'database', at: [960, 260], zone: 'south', read: '2ms', sync: '500ms' },
    letters: {
      kind: 'queue',
      title: 'Letters',
      at: [1_200, 80],
      zone: 'south',
      queues: { late: { ackTimeout: '2s', maxDeliveries: 6 } },
    },
    printer: {
      kind: 'service',
      title: 'Printer',
      at: [1_200, 260],
      zone: 'south',
      slots: 1,
      handlers: [{ queue: 'late', from: 'letters', steps: [{ work: { uniform: ['80ms', '400ms'] } }] }],
    },
  },
  links: [
    {
      from: 'scanners',
      to: 'edge',
      timeout: '900ms',
      retry: { attempts: 4, delay: '150ms', jitter: 'equal' },
    },
    { from: 'desk', to: 'tracking', timeout: '500ms' },
    {
      from: 'edge',
      to: 'intake',
      timeout: '400ms',
      breaker: { slidingWindowSize: 20, waitDurationInOpenState: '4s' },
    },
    { from: 'edge', to: 'tracking', loss: 0.02 },
    { from: 'intake', to: 'intakeDb' },
    { from: 'intake', to: 'movements', bulkhead: { maxConcurrentCalls: 12 } },
    { from: 'movements', to: 'tracking' },
    { from: 'tracking', to: 'trackingDb' },
    { from: 'tracking', to: 'letters' },
    { from: 'letters', to: 'printer' },
  ],
  timeline: [
    { do: 'partition', at: '6s', between: ['north', 'south'], for: '5s' },
    { do: 'crash', at: '9s', node: 'intake#2', for: '1500ms' },
    { do: 'slow', at: '13s', node: 'printer', factor: 5, for: '3s' },
  ],
  checks: [
    { title: 'Every scan reaches the dashboard', expect: 'holds', eventually: 'intakeDb.rows.all(k, trackingDb.rows["where/" + k.substring(7)].hub == intakeDb.rows[k].hub)', within: '6s' }, // prettier-ignore
    {
      title: 'The help desk is answered in time',
      expect: 'breaks',
      latency: { op: 'where', percentile: 95, below: '60ms' },
    },
    { title: 'Letters are printed at least once', expect: 'holds', delivery: 'atLeastOnce', of: 'printer' },
  ],
});
