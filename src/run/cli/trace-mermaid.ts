import { MESSAGE_KINDS } from '#sim/message.ts';
import { Flag, Kind } from '#sim/record.ts';
import type { Tracer } from './tracer.ts';

/** What a message is drawn with: calls with a full head, replies dashed, what nobody waits for with an open head. */
const ARROWS: Readonly<Record<(typeof MESSAGE_KINDS)[number], string>> = {
  request: '->>',
  reply: '-->>',
  event: '-)',
  compensation: '->>',
  replication: '--)',
  control: '--)',
};
/** Both lose their way. */
const LOST = '-x';

/**
 * A Mermaid sequence diagram: each message where it arrives (or dies), faults as notes. What keeps sessions alive is
 * left out.
 */
export const mermaid: Tracer = ({ system }, write) => {
  write('sequenceDiagram\n');
  for (const { id } of system.nodes) write(`  participant ${id}\n`);
  const labels = new Map<number, string>();
  const first = system.nodes[0]?.id;
  const last = system.nodes[system.nodes.length - 1]?.id;
  return {
    event(e) {
      if (e.kind === Kind.fault && first !== undefined && last !== undefined) {
        const over = e.node >= 0 ? system.nodes[e.node]!.id : first === last ? first : `${first},${last}`;
        return write(`  Note over ${over}: ${plain(e.text)} ${e.b === 1 ? 'begins' : 'heals'}\n`);
      }
      const kind = MESSAGE_KINDS[e.a];
      if (e.message < 0 || kind === undefined || kind === 'control') return;
      if (e.kind === Kind.send) return void labels.set(e.message, e.text);
      if (e.kind !== Kind.arrive && e.kind !== Kind.drop) return;
      const label = labels.get(e.message) ?? '';
      labels.delete(e.message);
      const link = system.links[e.link]!;
      const back = (e.b & Flag.back) !== 0;
      const [from, to] = back ? [link.to, link.from] : [link.from, link.to];
      const arrow = e.kind === Kind.drop ? LOST : ARROWS[kind];
      const mark = e.kind === Kind.drop ? ` (${e.text})` : (e.b & Flag.failed) !== 0 ? ' (failed)' : '';
      write(`  ${system.nodes[from]!.id}${arrow}${system.nodes[to]!.id}: ${plain(`${label}${mark}`)}\n`);
    },
    end() {},
  };
};

/** Mermaid reads `;` and `#` as its own, and a line break ends the message. */
const plain = (text: string): string => text.replace(/[;#\n\r]/g, ' ').trim() || '·';
