import type { ToWorker } from './protocol.ts';
import { RunSession, type ToSession } from './session.ts';

/** Runs in a worker: simulates in slices, and listens between them. */
const session = new RunSession(
  (message, transfer) => self.postMessage(message, [...transfer] as Transferable[]),
  () => performance.now(),
);
const channel = new MessageChannel();
let working = false;

// A message to ourselves comes back after those of the page that wait already, and without a timer's delay.
channel.port1.onmessage = () => {
  working = session.work();
  if (working) channel.port2.postMessage(null);
  // Nothing is to be done: a good moment to fetch what a later document may ask for, when there may be no network.
  else fetchParts().catch(() => undefined);
};

const receive = (message: ToSession): void => {
  session.receive(message);
  if (!working) {
    working = true;
    channel.port2.postMessage(null);
  }
};

/** Judges of histories and protocols of clusters are much code, and not every run needs them: they come when asked for. */
const fetchParts = () => import('./all-parts.ts');

/** Messages are received in their order, also while one waits for them. */
let received = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  received = receiveAfter(received, data);
};

async function receiveAfter(former: Promise<void>, message: ToWorker): Promise<void> {
  await former;
  if (message.type === 'models' || message.type === 'check') {
    const { answerAboutHistories } = await fetchParts();
    self.postMessage(answerAboutHistories(message, () => performance.now()));
    return;
  }
  if (message.type === 'decode') {
    const { decodeLink } = await import('#scenario/link.ts');
    self.postMessage({ type: 'decoded', reading: decodeLink(message.text) });
    return;
  }
  if (asksForParts(message)) {
    try {
      await fetchParts();
    } catch {
      // Without a network the run goes on, and ends with what was missing; nothing else can be judged.
      if (message.type === 'judge') return;
    }
  }
  receive(message);
}

function asksForParts(message: ToWorker): boolean {
  if (message.type === 'judge') return true;
  if (message.type !== 'load') return false;
  const { checks, clusters, nodes } = (message.document ?? {}) as Readonly<Record<string, unknown>>;
  const some = (list: unknown, has: string): boolean =>
    isObject(list) && Object.values(list).some((each) => isObject(each) && Object.hasOwn(each, has));
  return (
    (isObject(clusters) && Object.keys(clusters).length > 0) ||
    some(nodes, 'types') ||
    some(checks, 'consistency')
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
