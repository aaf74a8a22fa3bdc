import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WorkerLike } from '#run/client.ts';
import type { ToWorker } from '#run/protocol.ts';
import { encodeLink } from '#scenario/link.ts';
import { decodeApart } from './decode-link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function worker() {
  const asked: ToWorker[] = [];
  const end = vi.fn<() => void>();
  const like: WorkerLike = {
    postMessage: (message) => asked.push(message),
    terminate: end,
    onmessage: null,
    onerror: null,
  };
  return { like, asked, end };
}

it('reads a link in a worker of its own, which ends with it', async () => {
  const { like, asked, end } = worker();
  const reading = decodeApart(() => like, '#s=1.abc');
  expect(asked).toEqual([{ type: 'decode', text: '#s=1.abc' }]);
  const answer = { payload: undefined, problems: [] };
  like.onmessage?.({ data: { type: 'decoded', reading: answer } } as never);
  expect(await reading).toBe(answer);
  expect(end).toHaveBeenCalledOnce();
});

it('stops a worker that is at it for too long, and says so', async () => {
  const { like, end } = worker();
  const reading = decodeApart(() => like, '#s=1.abc');
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await reading).payload).toBeUndefined();
  expect((await reading).problems.map(({ expected }) => expected)).toEqual([
    'a link that can be read in five seconds',
  ]);
  expect(end).toHaveBeenCalledOnce();
});

it('reads it itself where no worker comes up', async () => {
  const { like } = worker();
  const document = { halfopen: 1, title: 'Shop', nodes: {}, links: [] } as never;
  const reading = decodeApart(() => like, encodeLink({ document, momentUs: 7 }));
  like.onerror?.(undefined as never);
  expect((await reading).payload?.momentUs).toBe(7);
});
