import { instanceName } from '#sim/message.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Plain } from '#lib/plain.ts';

/** States of a saga that no step stands for: turning round, trying again, keeping the saga log. */
type Mark = VerbModel<never, null>;
const mark = (name: string, perform: NonNullable<Mark['perform']>, resume?: Mark['resume']): VerbModel => ({
  name,
  compile() {},
  perform,
  ...(resume === undefined ? {} : { resume }),
});

/** First pause before something that must succeed is tried again, doubled each time up to the longest. */
const PAUSE_US = 100_000;
const PAUSE_MAX_US = 5_000_000;

function pauseUs(tries: number): number {
  let pause = PAUSE_US;
  for (let i = 1; i < tries && pause < PAUSE_MAX_US; i++) pause *= 2;
  return Math.min(pause, PAUSE_MAX_US);
}

/** After a compensation or a write of the log failed: waits, longer each time. */
export const again = mark('saga again', (_, flow, node, host) => {
  const tries = (flow.tries?.get(node.place) ?? 0) + 1;
  (flow.tries ??= new Map()).set(node.place, tries);
  host.wait(flow, node, pauseUs(tries), false);
});

/** A stage failed: keeps the error while what is finished is undone. */
export const turn = (saga: string): VerbModel =>
  mark('saga turns', (_, flow, node, host) => {
    host.keepError(flow, saga);
    host.report(flow, node, 'ok');
  });

/** Everything is undone: the saga fails with the error that began it. */
export const undone = (saga: string): VerbModel =>
  mark('saga undone', (_, flow, node, host) => host.failAsKept(flow, node, saga));

/** What the saga log says of a saga under way. */
export interface SagaRow {
  readonly flow: string;
  readonly names: string;
  readonly session: string;
  readonly program: number;
  readonly saga: string;
  /** The state to go on in. */
  readonly at: string;
  readonly vars: { readonly [name: string]: Plain };
  readonly error: Plain;
}

/** Rows of the log of one instance begin so. */
export const logPrefix = (node: string, instance: number): string => `saga/${instanceName(node, instance)}/`;

/** Writes down where the saga stands, before it goes on to `at`. */
export const save = (log: string, saga: string, at: string): VerbModel =>
  mark('saga saves', (_, flow, node, host) => {
    const row: SagaRow = Object.freeze({
      flow: flow.id,
      names: flow.names,
      session: flow.session,
      program: flow.program,
      saga,
      at,
      vars: host.scopeOf(flow, Object.keys(flow.vars)),
      error: flow.kept?.get(saga) ?? null,
    });
    const key = `${logPrefix(host.io.nodeId, host.io.instance)}${flow.names}/${saga}`;
    host.store(flow, node, log, {
      verb: 'put',
      at: undefined,
      label: 'saga log',
      as: undefined,
      body: Object.freeze({ key, value: row as unknown as Plain }),
      operation: `put ${log}`,
    });
  });

/** The saga is over, one way or the other: its row goes. */
export const close = (log: string, saga: string): VerbModel =>
  mark('saga closes', (_, flow, node, host) => {
    const key = `${logPrefix(host.io.nodeId, host.io.instance)}${flow.names}/${saga}`;
    host.store(flow, node, log, {
      verb: 'delete',
      at: undefined,
      label: 'saga log',
      as: undefined,
      body: Object.freeze({ key }),
      operation: `delete ${log}`,
    });
  });

/** After a restart, the rows found in the log: each saga goes on where it was. */
export const takeUp = mark('saga takes up', (_, flow, node, host) => {
  for (const { value } of (flow.vars['rows'] ?? []) as readonly { readonly value: Plain }[]) {
    host.takeUp(value as unknown as SagaRow);
  }
  host.report(flow, node, 'ok');
});
