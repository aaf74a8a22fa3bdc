import { newRaftWatch, watchRaft } from '#check/raft-invariants.ts';
import { clonePlain } from '#lib/plain.ts';
import type { Replication } from '#patterns/replication.ts';
import type { Compiled } from '#run/compile.ts';
import { words } from '#words/checks.ts';
import type { Judge, Say } from './judge.ts';

type Protocol = Replication<unknown, unknown>;

/** Clusters whose protocol rests on the invariants of consensus, by name. */
export function consensusClusters({ document, system }: Compiled): string[] {
  return Object.entries(document.clusters).flatMap(([name, { members }]) => {
    const member = system.nodes.find(({ id }) => id === members[0]);
    return protocolOf(member?.params)?.consensus === undefined ? [] : [name];
  });
}

/** Looks at every member after everything that happens. */
export function consensus(of: string, { document, system }: Compiled, say: Say): Judge {
  const members = document.clusters[of]!.members.map((id) => ({
    id,
    node: system.nodes.findIndex((node) => node.id === id),
  }));
  const protocol = protocolOf(system.nodes[members[0]!.node]!.params)!;
  let watch = newRaftWatch();
  let broken = false;
  say('holds', '');
  return {
    settled(kernel) {
      if (broken) return;
      const { nodes } = kernel.peek();
      for (const { id, node } of members) {
        const { replication } = nodes[node]!.state as { replication: unknown };
        const violation = watchRaft(watch, id, protocol.consensus!(replication));
        if (violation === null) continue;
        broken = true;
        return say('breaks', words.raftViolation(violation));
      }
    },
    save: () => clonePlain({ watch, broken }),
    load(saved) {
      ({ watch, broken } = clonePlain(saved as { watch: typeof watch; broken: boolean }));
    },
  };
}

function protocolOf(params: unknown): Protocol | undefined {
  return (params as { cluster?: { protocol: Protocol } | null } | undefined)?.cluster?.protocol;
}
