import type { WorkerLike } from '#run/client.ts';
import type { LinkReading } from '#scenario/link.ts';
import { words } from '#words/en.ts';

/** The longest link takes a tenth of this on a slow machine. */
const PATIENCE_MS = 5_000;

/**
 * Reads a link in a worker of its own, which is stopped when it takes too long: links come from strangers. Where no
 * worker comes up, it is read here; the work is bounded in any case.
 */
export function decodeApart(spawn: () => WorkerLike, text: string): Promise<LinkReading> {
  return new Promise((resolve) => {
    const worker = spawn();
    const end = (reading: LinkReading): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(reading);
    };
    const timer = setTimeout(() => {
      end({ payload: undefined, problems: [{ path: 'link', ...words.files.slowLink }] });
    }, PATIENCE_MS);
    worker.onmessage = ({ data }) => {
      if (data.type === 'decoded') end(data.reading);
    };
    worker.onerror = () => void import('#scenario/link.ts').then(({ decodeLink }) => end(decodeLink(text)));
    worker.postMessage({ type: 'decode', text });
  });
}
