import { useMemo, type ReactElement } from 'react';
import { callPolicies } from '#patterns/models.ts';
import type { RunClient } from '#run/client.ts';
import { viewMachine } from '#flow/machine-view.ts';
import { isBreaker, MachineDrawing } from '#figure/machine/machine-drawing.tsx';
import { usePlayhead } from './use-playhead.ts';

/** The machines of the policies of calls that are drawn as bridges, by the field of the link that holds them. */
const bridges = callPolicies.flatMap((policy) => {
  if (!('chart' in policy)) return [];
  const machine = viewMachine(policy.chart, policy.field);
  return isBreaker(machine) ? [{ field: policy.field, machine }] : [];
});

/** The circuit breaker of a link as three bridges, the one it is in marked; nothing for a link without one. */
export function BreakerState({
  link,
  fields,
  client,
}: {
  /** `from>to`. */
  readonly link: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly client: RunClient | null;
}): ReactElement | null {
  const bridge = bridges.find(({ field }) => fields[field] !== undefined);
  const { t, length } = usePlayhead(client);
  const state = useMemo(
    () => (client === null || length === 0 ? null : client.view.breakerAt(client.view.link(link), t)),
    [client, link, t, length],
  );
  if (bridge === undefined) return null;
  const left = state === null || state.opensUntil < 0 ? undefined : Math.max(0, state.opensUntil - t);
  return (
    <MachineDrawing
      machine={{ ...bridge.machine, active: [state?.state ?? 'closed'] }}
      countdown={left === undefined ? undefined : `${(left / 1e6).toFixed(1)} s`}
    />
  );
}
