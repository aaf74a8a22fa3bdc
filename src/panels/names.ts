import type { Topology } from '#run/protocol.ts';

/** What people call the nodes and links of a record; both go by their index in the topology. */
export interface Names {
  readonly node: (index: number) => string;
  /** Both ends of a link. */
  readonly ends: (index: number) => readonly [from: string, to: string];
  /** What a fault of the timeline is about, by its place there: "eu-west and us-east", "Orders → Payments", "Orders". */
  readonly fault: (index: number) => string;
}

/** Names from titles by id; an id without a title is its own name. */
export function namesOf(
  topology: Topology,
  titles: ReadonlyMap<string, string>,
  fault: (index: number) => string,
): Names {
  const node = (index: number): string => {
    const id = topology.nodes[index]?.id ?? '';
    return titles.get(id) ?? id;
  };
  return {
    node,
    fault,
    ends: (index) => {
      const link = topology.links[index];
      return link === undefined ? ['', ''] : [node(link.from), node(link.to)];
    },
  };
}
