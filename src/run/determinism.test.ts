import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import { documentArbitrary } from '#scenario/arbitrary.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { Kind } from '#sim/record.ts';
import { hasSecondEngine, inBothEngines } from '#scripts/second-engine.mjs';
import { runHeadless } from './headless.ts';
import { outcome, play } from './runs.test-helper.ts';
import type { Recorded } from './runs.test-helper.ts';

const LONG = 60_000;
const EVENTS_MAX = 40_000;
const scenarios = library.flatMap(({ id, document, counter }) => [
  [id, document] as const,
  [`${id}, its counter`, counter.document] as const,
]);

describe('same document and seed', () => {
  it.each(scenarios)('%s: two runs are equal event for event', (_, document) => {
    expect(outcome(play(document))).toEqual(outcome(play(document)));
  });

  it.each(scenarios)('%s: another seed is another run', (_, document) => {
    const other = { ...document, seed: (document.seed ?? 0) + 1 };
    expect(runHeadless(other).digest).not.toBe(runHeadless(document).digest);
  });

  it('random documents: two runs are equal, with the record kept and without', { timeout: LONG }, () => {
    fc.assert(
      fc.property(documentArbitrary(), (document) => {
        const first = play(document);
        expect(outcome(play(document))).toEqual(outcome(first));
        const headless = runHeadless(document, { eventsMax: EVENTS_MAX });
        expect(headless.digest).toBe(first.simulation.digest.hex);
        expect(headless.checks.map(({ verdict }) => verdict)).toEqual(
          first.simulation.checks.verdicts().map(({ final }) => final),
        );
      }),
      { numRuns: 30 },
    );
  });

  it.skipIf(!hasSecondEngine)(
    'V8 and JavaScriptCore report the same to the last bit',
    { timeout: LONG },
    async () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const documents = fc.sample(documentArbitrary(), { numRuns: 20, seed });
      const { v8, javaScriptCore } = await inBothEngines(`
      // The bare shell has no Web APIs. CEL makes an encoder for bytes, XState notes where to log: neither is used.
      const unused = () => { throw new Error('this was not to be used'); };
      globalThis.TextEncoder ??= class { encode = unused };
      globalThis.TextDecoder ??= class { decode = unused };
      globalThis.console ??= { log: unused, warn: unused, error: unused };
      const { runHeadless } = await import('#run/headless.ts');
      const { library } = await import('#library/library.ts');
      const { readDocument } = await import('#scenario/read.ts');
      for (const { id, document, counter } of library) {
        print(id + ' ' + JSON.stringify(runHeadless(document)));
        print(id + ' ' + JSON.stringify(runHeadless(counter.document)));
      }
      for (const [index, written] of ${JSON.stringify(documents)}.entries()) {
        const { document } = readDocument(written);
        print(index + ' ' + JSON.stringify(runHeadless(document, { eventsMax: ${EVENTS_MAX} })));
      }
    `);
      const [ours, theirs] = [v8.trim().split('\n'), javaScriptCore.trim().split('\n')];
      expect(ours).toHaveLength(2 * library.length + documents.length);
      const different = ours.findIndex((line, index) => line !== theirs[index]);
      expect(different, `line ${different}, random documents of seed ${seed}`).toBe(-1);
    },
  );
});

/** What happens on each link: when, what, and when a message was to arrive or had been sent. */
function traffic({ simulation, store }: Recorded): Map<string, string[]> {
  const byLink = new Map<string, string[]>();
  const { links } = simulation.compiled.system;
  for (let i = 0; i < store.length; i++) {
    const kind = store.kind[i]!;
    if (kind !== Kind.send && kind !== Kind.arrive && kind !== Kind.drop) continue;
    const { id } = links[store.link[i]!]!;
    const line = [kind, store.time[i], store.a[i], store.b[i], store.value[i], store.textOf(i)].join(' ');
    const lines = byLink.get(id);
    if (lines) lines.push(line);
    else byLink.set(id, [line]);
  }
  return byLink;
}

/** The same with a client and a service of its own, before and behind all other nodes. */
function withBystanders(document: ScenarioDocument): ScenarioDocument {
  const [before, behind] = ['A', 'Z'].map((letter) => ({
    [`stranger${letter}`]: { kind: 'client' as const, flows: [] },
    [`bystander${letter}`]: { kind: 'service' as const },
  }));
  return {
    ...document,
    nodes: { ...before, ...document.nodes, ...behind },
    links: [
      { from: 'strangerA', to: 'bystanderA', loss: 0.1 },
      ...(document.links ?? []),
      { from: 'strangerZ', to: 'bystanderZ' },
    ],
  };
}

function othersStay(document: ScenarioDocument): void {
  // Without a budget in all, which the strangers would use up with the others.
  const alone = traffic(play(document, Infinity));
  const among = traffic(play(withBystanders(document), Infinity));
  for (const [id, lines] of alone) {
    expect(among.get(id), id).toEqual(lines);
    among.delete(id);
  }
  for (const id of among.keys()) expect(id).toMatch(/^stranger/);
}

describe('an unrelated node with its own client', () => {
  it.each(scenarios)('%s: leaves every arrival and delay as it was', (_, document) => othersStay(document));

  it('random documents: leaves every arrival and delay as it was', { timeout: LONG }, () => {
    fc.assert(fc.property(documentArbitrary(), othersStay), { numRuns: 25 });
  });

  it('does send something itself', () => {
    const among = traffic(play(withBystanders(library[0]!.document)));
    expect(among.get('strangerA>bystanderA')?.length).toBeGreaterThan(10);
    expect(among.get('strangerZ>bystanderZ')?.length).toBeGreaterThan(10);
  });
});
