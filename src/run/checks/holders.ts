import { replicationOf } from '#patterns/replications.ts';
import type { Compiled } from '#run/compile.ts';
import type { StoreId } from './client-history.ts';

/** Which members are to hold a row in the end. */
export function holdersIn(
  { document }: Compiled,
  { of, members }: StoreId,
): (key: string) => readonly string[] {
  const cluster = document.clusters[of];
  if (cluster === undefined) return () => members;
  const protocol = replicationOf(cluster.replication.mode);
  const params = protocol.prepare(cluster.replication as never);
  return (key) => protocol.holders?.(params, key, members) ?? members;
}
