import { hashString, hexDigest, mixInt, newDigest } from '#lib/hash.ts';
import type { Plain } from '#lib/plain.ts';
import { Ended, Kind, Phase } from '#sim/record.ts';
import type { RecordEvent } from '#sim/record.ts';
import type { Tracer } from './tracer.ts';

/** Of the OpenTelemetry protocol. */
const SpanKind = { internal: 1, server: 2, client: 3 } as const;
const StatusCode = { unset: 0, ok: 1, error: 2 } as const;

interface Span {
  readonly number: number;
  readonly trace: string;
  readonly parent: number;
  readonly node: number;
  readonly instance: number;
  readonly name: string;
  readonly kind: number;
  readonly beganUs: number;
  endedUs: number;
  status: number;
  message: string;
}
const NONE = -1;

/**
 * OpenTelemetry spans as OTLP/JSON (one ExportTraceServiceRequest): a span for every handler, every flow of a client
 * and every operation of a client; a resource for every node. Virtual time counts from the Unix epoch. What was
 * under way at the end ends there, with its status unset.
 *
 * A span's parent is the flow or operation whose message it handles. A message belongs to the flow that spoke last at
 * its sender within the same stimulus (both have the same cause); else to what its cause belongs to.
 */
export const otlp: Tracer = ({ system }, write) => {
  const spans: Span[] = [];
  /** Events that matter to later ones, and the span they belong to. */
  const spanOf = new Map<number, number>();
  const open = new Map<string, number>();
  /** By node and instance: the last flow or operation that said something, and the cause it had. */
  const speaking = new Map<string, { readonly span: number; readonly cause: number }>();
  let nowUs = 0;

  const begin = (e: RecordEvent, name: string, kind: number, parent: number): number => {
    const number = spans.length;
    const trace = spans[parent]?.trace ?? traceId(system.seed, number);
    const { node, instance, time } = e;
    spans.push({ number, trace, parent, node, instance, name, kind, beganUs: time, endedUs: NONE, status: StatusCode.unset, message: '' }); // prettier-ignore
    return number;
  };
  const end = (key: string, e: RecordEvent, status: number): void => {
    const span = spans[open.get(key) ?? NONE];
    if (span === undefined) return;
    open.delete(key);
    span.endedUs = e.time;
    span.status = status;
    if (status === StatusCode.error) span.message = textIn(e.data, 'reason') ?? '';
  };
  const here = (e: RecordEvent): string => `${e.node} ${e.instance}`;
  const speakerOf = (e: RecordEvent): number => {
    const speaker = speaking.get(here(e));
    return speaker?.cause === e.cause ? speaker.span : (spanOf.get(e.cause) ?? NONE);
  };

  return {
    event(e, index) {
      nowUs = e.time;
      switch (e.kind) {
        case Kind.send:
          return void spanOf.set(index, speakerOf(e));
        case Kind.flow: {
          const key = `flow ${here(e)} ${e.value}`;
          if (e.a === Phase.begin) {
            const parent = spanOf.get(e.cause) ?? NONE;
            const name = textIn(e.data, 'handler') ?? e.text;
            open.set(key, begin(e, name, parent === NONE ? SpanKind.internal : SpanKind.server, parent));
          }
          const span = open.get(key) ?? NONE;
          speaking.set(here(e), { span, cause: e.cause });
          if (e.a === Phase.end) end(key, e, StatusCode.ok);
          else if (e.a === Phase.fail || e.a === Phase.lost) end(key, e, StatusCode.error);
          return void spanOf.set(index, span);
        }
        case Kind.begin: {
          const span = begin(e, e.text, SpanKind.client, speakerOf(e));
          open.set(`operation ${e.node} ${e.a}`, span);
          speaking.set(here(e), { span, cause: e.cause });
          return void spanOf.set(index, span);
        }
        case Kind.end:
          return end(`operation ${e.node} ${e.a}`, e, e.b === Ended.ok ? StatusCode.ok : StatusCode.error);
        default: {
          const span = spanOf.get(e.cause);
          if (span !== undefined) spanOf.set(index, span);
        }
      }
    },
    end() {
      const resourceSpans = system.nodes.flatMap(({ id }, node) => {
        const own = spans.filter((span) => span.node === node);
        if (own.length === 0) return [];
        const scopeSpans = [{ scope: { name: 'halfopen' }, spans: own.map((span) => written(span, nowUs)) }];
        return [{ resource: { attributes: [attribute('service.name', id)] }, scopeSpans }];
      });
      write(`${JSON.stringify({ resourceSpans })}\n`);
    },
  };
};

const textIn = (data: Plain | undefined, field: string): string | undefined => {
  const value = (data as Readonly<Record<string, Plain>> | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
};
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const spanId = (number: number): string => (number + 1).toString(16).padStart(16, '0');
const nanos = (us: number): string => `${us}000`;

function written(span: Span, endUs: number): object {
  return {
    traceId: span.trace,
    spanId: spanId(span.number),
    ...(span.parent === NONE ? {} : { parentSpanId: spanId(span.parent) }),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: nanos(span.beganUs),
    endTimeUnixNano: nanos(span.endedUs === NONE ? endUs : span.endedUs),
    attributes: [attribute('service.instance.id', String(span.instance))],
    status: { code: span.status, ...(span.message === '' ? {} : { message: span.message }) },
  };
}

/** 32 hexadecimal digits, the same for the same run. */
function traceId(seed: number, root: number): string {
  const digest = newDigest();
  mixInt(digest, hashString('trace') | 0);
  mixInt(digest, seed | 0);
  mixInt(digest, root);
  return hexDigest(digest);
}
