import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Kind } from '#sim/record.ts';
import { RunClient } from './client.ts';
import type { WorkerLike } from './client.ts';
import type { FromWorker, Topology, ToWorker } from './protocol.ts';
import { RecordStore } from './record-store.ts';

const topology: Topology = { endUs: 1_000_000, seed: 7, nodes: [], links: [] };
const LOADED = 'load';

/** A worker whose answers the test gives itself. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly heard: ToWorker[] = [];
  readonly record = new RecordStore();
  ended = false;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
  begin(run: number, keep = 0): void {
    this.record.truncate(keep);
    this.say({ type: 'begin', run, keep, topology, problems: [] });
  }
  chunk(run: number, times: readonly number[], until: number): void {
    for (const time of times) {
      const rest = {
        node: 0,
        instance: 0,
        link: -1,
        message: -1,
        cause: -1,
        a: 0,
        b: 0,
        value: time,
        text: `at ${time}`,
      };
      this.record.event({ time, kind: Kind.fact, data: undefined, ...rest });
    }
    this.say({ type: 'chunk', run, chunk: structuredClone(this.record.takeChunk().chunk), until });
  }
  end(run: number, brokenAt: readonly number[] = []): void {
    const changes = brokenAt.map((at) => ({ at, event: 0, verdict: 'breaks' as const, reason: '' }));
    const verdicts = [{ check: 0, title: 'a claim', changes, final: 'breaks' as const }];
    this.say({ type: 'end', run, ending: { why: 'finished' }, digest: 'd', verdicts });
  }
}

let workers: FakeWorker[];
let client: RunClient;
let frames: ((now: number) => void)[];
let now: number;
const worker = (): FakeWorker => workers.at(-1) as FakeWorker;
/** Lets `count` frames of 20 ms pass. */
const pass = (count: number): void => {
  for (let i = 0; i < count; i++) {
    now += 20;
    for (const frame of frames.splice(0)) frame(now);
  }
};

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  frames = [];
  now = 0;
  vi.stubGlobal('requestAnimationFrame', (frame: (now: number) => void) => frames.push(frame));
  client = new RunClient(() => {
    workers.push(new FakeWorker());
    return worker();
  });
});
afterEach(() => {
  client.dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the run client', () => {
  it('plays at its scale, waits where the record ends, goes on, and stops at the end', () => {
    client.load({});
    worker().begin(1);
    worker().chunk(1, [10_000], 10_000);
    client.play();
    pass(4);
    expect(client.time).toBe(6_000);
    pass(10);
    expect(client.time).toBe(10_000);
    expect(client.getState()).toMatchObject({ playing: true, waiting: true });
    worker().chunk(1, [20_000], 1_000_000);
    worker().end(1);
    pass(1);
    expect(client.time).toBe(12_000);
    expect(client.getState().waiting).toBe(false);
    client.setScale(10_000_000);
    pass(10);
    expect(client.time).toBe(1_000_000);
    expect(client.getState().playing).toBe(false);
    expect(frames).toEqual([]);
    client.play();
    expect(client.time).toBe(0);
  });

  it('asks for no frame while it is paused', () => {
    client.load({});
    worker().begin(1);
    worker().chunk(1, [5], 1_000_000);
    worker().end(1);
    client.seek(5);
    pass(1);
    expect(frames).toEqual([]);
  });

  it('keeps the playhead when the document changes, and the picture until it is simulated again', () => {
    const drawn: number[] = [];
    client.load({});
    worker().begin(1);
    worker().chunk(1, [100_000, 500_000], 1_000_000);
    worker().end(1);
    client.seek(600_000);
    pass(1);
    client.subscribeFrame((time) => drawn.push(time));
    client.load({ changed: true });
    worker().begin(2, 1);
    pass(1);
    worker().chunk(2, [550_000], 580_000);
    pass(1);
    expect(drawn).toEqual([]);
    worker().chunk(2, [], 700_000);
    pass(1);
    expect(drawn).toEqual([600_000]);
    expect(client.view.store.length).toBe(2);
    expect(client.view.store.textOf(1)).toBe('at 550000');
  });

  it('counts what an outdated run still sends before the new one begins', () => {
    client.load({});
    worker().begin(1);
    client.load({ changed: true });
    worker().chunk(1, [1, 2], 2);
    worker().begin(2, 1);
    worker().chunk(2, [3], 3);
    expect([0, 1].map((i) => client.view.store.textOf(i))).toEqual(['at 1', 'at 3']);
  });

  it('does not take the end of an outdated run for that of the one that replaces it', () => {
    client.load('one');
    worker().begin(1);
    worker().chunk(1, [10], 1_000_000);
    client.load('two');
    worker().end(1);
    expect(client.getState().ending).toBeNull();
    worker().begin(2);
    worker().chunk(2, [20], 1_000_000);
    worker().end(2);
    expect(client.getState().ending).toEqual({ why: 'finished' });
  });

  it('steps to the moments at which something happens', () => {
    client.load({});
    worker().begin(1);
    worker().chunk(1, [10, 20, 20, 30], 1_000_000);
    worker().end(1);
    const visited: number[] = [];
    for (let i = 0; i < 4; i++) {
      client.stepForward();
      visited.push(client.time);
    }
    client.seek(25);
    for (let i = 0; i < 3; i++) {
      client.stepBack();
      visited.push(client.time);
    }
    expect(visited).toEqual([10, 20, 30, 1_000_000, 20, 10, 0]);
  });

  it('jumps from one broken check to the next and around', () => {
    client.load({});
    worker().begin(1);
    worker().end(1, [300, 100]);
    const visited = [0, 0, 0].map(() => {
      client.nextBroken();
      return client.time;
    });
    expect(visited).toEqual([100, 300, 100]);
  });

  it('replaces a silent worker once, then says that it is stuck until the document changes', async () => {
    client.load({ loop: true });
    const asked = client.inspect('orders', 5);
    vi.advanceTimersByTime(5_001);
    expect(await asked).toBeNull();
    expect(workers).toHaveLength(2);
    expect(workers[0]?.ended).toBe(true);
    expect(worker().heard).toEqual([{ type: LOADED, run: 2, document: { loop: true } }]);
    expect(client.getState().trouble).toBe('restarted');
    vi.advanceTimersByTime(5_001);
    expect(client.getState().trouble).toBe('stuck');
    expect(worker().ended).toBe(true);
    client.load({});
    expect(workers).toHaveLength(3);
    worker().begin(3);
    worker().chunk(3, [1], 1_000_000);
    worker().end(3);
    vi.advanceTimersByTime(60_000);
    expect(workers).toHaveLength(3);
    expect(client.getState().trouble).toBeNull();
  });

  it('is held up where its brake says, to the microsecond, and goes on from there', () => {
    const reached: number[] = [];
    client.load({});
    worker().begin(1);
    worker().chunk(1, [10_000], 1_000_000);
    worker().end(1);
    const stops = [12_345, 600_000];
    const release = client.setBrake({
      next: (from, until) => stops.find((at) => at > from && at <= until) ?? Infinity,
      reached: (at) => {
        reached.push(at);
        if (at === 600_000) client.seek(500_000);
        else client.pause();
      },
    });
    client.setScale(1_000_000);
    client.play();
    pass(10);
    expect(client.time).toBe(12_345);
    expect(client.getState().playing).toBe(false);
    client.play();
    pass(60);
    expect(reached.slice(0, 3)).toEqual([12_345, 600_000, 600_000]);
    expect(client.getState().playing).toBe(true);
    release();
    pass(60);
    expect(client.time).toBe(1_000_000);
  });
});
