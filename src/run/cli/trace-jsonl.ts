import { MESSAGE_KINDS } from '#sim/message.ts';
import { Ended, EVENT_KINDS, Flag, Kind, Phase } from '#sim/record.ts';
import type { RecordEvent } from '#sim/record.ts';
import type { Tracer } from './tracer.ts';

const ENDED = nameOf(Ended);
const PHASES = nameOf(Phase);

function nameOf(table: Readonly<Record<string, number>>): readonly string[] {
  const names: string[] = [];
  for (const [name, number] of Object.entries(table)) names[number] = name;
  return names;
}

/**
 * Every event of the record as one object on one line. Always there: `index`, `at` (ms), `kind`, `node`, `instance`;
 * `cause` is the index of the event that caused it. The rest depends on the kind, see `sim/record.ts`.
 */
export const jsonLines: Tracer = ({ system }, write) => {
  const nodeId = (node: number): string | undefined => system.nodes[node]?.id;
  return {
    event(e, index) {
      const line = {
        index,
        at: e.time / 1000,
        kind: EVENT_KINDS[e.kind],
        ...(e.node < 0 ? {} : { node: nodeId(e.node), instance: e.instance }),
        ...(e.cause < 0 ? {} : { cause: e.cause }),
        ...(e.link < 0 ? {} : { link: system.links[e.link]?.id }),
        ...detailOf(e),
      };
      write(`${JSON.stringify(line)}\n`);
    },
    end() {},
  };
};

function detailOf(e: RecordEvent): Readonly<Record<string, unknown>> {
  switch (e.kind) {
    case Kind.send:
      return { ...messageOf(e), label: e.text, arrives: e.value / 1000, body: e.data };
    case Kind.arrive:
      return { ...messageOf(e), verb: e.text, sent: e.value / 1000 };
    case Kind.drop:
      return { ...messageOf(e), reason: e.text, share: e.value };
    case Kind.fact:
      return { name: e.text, a: e.a, b: e.b, value: e.value, data: e.data };
    case Kind.state:
      return { machine: e.text, ...(e.data as object) };
    case Kind.begin:
      return { operation: e.a, name: e.text, data: e.data };
    case Kind.end:
      return { operation: e.a, name: e.text, outcome: ENDED[e.b], lasted: e.value / 1000, data: e.data };
    case Kind.flow:
      return {
        flow: e.text,
        number: e.value,
        phase: PHASES[e.a],
        ...(e.b < 0 ? {} : { step: e.b }),
        data: e.data,
      };
    case Kind.fault:
      return {
        fault: e.text,
        timeline: e.a,
        phase: e.b === 1 ? 'begins' : 'heals',
        ...(e.b === 1 && Number.isFinite(e.value) ? { until: e.value / 1000 } : {}),
      };
    default:
      throw new Error(`unknown kind of event: ${e.kind}`);
  }
}

const messageOf = (e: RecordEvent): Readonly<Record<string, unknown>> => ({
  message: e.message,
  as: MESSAGE_KINDS[e.a],
  way: (e.b & Flag.back) === 0 ? 'forward' : 'back',
  ...((e.b & Flag.failed) === 0 ? {} : { failed: true }),
  ...((e.b & Flag.copy) === 0 ? {} : { copy: true }),
});
