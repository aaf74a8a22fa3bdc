/**
 * Who reads which partition of one topic, after Kafka's RangeAssignor and RoundRobinAssignor: members in the order
 * of their names; `range` gives each a run of neighbours, the first ones one more when it does not come out even;
 * `roundRobin` deals them out one by one.
 */
export function assignPartitions(
  assignor: 'range' | 'roundRobin',
  members: readonly string[],
  partitions: number,
): { readonly owner: readonly string[]; readonly members: { readonly [member: string]: readonly number[] } } {
  const sorted = [...members].sort();
  const owner = Array.from({ length: partitions }, (_, partition) => {
    if (sorted.length === 0) return '';
    if (assignor === 'roundRobin') return sorted[partition % sorted.length]!;
    const each = Math.floor(partitions / sorted.length);
    const extra = partitions % sorted.length;
    const inLarger = extra * (each + 1);
    return partition < inLarger
      ? sorted[Math.floor(partition / (each + 1))]!
      : sorted[extra + Math.floor((partition - inLarger) / each)]!;
  });
  const shares = sorted.map(
    (member) => [member, owner.flatMap((each, index) => (each === member ? [index] : []))] as const,
  );
  return { owner, members: Object.fromEntries(shares) };
}
