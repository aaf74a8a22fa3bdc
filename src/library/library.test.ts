import { describe, expect, it } from 'vitest';
import { asExpected, runHeadless } from '#run/headless.ts';
import type { RunReport } from '#run/headless.ts';
import { encodeLink } from '#scenario/link.ts';
import { readDocument } from '#scenario/read.ts';
import type { NodeWritten, ScenarioDocument } from '#scenario/schema.ts';
import { writeDocument } from '#scenario/write.ts';
import { library, scenarioById } from './library.ts';
import { inASale } from './order-saga-choreography.ts';

const CLAIM_SEEDS = 50;
const COUNTER_SEEDS = 20;
/** A counter must break its claim at its own seed, and at this share of the others: chance may spare a few. */
const COUNTER_SHARE = 0.9;
const EVENTS_MAX = 100_000;
/** For one scenario at all its seeds, on a machine that has other things to do. */
const PATIENCE_MS = 60_000;

/** The document's own seed, and others. */
const seedsOf = (document: ScenarioDocument, others: number): number[] => {
  const own = document.seed ?? 1;
  const rest = Array.from({ length: others + 1 }, (_, i) => i + 1).filter((seed) => seed !== own);
  return [own, ...rest.slice(0, others)];
};
const told = (report: RunReport): string =>
  `seed ${report.seed}: ${report.checks
    .filter(({ expect: wanted, verdict }) => wanted !== verdict)
    .map(({ title, verdict, reason }) => `${title}: ${verdict} (${reason ?? ''})`)
    .join('; ')}`;
/** A check that held in the claim is broken. */
const refuted = (report: RunReport): boolean =>
  report.checks.some(({ expect: wanted, verdict }) => wanted === 'holds' && verdict === 'breaks');

/** Half the width and height that a part takes on the canvas with its labels. */
const ROOM: { readonly [K in NodeWritten['kind']]: readonly [x: number, y: number] } = {
  client: [50, 60],
  gateway: [70, 50],
  service: [90, 60],
  database: [60, 80],
  log: [140, 70],
  queue: [110, 50],
};

describe.each(library)('$id', (scenario) => {
  const { document, counter } = scenario;
  const nodes = Object.entries(document.nodes ?? {});

  it(
    'keeps its claim at its own seed and at others',
    () => {
      for (const seed of seedsOf(document, CLAIM_SEEDS)) {
        const report = runHeadless(document, { seed });
        expect(report.ending.why).toBe('finished');
        expect(report.events).toBeLessThan(EVENTS_MAX);
        expect(asExpected(report), told(report)).toBe(true);
      }
    },
    PATIENCE_MS,
  );

  it(
    'loses it in the counter, at its own seed and at nearly all others',
    () => {
      const [own, ...others] = seedsOf(counter.document, COUNTER_SEEDS).map((seed) => {
        const report = runHeadless(counter.document, { seed });
        expect(report.ending.why).toBe('finished');
        expect(report.events).toBeLessThan(EVENTS_MAX);
        return refuted(report);
      });
      expect(own).toBe(true);
      expect(others.filter(Boolean).length).toBeGreaterThanOrEqual(COUNTER_SHARE * COUNTER_SEEDS);
    },
    PATIENCE_MS,
  );

  it('reads without a problem, and so does its counter, with the same checks', () => {
    for (const each of [document, counter.document]) {
      const reading = readDocument(JSON.parse(writeDocument(each)));
      expect(reading.problems).toEqual([]);
      expect(reading.document).toEqual(each);
    }
    expect(counter.document.checks).toEqual(document.checks);
    expect(counter.document).not.toEqual({ ...document, title: counter.document.title });
  });

  it('says what it claims: every check expects something, and one at least holds', () => {
    const wanted = document.checks!.map((check) => check.expect);
    expect(wanted).not.toContain(undefined);
    expect(wanted).toContain('holds');
    for (const { title } of document.checks!) expect(title).toMatch(/^[A-Z].*[^.]$/);
  });

  it('tells what it shows, what to watch and try, what is modelled and what is not', () => {
    expect(document.title).toMatch(/^[A-Z]/);
    expect(document.summary!.length).toBeGreaterThan(40);
    const { watch, try: attempts, modelled, leftOut } = document.notes!;
    for (const list of [watch, attempts, modelled, leftOut]) {
      expect(list!.length).toBeGreaterThan(0);
      for (const sentence of list!) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
    // The page makes a button of the first sentence that names a fault and something on the canvas.
    const named = [...nodes, ...Object.entries(document.zones ?? {})].flatMap(([id, { title }]) => [
      title,
      id,
    ]);
    const bound = attempts!.filter((sentence) => {
      const [, rest] = /^(?:Crash|Pause|Slow|Cut) (.*)$/.exec(sentence) ?? [];
      return named.some((name) => name && rest?.toLowerCase().startsWith(name.toLowerCase()));
    });
    expect(bound.length).toBeGreaterThan(0);
  });

  it('has trouble soon, and an end', () => {
    const first = document.timeline!.map(({ at }) => Number.parseFloat(at));
    expect(Math.min(...first)).toBeLessThanOrEqual(4);
    expect(Number.parseFloat(document.runFor!)).toBeGreaterThanOrEqual(12);
    expect(Number.parseFloat(document.runFor!)).toBeLessThanOrEqual(30);
  });

  it('stands on the grid, with room around every part and inside its zone', () => {
    for (const [id, node] of nodes) {
      const [x, y] = node.at!;
      expect([x % 20, y % 20].map(Math.abs), id).toEqual([0, 0]);
      for (const [other, { at, kind }] of nodes) {
        if (other === id) continue;
        const apart =
          Math.abs(at![0] - x) >= ROOM[kind][0] + ROOM[node.kind][0] ||
          Math.abs(at![1] - y) >= ROOM[kind][1] + ROOM[node.kind][1];
        expect(apart, `${id} and ${other}`).toBe(true);
      }
      if (node.zone === undefined) continue;
      const [left, top, width, height] = document.zones![node.zone]!.at!;
      const [across, down] = ROOM[node.kind];
      expect(x - across >= left && x + across <= left + width, id).toBe(true);
      expect(y - down >= top && y + down <= top + height, id).toBe(true);
    }
  });

  it('fits in a link', () => {
    expect(encodeLink({ document }).length).toBeLessThan(4_000);
    expect(encodeLink({ document: counter.document }).length).toBeLessThan(4_000);
  });
});

describe('the library', () => {
  it('names every scenario once, and opens with the saga', () => {
    const names = library.flatMap(({ document, counter }) => [document.title, counter.document.title]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(library.map(({ id }) => id)).size).toBe(library.length);
    for (const scenario of library) {
      expect(scenario.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(scenarioById(scenario.id)).toBe(scenario);
    }
    expect(library[0]!.id).toBe('order-saga-choreography');
    expect(scenarioById('no-such-scenario')).toBeUndefined();
  });

  it('has links of less than 2,000 characters for all but a few', () => {
    const long = library.filter(({ document }) => encodeLink({ document }).length >= 2_000);
    expect(long.length).toBeLessThanOrEqual(library.length / 10);
  });

  it('does not blame the sale for what the missing condition did', () => {
    for (const seed of seedsOf(inASale, COUNTER_SEEDS)) {
      const report = runHeadless(inASale, { seed });
      expect(asExpected(report), told(report)).toBe(true);
    }
  }, 60_000);
});
