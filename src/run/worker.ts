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
  else fetchCheckers().catch(() => undefined);
};

const receive = (message: ToSession): void => {
  session.receive(message);
  if (!working) {
    working = true;
    channel.port2.postMessage(null);
  }
};

/** The checkers of histories are much code, and few runs are judged by one: they come when a document asks for them. */
const fetchCheckers = () => import('./checks/all-checkers.ts');

/** Messages are received in their order, also while one waits for the checkers. */
let received = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  received = receiveAfter(received, data);
};

async function receiveAfter(former: Promise<void>, message: ToWorker): Promise<void> {
  await former;
  if (message.type === 'models' || message.type === 'check') {
    const { answerAboutHistories } = await fetchCheckers();
    self.postMessage(answerAboutHistories(message, () => performance.now()));
    return;
  }
  if (asksForCheckers(message)) {
    try {
      await fetchCheckers();
    } catch {
      // Without a network the run goes on, and ends with what was missing; nothing else can be judged.
      if (message.type === 'judge') return;
    }
  }
  receive(message);
}

function asksForCheckers(message: ToWorker): boolean {
  if (message.type === 'judge') return true;
  if (message.type !== 'load') return false;
  const { checks } = (message.document ?? {}) as { readonly checks?: unknown };
  if (!Array.isArray(checks)) return false;
  return checks.some(
    (check: unknown) => typeof check === 'object' && check !== null && Object.hasOwn(check, 'consistency'),
  );
}
