import type { ToWorker } from './protocol.ts';
import { RunSession } from './session.ts';

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
};

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  session.receive(data);
  if (!working) {
    working = true;
    channel.port2.postMessage(null);
  }
};
