import { EventKind, isFailed, MESSAGE_KIND_NAMES } from '#run/view/columns.ts';
import { textField } from '#run/view/payload.ts';
import type { RunView } from '#run/view/run-view.ts';

/**
 * Why a read was stale: the write that the copy lacked when it answered, the message that should have brought it and
 * was lost, and the fault that took it. Events in the order in which they happened; none when the answer was the newest.
 */
export function staleCauses(view: RunView, chain: readonly number[]): number[] {
  const { store } = view;
  const answer = chain.find(
    (event) =>
      store.kind[event] === EventKind.send &&
      view.messageKind(event) === 'reply' &&
      !isFailed(store.b[event] ?? 0),
  );
  const key = answer === undefined ? null : /^get (.+)$/u.exec(store.textOf(answer))?.[1];
  if (answer === undefined || key === null || key === undefined) return [];
  const copy = store.node[answer] ?? -1;
  const [has] = view.rows.versions(copy, key, answer, 1);
  const version = has?.version ?? 0;
  const write = missingWrite(view, copy, key, version, answer);
  if (write < 0) return [];
  const drop = lostCopy(view, copy, key, write, answer);
  if (drop < 0) return [write];
  const fault = view.faults.behind(drop)?.event;
  return [...(fault === undefined ? [] : [fault]), write, drop].sort((x, y) => x - y);
}

/** Where the version after the one that the copy had was first written, -1 when nowhere. */
function missingWrite(view: RunView, copy: number, key: string, version: number, before: number): number {
  let first = -1;
  view.topology.nodes.forEach((_, node) => {
    if (node === copy) return;
    const newer = view.rows
      .versions(node, key, before, before)
      .filter((row) => row.version > version)
      .at(-1);
    if (newer !== undefined && (first < 0 || newer.event < first)) first = newer.event;
  });
  return first;
}

/** The first message to the copy about this row, sent after the write, that was lost. */
function lostCopy(view: RunView, copy: number, key: string, write: number, before: number): number {
  const { drops } = view.messages;
  for (let i = Math.max(0, drops.lastAtMost(write)); i < drops.length; i++) {
    const drop = drops.at(i);
    if (drop >= before) return -1;
    if (drop < write || view.store.node[drop] !== copy) continue;
    if (MESSAGE_KIND_NAMES[view.store.a[drop] ?? 0] !== 'replication') continue;
    const send = view.messages.sendOf(view.store.message[drop] ?? -1);
    if (send >= 0 && isAbout(view, send, key)) return drop;
  }
  return -1;
}

function isAbout(view: RunView, send: number, key: string): boolean {
  return view.store.textOf(send).startsWith(key) || textField(view.store.dataOf(send), 'key') === key;
}
