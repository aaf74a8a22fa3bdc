import { field, textField } from '#run/view/payload.ts';
import { BREAKER_STATES, EndedAs, EventKind, FlowPhase, isCopy, isFailed } from '#run/view/columns.ts';
import type { RunView } from '#run/view/run-view.ts';
import { events as say } from '#words/events.ts';
import { brief, labelOf, reasonWords, waysOf } from './labels.ts';
import type { Names } from './names.ts';

/** One event as a sentence; what stands between backticks is a key, a message or a value. */
export function sentenceOf(view: RunView, names: Names, event: number): string {
  const { store } = view;
  const node = names.node(store.node[event] ?? -1);
  const text = store.textOf(event);
  const data = store.dataOf(event);
  switch (store.kind[event] ?? -1) {
    case EventKind.send:
      return sent(view, names, event);
    case EventKind.arrive: {
      const after = (store.time[event] ?? 0) - (store.value[event] ?? 0);
      return say.arrived(node, labelOf(view, event), after);
    }
    case EventKind.drop: {
      const [from, to] = waysOf(view, names, event);
      return say.dropped(labelOf(view, event), from, to, reasonWords(text));
    }
    case EventKind.fact:
      return fact(view, names, event);
    case EventKind.state:
      return moved(view, names, event);
    case EventKind.begin:
      return say.begins(node, text);
    case EventKind.end: {
      const reason = reasonWords(textField(data, 'reason'));
      const outcome = store.b[event];
      if (outcome === EndedAs.ok) return say.endsOk(node, text, store.value[event] ?? 0);
      return outcome === EndedAs.failed
        ? say.endsFailed(node, text, reason)
        : say.endsUnknown(node, text, reason);
    }
    case EventKind.flow:
      return flow(view, node, event);
    default:
      return fault(view, names, event);
  }
}

function sent(view: RunView, names: Names, event: number): string {
  const [from, to] = waysOf(view, names, event);
  const label = labelOf(view, event);
  const flags = view.store.b[event] ?? 0;
  const kind = view.messageKind(event);
  const sentence =
    kind === 'reply' && isFailed(flags) ? say.refusal(from, to, label) : say[kind](from, to, label);
  return isCopy(flags) ? sentence + say.copied : sentence;
}

function fact(view: RunView, names: Names, event: number): string {
  const { store } = view;
  const node = names.node(store.node[event] ?? -1);
  const name = store.textOf(event);
  const data = store.dataOf(event);
  const [a, b, value] = [store.a[event] ?? 0, store.b[event] ?? 0, store.value[event] ?? 0];
  const text = (key: string): string => textField(data, key);
  switch (name) {
    case 'status':
      return [say.down, say.up, say.paused][a]?.(instanceName(view, names, event)) ?? '';
    case 'busy':
      return say.busy(node, value);
    case 'queue':
      return say.queued(node, value);
    case 'served':
      return a === 0
        ? say.served(node, text('op'), value)
        : say.servedFailed(node, text('op'), reasonWords(text('reason')));
    case 'rejected':
      return say.rejected(node, text('op'), reasonWords(text('reason')));
    case 'row': {
      const row = field(data, 'value');
      return row === null ? say.removed(node, text('key')) : say.stored(node, text('key'), a, brief(row));
    }
    case 'role':
      return say.role(node, typeof data === 'string' ? data : '', a);
    case 'durable':
      return say.durable(node, value);
    case 'append': {
      const carried = field(data, 'event');
      return say.appended(textField(carried, 'type'), textField(carried, 'key'), text('topic'), a, b);
    }
    case 'commit':
      return say.committed(text('group'), text('topic'), a, b);
    case 'assign':
      return say.assigned(text('group'), text('topic'));
    case 'trim':
      return say.trimmed(text('topic'), a, b);
    case 'enqueue':
      return say.enqueued(text('queue'), a);
    case 'deliver':
      return say.delivered(text('queue'), a, text('to'), b);
    case 'ack':
      return say.acknowledged(text('queue'), a);
    case 'requeue':
      return say.requeued(text('queue'), a, reasonWords(text('reason')));
    case 'dead':
      return say.dead(text('queue'), a, reasonWords(text('reason')));
    default:
      return say.otherFact(node, name, data === undefined ? String(value) : brief(data));
  }
}

/** The node, with the number of the instance when it has several. */
function instanceName(view: RunView, names: Names, event: number): string {
  const node = view.store.node[event] ?? -1;
  const several = (view.topology.nodes[node]?.instances ?? 1) > 1;
  return several ? `${names.node(node)} #${(view.store.instance[event] ?? 0) + 1}` : names.node(node);
}

function moved(view: RunView, names: Names, event: number): string {
  const { store } = view;
  const data = store.dataOf(event);
  const machine = store.textOf(event);
  const to = textField(data, 'to');
  const state = BREAKER_STATES.find((one) => one === to);
  if (machine === 'breaker' && state !== undefined) {
    const [from, callee] = names.ends(store.link[event] ?? -1);
    return say.breaker[state](from, callee);
  }
  return say.moved(
    names.node(store.node[event] ?? -1),
    machine,
    textField(data, 'from'),
    to,
    textField(data, 'by'),
  );
}

function flow(view: RunView, node: string, event: number): string {
  const { store } = view;
  const data = store.dataOf(event);
  const handler = view.flows.handlerOf(event);
  switch (store.a[event] ?? -1) {
    case FlowPhase.begin:
      return say.flowBegins(node, handler);
    case FlowPhase.step:
      return say.flowStep(node, handler, store.b[event] ?? 0);
    case FlowPhase.end:
      return say.flowEnds(node, handler);
    case FlowPhase.fail: {
      const text = textField(data, 'text');
      return say.flowFails(node, handler, text === '' ? reasonWords(textField(data, 'reason')) : text);
    }
    default:
      return say.flowLost(node, handler);
  }
}

function fault(view: RunView, names: Names, event: number): string {
  const { store } = view;
  const what = store.textOf(event);
  const named = names.fault(store.a[event] ?? -1);
  const sentences = Object.hasOwn(say.faults, what)
    ? say.faults[what as keyof typeof say.faults]
    : say.faults.set;
  return store.b[event] === 1 ? sentences.begins(named) : sentences.ends(named);
}
