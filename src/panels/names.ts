import type { Topology } from '#run/protocol.ts';

/** What people call the nodes and links of a record; both go by their index in the topology. */
export interface Names {
  readonly node: (index: number) => string;
  /** Both ends of a link. */
  readonly ends: (index: number) => readonly [from: string, to: string];
}

/** Names from titles by id; an id without a title is its own name. */
export function namesOf(topology: Topology, titles: ReadonlyMap<string, string>): Names {
  const node = (index: number): string => {
    const id = topology.nodes[index]?.id ?? '';
    return titles.get(id) ?? id;
  };
  return {
    node,
    ends: (index) => {
      const link = topology.links[index];
      return link === undefined ? ['', ''] : [node(link.from), node(link.to)];
    },
  };
}
