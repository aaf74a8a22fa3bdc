import { clonePlain } from '#lib/plain.ts';
import { Kind, Phase } from '#sim/record.ts';
import { words } from '#words/checks.ts';
import type { Judge, Say } from './judge.ts';

/** What a node takes from brokers. */
export interface Feed {
  readonly broker: number;
  readonly channel: string;
  /** null: every type. */
  readonly types: readonly string[] | null;
}

interface Seen {
  begun: number;
  done: number;
}

/**
 * What became of every event that a node was to get: begun more than once breaks `atMostOnce`, never done by the
 * end breaks `atLeastOnce`, done more or less than once breaks `exactlyOnce`. An event is its id: the same on every
 * redelivery and on every repeated publication.
 */
export function delivery(
  guarantee: 'atLeastOnce' | 'atMostOnce' | 'exactlyOnce',
  node: number,
  feeds: readonly Feed[],
  say: Say,
): Judge {
  let due = new Map<string, Seen>();
  let flows = new Set<string>();
  const seen = (id: string): Seen => {
    let entry = due.get(id);
    if (entry === undefined) due.set(id, (entry = { begun: 0, done: 0 }));
    return entry;
  };
  return {
    event(e) {
      if (e.kind === Kind.fact && (e.text === 'append' || e.text === 'enqueue')) {
        const feed = feeds.find((each) => each.broker === e.node && each.channel === channelOf(e.data));
        const event = eventOf(e.data);
        if (feed !== undefined && (feed.types === null || feed.types.includes(event.type))) seen(event.id);
      } else if (e.kind === Kind.flow && e.node === node && due.has(e.text)) {
        const entry = seen(e.text);
        if (e.a === Phase.begin) {
          entry.begun++;
          if (guarantee === 'atMostOnce' && entry.begun > 1) say('breaks', words.begunTwice(e.text));
        } else if (e.a === Phase.end) {
          entry.done++;
          if (guarantee === 'exactlyOnce' && entry.done > 1) say('breaks', words.doneTwice(e.text));
        }
      }
    },
    finish() {
      const ids = [...due];
      const lost = ids.filter(([, each]) => each.done === 0).map(([id]) => id);
      const twice = ids
        .filter(([, each]) => (guarantee === 'exactlyOnce' ? each.done : each.begun) > 1)
        .map(([id]) => id);
      if (guarantee !== 'atLeastOnce' && twice.length > 0) return say('breaks', words.doneTwice(twice[0]!));
      if (guarantee !== 'atMostOnce' && lost.length > 0)
        return say('breaks', words.neverDone(lost[0]!, lost.length));
      if (ids.length === 0) return say('unknown', words.noEvents);
      say('holds', '');
    },
    save: () => clonePlain({ due, flows }),
    load(saved) {
      ({ due, flows } = clonePlain(saved as { due: Map<string, Seen>; flows: Set<string> }));
    },
  };
}

function channelOf(data: unknown): string {
  const { topic, queue } = data as { topic?: string; queue?: string };
  return topic ?? queue ?? '';
}
function eventOf(data: unknown): { readonly id: string; readonly type: string } {
  const { event, message } = data as {
    event?: { id: string; type: string };
    message?: { id: string; type: string };
  };
  return event ?? message ?? { id: '', type: '' };
}
