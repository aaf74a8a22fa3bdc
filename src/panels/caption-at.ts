import { MESSAGE_KIND_NAMES } from '#run/view/columns.ts';
import type { FaultView } from '#run/view/faults.ts';
import { newMessageFrame } from '#run/view/messages.ts';
import { haveParted } from '#run/view/rows.ts';
import type { RunView } from '#run/view/run-view.ts';
import { words } from '#words/en.ts';
import { brief, labelOf, reasonWords, waysOf } from './labels.ts';
import type { Names } from './names.ts';

const say = words.caption;

/** What the caption knows beside the record. */
export interface CaptionContext {
  readonly names: Names;
  /** Members of each replicated store, as node ids. */
  readonly clusters: readonly (readonly string[])[];
  /** Virtual time that passes while a person reads a sentence: what happened within it is still news. */
  readonly lingerUs: number;
}

/** From so many waiting requests on, a queue is worth a sentence. */
const CROWD = 5;

/**
 * One or two sentences about time `t`, computed from the record: what is broken and what that does to others first, then
 * what was lost, then what is going on. Pure, so that the same moment always has the same caption.
 */
export function captionAt(view: RunView, t: number, context: CaptionContext): string[] {
  if (view.topology.nodes.length === 0) return [say.nothingDrawn];
  if (view.eventAt(t) < 0) return [say.nothingRuns];
  const [worst, ...others] = [...broken(view, t, context), ...consequences(view, t, context)];
  const effect = consequences(view, t, context)[0] ?? others[0];
  const sentences = [worst, effect === worst ? undefined : effect, goingOn(view, t, context)].filter(
    (sentence) => typeof sentence === 'string',
  );
  if (sentences.length > 0) return sentences.slice(0, 2);
  return [t >= view.topology.endUs ? say.over : say.quiet];
}

function broken(view: RunView, t: number, context: CaptionContext): string[] {
  const sentences: string[] = [];
  const faults = view.faultsAt(t);
  view.topology.nodes.forEach(({ instances }, node) => {
    const down: number[] = [];
    let since = 0;
    let paused = 0;
    for (let instance = 0; instance < instances; instance++) {
      const status = view.statusAt(node, instance, t);
      if (status === 'up') continue;
      const fact = view.lastFact(node, instance, 'status', t);
      since = Math.max(since, view.store.time[fact] ?? 0);
      if (status === 'down') down.push(instance);
      else paused++;
    }
    const name = context.names.node(node);
    const fault = faults.find((one) => one.node === node && one.what === 'crash');
    if (down.length === instances) {
      sentences.push(
        fault !== undefined && fault.until !== Infinity
          ? say.downFor(name, t - since, fault.until - t)
          : say.down(name, t - since),
      );
    } else if (down.length > 0) sentences.push(say.instanceDown(name, down.length, instances, t - since));
    else if (paused > 0) sentences.push(say.paused(name, t - since));
  });
  for (const fault of faults) {
    const sentence = faultSentence(fault, t, context);
    if (sentence !== null) sentences.push(sentence);
  }
  return sentences;
}

function faultSentence(fault: FaultView, t: number, context: CaptionContext): string | null {
  const subject = context.names.fault(fault.index);
  const lasted = t - fault.since;
  if (fault.what === 'partition') return say.cut(subject, lasted);
  if (fault.what === 'link') return say.badLink(subject, lasted);
  return fault.what === 'slow' ? say.slow(subject, lasted) : null;
}

/** What the trouble does to others: open breakers, events nobody reads, copies that fell behind, crowds. */
function consequences(view: RunView, t: number, { names, clusters, lingerUs }: CaptionContext): string[] {
  const sentences: string[] = [];
  view.topology.links.forEach((_, link) => {
    const breaker = view.breakerAt(link, t);
    if (breaker === null || breaker.state === 'closed') return;
    const [from, to] = names.ends(link);
    sentences.push(
      breaker.state === 'open'
        ? say.breakerOpen(from, to, breaker.opensUntil - t)
        : say.breakerHalfOpen(from, to),
    );
  });
  for (const members of clusters) {
    const sentence = behind(view, t, names, members);
    if (sentence !== null) sentences.push(sentence);
  }
  const event = view.eventAt(t);
  const drop = view.messages.drops.valueAtMost(event);
  if (drop >= 0 && t - (view.store.time[drop] ?? 0) < lingerUs) {
    const [, to] = waysOf(view, names, drop);
    sentences.push(say.lost(labelOf(view, drop), to, reasonWords(view.store.textOf(drop))));
  }
  view.topology.nodes.forEach(({ kind }, node) => {
    if (kind === 'log') {
      for (const { topic, groups } of view.logAt(node, t)) {
        for (const { group, lag } of groups) if (lag > 1) sentences.push(say.waits(group, lag, topic));
      }
    }
    const waiting = view.valueAt(node, -1, 'queue', t);
    if (waiting >= CROWD) sentences.push(say.overloaded(names.node(node), waiting));
  });
  return sentences;
}

/** The member that lags behind most in the row that was written last anywhere in the store. */
function behind(view: RunView, t: number, names: Names, members: readonly string[]): string | null {
  const nodes = members.map((id) => view.node(id)).filter((node) => node >= 0);
  const newest = nodes
    .map((node) => view.newestRowAt(node, t))
    .reduce((best, row) => (row !== null && (best === null || row.time > best.time) ? row : best), null);
  if (newest === null) return null;
  const [latest] = nodes.flatMap((node) => {
    const [row] = view.versionsAt(node, newest.key, t, 1);
    return row?.version === newest.version ? [{ node, row }] : [];
  });
  for (const node of nodes) {
    const [has] = view.versionsAt(node, newest.key, t, 1);
    if (has !== undefined && latest !== undefined && haveParted(has, latest.row))
      return say.parted(names.node(node), names.node(latest.node), newest.key);
    const version = has?.version ?? 0;
    // A copy is on its way for a moment in any case: that is no news.
    if (version < newest.version && version > 0) {
      // Where leaders are elected, a copy that is behind does not answer, or not to those who mind.
      const role = view.lastFact(node, -1, 'role', t);
      const tells = role >= 0 && (view.store.a[role] ?? 0) > 0 ? say.lacks : say.behind;
      return tells(names.node(node), newest.key, version, newerThan(view, nodes, newest.key, version, t));
    }
  }
  return null;
}

/** A version may be a count or a time stamp: what lies between two of them has to be looked for. */
function newerThan(view: RunView, nodes: readonly number[], key: string, version: number, t: number): number {
  const newer = new Set<number>();
  for (const node of nodes)
    for (const row of view.versionsAt(node, key, t, VERSIONS_MAX))
      if (row.version > version) newer.add(row.version);
  return newer.size;
}

/** Further back nobody counts. */
const VERSIONS_MAX = 100;

const frame = newMessageFrame();

/** What tells most of what is on its way, first. */
const TELLING = ['compensation', 'event', 'replication', 'request', 'reply'] as const;

/** The last row that was stored and what is on its way meanwhile; else what is on its way at all. */
function goingOn(view: RunView, t: number, { names, lingerUs }: CaptionContext): string | null {
  view.messagesAt(t, 0, frame);
  const counts = new Map<string, number>();
  const latest = new Map<string, number>();
  for (let i = 0; i < frame.count; i++) {
    const kind = MESSAGE_KIND_NAMES[frame.kind[i] ?? 0] ?? 'control';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    latest.set(kind, view.messages.sendOf(frame.id[i] ?? -1));
  }
  const kinds = TELLING.filter((kind) => counts.has(kind));
  const [first] = kinds;
  const last = first === undefined ? -1 : (latest.get(first) ?? -1);
  const stored = lastStored(view, t, lingerUs);
  if (stored !== null)
    return say.stored(stored.key, brief(stored.value), last < 0 ? '' : onTheWay(view, names, last));
  if (first === undefined) return null;
  const total = kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
  if (total > 3) return say.underWay(kinds.map((kind) => say.kinds[kind](counts.get(kind) ?? 0)));
  const [from, to] = waysOf(view, names, last);
  return first === 'reply' ? say.answering(from, to) : say.sending(from, onTheWay(view, names, last));
}

function onTheWay(view: RunView, names: Names, send: number): string {
  const [from, to] = waysOf(view, names, send);
  return view.messageKind(send) === 'reply'
    ? say.answerOnTheWay(from, to)
    : say.onTheWay(labelOf(view, send), to);
}

function lastStored(view: RunView, t: number, lingerUs: number) {
  let newest = null;
  for (let node = 0; node < view.topology.nodes.length; node++) {
    const row = view.newestRowAt(node, t);
    if (row === null || row.time === 0 || row.value === null || t - row.time > lingerUs) continue;
    if (newest === null || row.time > newest.time) newest = row;
  }
  return newest;
}
