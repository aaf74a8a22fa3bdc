import { kindParams } from '#kinds/params.ts';
import { assert } from '#lib/assert.ts';
import { clonePlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import { readValue } from '#lib/schema/read.ts';
import { complete } from '#lib/schema/meta.ts';
import type { Schema } from '#lib/schema/meta.ts';
import type { CompleteDocument, LinkComplete, LinkWritten } from '#scenario/schema.ts';
import { link as linkSchema } from '#scenario/schema.ts';
import type { TimelineEntry } from '#scenario/timeline.ts';
import type { FaultAction, FaultSpec, LinkEffect, LinkSpec, Target, Way } from '#sim/system.ts';
import { nodeSpec, policiesOf, sourceOf } from './compile.ts';

/** The timeline as the kernel takes it. Entries about things that are not there are left out; the reader has said so. */
export function compileTimeline(
  document: CompleteDocument,
  ids: readonly string[],
  links: readonly LinkSpec[],
): FaultSpec[] {
  const context: Context = { document, ids, links };
  return document.timeline.flatMap((entry, index): FaultSpec[] => {
    const action = actionOf(entry, context);
    if (action === null) return [];
    const at = durationToUs(entry.at);
    const lasts = 'for' in entry && entry.for !== undefined ? durationToUs(entry.for) : null;
    return [{ index, at, until: lasts === null ? Infinity : at + lasts, action }];
  });
}

interface Context {
  readonly document: CompleteDocument;
  readonly ids: readonly string[];
  readonly links: readonly LinkSpec[];
}

function actionOf(entry: TimelineEntry, context: Context): FaultAction | null {
  switch (entry.do) {
    case 'crash':
    case 'restart':
    case 'pause': {
      const target = targetOf(entry.node, context);
      return target && { do: entry.do, target };
    }
    case 'slow': {
      const target = targetOf(entry.node, context);
      return target && { do: 'slow', target, factor: entry.factor };
    }
    case 'load':
    case 'skew': {
      const target = targetOf(entry.node, context);
      if (target === null) return null;
      return entry.do === 'load'
        ? { do: 'load', node: target.node, factor: entry.factor }
        : { do: 'skew', node: target.node, byUs: durationToUs(entry.by) * (entry.behind ? -1 : 1) };
    }
    case 'partition':
      return { do: 'partition', cuts: cutsBetween(entry.between, entry.oneWay, context) };
    case 'heal':
      return {
        do: 'heal',
        faults: entry.between === undefined ? 'all' : partitionsOf(entry.between, context),
      };
    case 'link': {
      const found = linkBetween(entry.from, entry.to, context);
      if (found === null) return null;
      return {
        do: 'link',
        link: found.link,
        way: entry.oneWay ? found.way : 'both',
        effect: effectOf(entry),
      };
    }
    case 'message': {
      const found = linkBetween(entry.from, entry.to, context);
      if (found === null) return null;
      const way = entry.direction === 'forward' ? found.way : opposite(found.way);
      return { do: 'message', link: found.link, way, nth: entry.nth, effect: messageEffect(entry) };
    }
    case 'set':
      return setting(entry, context);
  }
}

function targetOf(text: string, { ids }: Context): Target | null {
  const [id, instance] = text.split('#');
  const node = ids.indexOf(id!);
  // The document counts instances from 1, the kernel from 0.
  return node < 0 ? null : { node, instance: instance === undefined ? -1 : Number(instance) - 1 };
}

type Side = string | readonly string[];

/** The nodes of a side: ids of nodes, or of zones with all that is in them. */
function nodesOf(side: Side, { document, ids }: Context): Set<number> {
  const nodes = new Set<number>();
  for (const name of typeof side === 'string' ? [side] : side) {
    ids.forEach((id, index) => {
      if (id === name || document.nodes[id]?.zone === name) nodes.add(index);
    });
  }
  return nodes;
}

function cutsBetween(
  between: readonly [Side, Side],
  oneWay: boolean,
  context: Context,
): { link: number; way: Way }[] {
  const [first, second] = [nodesOf(between[0], context), nodesOf(between[1], context)];
  return context.links.flatMap(({ from, to }, link): { link: number; way: Way }[] => {
    const along = first.has(from) && second.has(to);
    const against = first.has(to) && second.has(from);
    if (!along && !against) return [];
    // One way: what the first side sends does not reach the second.
    return [{ link, way: !oneWay || (along && against) ? 'both' : along ? 'forward' : 'back' }];
  });
}

function partitionsOf(between: readonly [Side, Side], context: Context): number[] {
  const same = (x: Side, y: Side): boolean =>
    [...nodesOf(x, context)].join() === [...nodesOf(y, context)].join();
  return context.document.timeline.flatMap((entry, index) => {
    if (entry.do !== 'partition') return [];
    const [a, b] = entry.between;
    const matches =
      (same(a, between[0]) && same(b, between[1])) || (same(a, between[1]) && same(b, between[0]));
    return matches ? [index] : [];
  });
}

const opposite = (way: 'forward' | 'back'): 'forward' | 'back' => (way === 'forward' ? 'back' : 'forward');

/** The link between two nodes, drawn either way round. */
function linkBetween(
  from: string,
  to: string,
  { links }: Context,
): { link: number; way: 'forward' | 'back' } | null {
  const along = links.findIndex(({ id }) => id === `${from}>${to}`);
  if (along >= 0) return { link: along, way: 'forward' };
  const against = links.findIndex(({ id }) => id === `${to}>${from}`);
  return against < 0 ? null : { link: against, way: 'back' };
}

function effectOf(entry: Extract<TimelineEntry, { do: 'link' }>): LinkEffect {
  return {
    ...(entry.cut ? { cut: true } : {}),
    ...(entry.delay === undefined ? {} : { delay: delayToDistribution(entry.delay) }),
    ...(entry.loss === undefined ? {} : { loss: entry.loss }),
    ...(entry.duplicate === undefined ? {} : { duplicate: entry.duplicate }),
    ...(entry.reorder === undefined ? {} : { reorder: entry.reorder }),
  };
}

const DELAY_BY = '1s';
function messageEffect(
  entry: Extract<TimelineEntry, { do: 'message' }>,
): Extract<FaultAction, { do: 'message' }>['effect'] {
  switch (entry.action) {
    case 'drop':
      return { drop: true };
    case 'duplicate':
      return { duplicate: true };
    case 'delay':
      return { delayUs: durationToUs(entry.by ?? DELAY_BY) };
  }
}

/** Sets a parameter of a node, or of a link: its delays are the network's, its policies belong to the caller. */
function setting(entry: Extract<TimelineEntry, { do: 'set' }>, context: Context): FaultAction | null {
  const value = entry.value as Plain;
  if (entry.node !== undefined) {
    const node = context.ids.indexOf(entry.node);
    if (node < 0) return null;
    return {
      do: 'set',
      node,
      what: `${entry.path} = ${JSON.stringify(value)}`,
      params: (current) => {
        const source = sourceOf(current);
        const schema = (kindParams as unknown as Readonly<Record<string, Schema | undefined>>)[source.kind];
        assert(schema !== undefined, `unknown kind: ${source.kind}`);
        const read = readValue(schema, withPath(source.own, entry.path, value), '').value;
        return nodeSpec({ ...source, own: complete(schema, read) }).params;
      },
    };
  }
  const found = linkBetween(entry.from ?? '', entry.to ?? '', context);
  if (found === null) return null;
  const spec = context.links[found.link]!;
  const written = context.document.links.find((each) => `${each.from}>${each.to}` === spec.id);
  if (written === undefined) return null;
  const changed = (): LinkComplete =>
    complete(
      linkSchema,
      readValue(linkSchema, withPath(written, entry.path, value), '').value as LinkWritten,
    );
  if (/^(delay|loss|duplicate|reorder)\b/.test(entry.path)) {
    return {
      do: 'setLink',
      link: found.link,
      change: (current) => {
        const { delay, loss, duplicate, reorder } = changed();
        return {
          ...current,
          delay: delay === undefined ? current.delay : delayToDistribution(delay),
          loss,
          duplicate,
          reorder,
        };
      },
    };
  }
  return {
    do: 'set',
    node: spec.from,
    what: `${spec.id} ${entry.path} = ${JSON.stringify(value)}`,
    params: (current) => {
      const source = sourceOf(current);
      const links = new Map(source.env.links).set(spec.id, policiesOf(changed()));
      return nodeSpec({ ...source, env: { ...source.env, links } }).params;
    },
  };
}

const PATH_PART = /^(?!__proto__$|constructor$|prototype$)[A-Za-z0-9_-]{1,100}$/;

/** A copy with one value changed; a path that leads nowhere changes nothing. */
function withPath(base: unknown, path: string, value: Plain): unknown {
  const parts = path.split('.');
  if (!parts.every((part) => PATH_PART.test(part))) return base;
  const copy = clonePlain(base) as Record<string, unknown>;
  let at = copy;
  for (const part of parts.slice(0, -1)) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined;
    if (typeof next !== 'object' || next === null) at[part] = {};
    at = at[part] as Record<string, unknown>;
  }
  at[parts[parts.length - 1]!] = value;
  return copy;
}
