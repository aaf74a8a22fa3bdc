import { describe, expect, it } from 'vitest';
import { clonePlain, equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import type { Behaviour, Io, Stimulus } from './behaviour.ts';
import { Kernel } from './kernel.ts';
import type { Message } from './message.ts';
import { EVENT_KINDS } from './record.ts';
import type { RecordEvent } from './record.ts';
import type { FaultSpec, LinkSpec, System } from './system.ts';

/**
 * A small world: `left` sends numbered messages to `right` at an even pace, `right` writes down what it hears and
 * answers what is wanted. Times in µs.
 */
interface Heard {
  readonly what: string;
  readonly at: number;
}
interface Notes {
  heard: Heard[];
  drawn: number[];
}
interface Script {
  readonly every: number;
  readonly count: number;
  readonly wanted: boolean;
  readonly ordered: boolean;
  /** `right`: how long an answer takes; Infinity: never. */
  readonly answerAfter: number;
  readonly instances: number;
  readonly work: boolean;
  readonly tag: string;
}
const SCRIPT: Script = {
  every: 1_000,
  count: 10,
  wanted: false,
  ordered: false,
  answerAfter: 0,
  instances: 1,
  work: false,
  tag: '',
};

const talker: Behaviour<Notes, Script> = {
  kind: 'talker',
  instances: (params) => params.instances,
  start: () => ({ heard: [], drawn: [] }),
  step(state, stimulus, io) {
    const note = (what: string): void => void state.heard.push({ what, at: io.now });
    switch (stimulus.type) {
      case 'start':
        return tell(1, io);
      case 'timer': {
        const { say, answer } = stimulus.payload as { say?: number; answer?: Message };
        if (answer !== undefined) return io.reply(answer, { ok: true, value: answer.id });
        note(`timer ${say}`);
        state.drawn.push(io.draw('talk'));
        io.send({
          link: io.ports.find((port) => port.outgoing)!.link,
          kind: 'request',
          verb: 'say',
          body: say!,
          wanted: io.params.wanted,
          ordered: io.params.ordered,
        });
        return tell(say! + 1, io);
      }
      case 'message':
        return note(replyText(stimulus));
      case 'load':
        return note(`load ${stimulus.factor}`);
      case 'params':
      case 'crash':
      case 'restart':
        return note(`${stimulus.type}${io.params.tag}`);
    }
  },
  shows: (state) => state as unknown as Plain,
};
function tell(say: number, io: Io<Script>): void {
  if (say <= io.params.count && io.ports.some((port) => port.outgoing))
    io.timer(io.params.every, { say }, { work: io.params.work });
}
function replyText(stimulus: Stimulus & { type: 'message' }): string {
  const outcome = stimulus.message.body as { ok: boolean; reason?: string };
  return outcome.ok ? 'answered' : outcome.reason!;
}

const listener: Behaviour<Notes, Script> = {
  kind: 'listener',
  instances: (params) => params.instances,
  start: () => ({ heard: [], drawn: [] }),
  step(state, stimulus, io) {
    const where = io.params.instances > 1 ? `#${io.instance} ` : '';
    if (stimulus.type === 'message') {
      const { message } = stimulus;
      state.heard.push({ what: `${where}${message.body as number}`, at: io.now });
      if (message.wanted && io.params.answerAfter !== Infinity)
        io.timer(io.params.answerAfter, { answer: message as unknown as Plain }, { work: io.params.work });
    } else if (stimulus.type === 'timer') {
      const { answer } = stimulus.payload as unknown as { answer: Message };
      io.reply(answer, { ok: true, value: answer.id });
    } else if (stimulus.type !== 'start') state.heard.push({ what: `${where}${stimulus.type}`, at: io.now });
  },
  pick: (_, message, io) => (message.body as number) % io.params.instances,
  shows: (state) => state as unknown as Plain,
};

interface World {
  readonly left?: Partial<Script>;
  readonly right?: Partial<Script>;
  readonly link?: Partial<LinkSpec>;
  readonly faults?: readonly Omit<FaultSpec, 'index'>[];
  readonly seed?: number;
  readonly more?: readonly string[];
}
function system(world: World): System {
  const params = (own: Partial<Script> | undefined): Script => ({ ...SCRIPT, ...own });
  return {
    seed: world.seed ?? 1,
    endUs: 100_000_000,
    nodes: [
      { id: 'left', behaviour: talker as never, params: params(world.left) },
      { id: 'right', behaviour: listener as never, params: params(world.right) },
      ...(world.more ?? []).map((id) => ({ id, behaviour: talker as never, params: params(world.left) })),
    ],
    links: [
      {
        id: 'left>right',
        from: 0,
        to: 1,
        delay: { fixed: 100 },
        loss: 0,
        duplicate: 0,
        reorder: 0,
        ...world.link,
      },
      ...(world.more ?? []).map((id, i) => ({
        id: `${id}>right`,
        from: 2 + i,
        to: 1,
        delay: { exponential: 100 },
        loss: 0.1,
        duplicate: 0.1,
        reorder: 0.1,
      })),
    ],
    faults: (world.faults ?? []).map((fault, index) => ({ index, ...fault })),
  };
}
interface Ran {
  readonly kernel: Kernel;
  readonly events: RecordEvent[];
  heard(node: number): string[];
  at(node: number, what: string): number[];
  drops(): string[];
}
function run(world: World, until = 50_000_000): Ran {
  const events: RecordEvent[] = [];
  const kernel = new Kernel(system(world), (e) => events.push({ ...e }));
  kernel.run(until);
  const notes = (node: number): Heard[] => (kernel.shown(node) as unknown as Notes).heard;
  return {
    kernel,
    events,
    heard: (node) => notes(node).map(({ what }) => what),
    at: (node, what) => notes(node).flatMap((each) => (each.what === what ? [each.at] : [])),
    drops: () => events.filter((e) => EVENT_KINDS[e.kind] === 'drop').map((e) => e.text),
  };
}
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
const target = (node: number, instance = -1) => ({ node, instance });

describe('the network', () => {
  const MANY = 20_000;
  it('delays as it is told: fixed, and exponential in mean and spread', () => {
    const fixed = run({ left: { count: 3 } });
    expect(fixed.at(1, '2')).toEqual([2_100]);
    const spread = run({ left: { count: MANY, every: 10 }, link: { delay: { exponential: 500 } } });
    const delays = spread.events.flatMap((e) => (EVENT_KINDS[e.kind] === 'arrive' ? [e.time - e.value] : []));
    const mean = delays.reduce((sum, each) => sum + each, 0) / MANY;
    const deviation = Math.sqrt(delays.reduce((sum, each) => sum + (each - mean) ** 2, 0) / MANY);
    // Three standard errors of the mean of so many; that of the deviation of an exponential is about 1.4 times as wide.
    expect(Math.abs(mean - 500)).toBeLessThan((3 * 500) / Math.sqrt(MANY));
    expect(Math.abs(deviation - 500)).toBeLessThan((3 * 1.5 * 500) / Math.sqrt(MANY));
  });

  it.each([
    ['loss', 0.2, (r: Ran) => r.drops().length],
    ['duplicate', 0.1, (r: Ran) => r.heard(1).length - MANY],
  ] as const)('%s happens to its share of messages', (field, share, count) => {
    const seen = count(run({ left: { count: MANY, every: 10 }, link: { [field]: share } }));
    expect(Math.abs(seen - share * MANY)).toBeLessThan(3 * Math.sqrt(MANY * share * (1 - share)));
  });

  it('reordering lets later messages overtake, and nothing is lost by it', () => {
    const heard = run({ left: { count: 1_000 }, link: { reorder: 0.3 } })
      .heard(1)
      .map(Number);
    expect(new Set(heard).size).toBe(1_000);
    const late = heard.filter((each, i) => heard.slice(0, i).some((earlier) => earlier > each)).length;
    // Held for up to 5 ms at a pace of 1 ms: about four in five of the 300 are overtaken.
    expect(late).toBeGreaterThan(180);
    expect(late).toBeLessThan(320);
  });

  it.each([1, 2, 3, 4, 5])('an ordered channel never overtakes, whatever the delays (seed %i)', (seed) => {
    const wild = { delay: { pareto: { min: 100, alpha: 1.1 } }, loss: 0.1 } as const;
    const heard = run({ seed, left: { count: 2_000, every: 50, ordered: true }, link: wild })
      .heard(1)
      .map(Number);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    const unordered = run({ seed, left: { count: 2_000, every: 50 }, link: wild })
      .heard(1)
      .map(Number);
    expect(unordered).not.toEqual([...unordered].sort((a, b) => a - b));
  });

  it('a duplicate of a request is answered like the request, and the asker hears both answers', () => {
    const r = run({ left: { count: 5, wanted: true }, link: { duplicate: 1 } });
    expect(r.heard(0).filter((each) => each === 'answered').length).toBeGreaterThanOrEqual(10);
  });
});

describe('a cut', () => {
  const cut = (way: 'forward' | 'back' | 'both', at: number, until: number) =>
    ({ at, until, action: { do: 'partition', cuts: [{ link: 0, way }] } }) as const;

  it('loses what is under way, leaves what has arrived, and lets pass what is sent after it heals', () => {
    // Sent at 1, 2, 3, … ms and 2.5 ms under way. At 5.6 ms 1 to 3 have arrived; 4 and 5 are on the way.
    const r = run({ link: { delay: { fixed: 2_500 } }, faults: [cut('both', 5_600, 7_500)] });
    expect(r.heard(1)).toEqual(['1', '2', '3', ...numbers(8, 10)]);
    expect(r.drops()).toEqual(Array(4).fill('partitioned'));
  });
  it('a message that would arrive at the very instant is lost: faults come first', () => {
    expect(run({ left: { count: 1 }, faults: [cut('both', 1_100, 2_000)] }).heard(1)).toEqual([]);
    expect(run({ left: { count: 1 }, faults: [cut('both', 1_101, 2_000)] }).heard(1)).toEqual(['1']);
  });
  it('one way lets requests through and loses the answers, or the other way round', () => {
    const asking = { left: { count: 3, wanted: true } };
    const back = run({ ...asking, faults: [cut('back', 0, Infinity)] });
    expect(back.heard(1)).toEqual(['1', '2', '3']);
    expect(back.heard(0).filter((each) => !each.startsWith('timer'))).toEqual([]);
    const forward = run({ ...asking, faults: [cut('forward', 0, Infinity)] });
    expect(forward.heard(1)).toEqual([]);
    const answered = run({ ...asking, faults: [cut('forward', 3_150, Infinity)] });
    expect(answered.heard(0).filter((each) => each === 'answered')).toHaveLength(3);
  });
  it('two cuts of one link: the link is whole when both have healed', () => {
    const r = run({ faults: [cut('both', 1_500, 6_500), cut('both', 3_500, 4_500)] });
    expect(r.heard(1)).toEqual(['1', ...numbers(7, 10)]);
  });
  it('healing by hand ends it early, and its own end then does nothing', () => {
    const heal = { at: 3_500, until: Infinity, action: { do: 'heal', faults: 'all' } } as const;
    const again = cut('both', 7_500, 8_500);
    const r = run({ faults: [cut('both', 1_500, 8_000), heal, again] });
    expect(r.heard(1)).toEqual(['1', ...numbers(4, 7), '9', '10']);
  });
});

describe('a crash', () => {
  const crash = (node: number, at: number, until: number, instance = -1) =>
    ({ at, until, action: { do: 'crash', target: target(node, instance) } }) as const;
  const restart = (node: number, at: number, instance = -1) =>
    ({ at, until: Infinity, action: { do: 'restart', target: target(node, instance) } }) as const;

  it('a caller is refused at once while the host answers, and hears nothing when it is cut off', () => {
    const asking = { left: { count: 1, wanted: true } };
    const refused = run({ ...asking, faults: [crash(1, 500, Infinity)] });
    expect(refused.at(0, 'refused')).toEqual([1_200]);
    const cutOff = {
      at: 500,
      until: Infinity,
      action: { do: 'partition', cuts: [{ link: 0, way: 'both' }] },
    } as const;
    expect(run({ ...asking, faults: [crash(1, 500, Infinity), cutOff] }).heard(0)).toEqual(['timer 1']);
  });
  it('whoever waits for an answer is told connectionLost at once', () => {
    const r = run({
      left: { count: 1, wanted: true },
      right: { answerAfter: 50_000 },
      faults: [crash(1, 3_000, 9_000)],
    });
    expect(r.at(0, 'connectionLost')).toEqual([3_100]);
    expect(r.heard(0)).not.toContain('answered');
  });
  it('an answer to an earlier life of the asker is not heard', () => {
    const r = run({
      left: { count: 1, wanted: true },
      right: { answerAfter: 5_000 },
      faults: [crash(0, 3_000, 4_000)],
    });
    expect(r.heard(0)).toEqual(['timer 1', 'crash', 'restart']);
    expect(r.drops()).toEqual(['crashed']);
  });
  it('timers die with the life that set them', () => {
    expect(run({ faults: [crash(0, 3_500, 4_000)] }).heard(1)).toEqual(['1', '2', '3']);
  });
  it('of one instance leaves the others at work', () => {
    const r = run({ right: { instances: 2 }, left: { wanted: true }, faults: [crash(1, 4_500, 8_500, 1)] });
    expect(r.heard(1).filter((each) => /\d$/.test(each))).toEqual([
      '#1 1',
      '#0 2',
      '#1 3',
      '#0 4',
      '#0 6',
      '#0 8',
      '#1 9',
      '#0 10',
    ]);
    expect(r.heard(0).filter((each) => each === 'refused')).toHaveLength(2);
  });
  it('two that overlap: it lives again when the last of them is over', () => {
    const r = run({ left: { wanted: true }, faults: [crash(1, 1_500, 4_500), crash(1, 2_500, 7_500)] });
    expect(r.heard(1)).toEqual(['1', 'crash', 'restart', ...numbers(8, 10)]);
    const whole = run({
      right: { instances: 2 },
      faults: [crash(1, 1_500, 7_500), crash(1, 2_500, 3_500, 0)],
    });
    expect(whole.at(1, '#0 restart')).toEqual([7_500]);
  });
  it('a restart by hand ends it, and its own end then does nothing', () => {
    const r = run({ left: { wanted: true }, faults: [crash(1, 1_500, 8_500), restart(1, 3_500)] });
    expect(r.heard(1)).toEqual(['1', 'crash', 'restart', ...numbers(4, 10)]);
    const later = run({ faults: [crash(1, 1_500, Infinity), restart(1, 3_500), crash(1, 5_500, 6_500)] });
    expect(later.heard(1)).toEqual([
      '1',
      'crash',
      'restart',
      '4',
      '5',
      'crash',
      'restart',
      ...numbers(7, 10),
    ]);
  });
  it('restarting what runs stops and starts it', () => {
    const r = run({
      left: { count: 1, wanted: true },
      right: { answerAfter: 5_000 },
      faults: [restart(1, 3_000)],
    });
    expect(r.heard(1)).toEqual(['1', 'crash', 'restart']);
    expect(r.heard(0)).toContain('connectionLost');
  });
});

describe('a pause', () => {
  const pause = (node: number, at: number, until: number) =>
    ({ at, until, action: { do: 'pause', target: target(node) } }) as const;

  it('holds what comes and lets it through in order, at the instant it ends', () => {
    const r = run({ faults: [pause(1, 2_500, 7_500)] });
    expect(r.heard(1)).toEqual(numbers(1, 10));
    expect(r.at(1, '3')).toEqual([7_500]);
    expect(r.at(1, '7')).toEqual([7_500]);
    expect(r.at(1, '8')).toEqual([8_100]);
  });
  it('stops timers too, and they keep their place among the messages', () => {
    const r = run({
      left: { wanted: true, count: 4 },
      right: { answerAfter: 1_550 },
      faults: [pause(0, 1_500, 6_000)],
    });
    // Due while it paused: timer 2 (2.0 ms), the answer to 1 (2.75 ms); its own clockwork goes on from there.
    expect(r.heard(0).slice(0, 3)).toEqual(['timer 1', 'timer 2', 'answered']);
    expect(r.at(0, 'timer 2')).toEqual([6_000]);
    expect(r.at(0, 'timer 3')).toEqual([7_000]);
  });
  it('two that overlap: it goes on when the last of them is over', () => {
    const r = run({ faults: [pause(1, 1_500, 4_500), pause(1, 2_500, 7_500)] });
    expect(r.at(1, '2')).toEqual([7_500]);
  });
  it('a crash while it is paused loses what was held', () => {
    const crash = { at: 4_500, until: 5_500, action: { do: 'crash', target: target(1) } } as const;
    const r = run({ faults: [pause(1, 1_500, 7_500), crash] });
    expect(r.heard(1)).toEqual(['1', 'crash', 'restart', ...numbers(6, 10)]);
  });
});

describe('other faults', () => {
  it('slow stretches work that begins while it lasts, and nothing else', () => {
    const slow = { at: 2_500, until: 4_500, action: { do: 'slow', target: target(0), factor: 3 } } as const;
    const work = run({ left: { work: true, count: 5 }, faults: [slow] });
    // 1, 2, 3 ms; then begun at 3 ms: 6 ms; then as before.
    expect([1, 2, 3, 4, 5].map((n) => work.at(0, `timer ${n}`)[0])).toEqual([
      1_000, 2_000, 3_000, 6_000, 7_000,
    ]);
    const idle = run({ left: { count: 5 }, faults: [slow] });
    expect(idle.at(0, 'timer 5')).toEqual([5_000]);
  });
  it('skew moves a clock and not time, adds up, and heals', () => {
    const skew = (at: number, until: number, byUs: number) =>
      ({ at, until, action: { do: 'skew', node: 0, byUs } }) as const;
    const kernel = new Kernel(
      system({ faults: [skew(1_000, 4_000, 500), skew(2_000, 3_000, -70)] }),
      () => {},
    );
    const clocks = [500, 1_500, 2_500, 3_500, 4_500].map((at) => {
      kernel.run(at);
      return kernel.clock(0) - kernel.now;
    });
    expect(clocks).toEqual([0, 500, 430, 500, 0]);
  });
  it('load multiplies, adds up by multiplication, and heals', () => {
    const load = (at: number, until: number, factor: number) =>
      ({ at, until, action: { do: 'load', node: 0, factor } }) as const;
    const r = run({ faults: [load(1_000, 4_000, 3), load(2_000, 3_000, 2)] });
    expect(r.heard(0).filter((each) => each.startsWith('load'))).toEqual([
      'load 3',
      'load 6',
      'load 3',
      'load 1',
    ]);
  });
  it('load is told to a node that was down or paused when it changed, as soon as it can hear', () => {
    const load = { at: 2_000, until: 9_000, action: { do: 'load', node: 0, factor: 3 } } as const;
    for (const how of ['crash', 'pause'] as const) {
      const away = { at: 1_500, until: 3_500, action: { do: how, target: target(0) } } as const;
      const r = run({ faults: [away, load] });
      expect([how, r.at(0, 'load 3'), r.at(0, 'load 1')]).toEqual([how, [3_500], [9_000]]);
      const over = run({ faults: [{ ...away, until: 9_500 }, load] });
      expect([how, over.heard(0).filter((each) => each.startsWith('load'))]).toEqual([how, []]);
    }
  });
  it('one message can be dropped, doubled or delayed, counted on its link and way', () => {
    const treat = (
      nth: number,
      effect: { drop: true } | { duplicate: true } | { delayUs: number },
      way: 'forward' | 'back' = 'forward',
    ) => ({ at: 0, until: Infinity, action: { do: 'message', link: 0, way, nth, effect } }) as const;
    const r = run({
      faults: [treat(2, { drop: true }), treat(4, { duplicate: true }), treat(6, { delayUs: 2_500 })],
    });
    expect(r.heard(1)).toEqual(['1', '3', '4', '4', '5', '7', '8', '6', '9', '10']);
    expect(r.drops()).toEqual(['droppedByHand']);
    const back = run({ left: { wanted: true, count: 3 }, faults: [treat(2, { drop: true }, 'back')] });
    expect(back.heard(0).filter((each) => each === 'answered')).toHaveLength(2);
  });
  it('a set parameter is told, and its end brings back what was designed', () => {
    const set = {
      at: 2_500,
      until: 5_500,
      action: {
        do: 'set',
        node: 0,
        what: null,
        params: (p: unknown) => ({ ...(p as Script), tag: '!', every: 100 }),
      },
    } as const;
    const r = run({ faults: [set] });
    expect(r.heard(0).filter((each) => each.startsWith('params'))).toEqual(['params!', 'params']);
    expect(r.at(0, 'timer 4')).toEqual([3_100]);
  });
  it('setting the number of instances starts and stops them', () => {
    const set = {
      at: 2_500,
      until: 6_500,
      action: {
        do: 'set',
        node: 1,
        what: null,
        params: (p: unknown) => ({ ...(p as Script), instances: 3 }),
      },
    } as const;
    const r = run({ right: { instances: 2 }, faults: [set] });
    const spoken = r.heard(1).filter((each) => /#\d \d/.test(each));
    expect(spoken.slice(2, 6)).toEqual(['#0 3', '#1 4', '#2 5', '#0 6']);
    expect(spoken.slice(6)).toEqual(['#1 7', '#0 8', '#1 9', '#0 10']);
    expect(r.heard(1)).toContain('#2 restart');
  });
  it('an extra effect on a link adds up with its own and heals', () => {
    const effect = (at: number, until: number) =>
      ({
        at,
        until,
        action: { do: 'link', link: 0, way: 'forward', effect: { delay: { fixed: 300 } } },
      }) as const;
    const r = run({ faults: [effect(1_500, 4_500), effect(2_500, 3_500)] });
    const delays = r.events.flatMap((e) => (EVENT_KINDS[e.kind] === 'arrive' ? [e.time - e.value] : []));
    expect(delays).toEqual([100, 400, 700, 400, 100, 100, 100, 100, 100, 100]);
  });
});

describe('a run', () => {
  const busy: World = {
    left: { count: 300, wanted: true },
    right: { instances: 3, answerAfter: 700 },
    link: { delay: { exponential: 900 }, loss: 0.1, duplicate: 0.1, reorder: 0.2 },
    more: ['far', 'wide'],
    faults: [
      { at: 40_000, until: 80_000, action: { do: 'crash', target: target(1, 1) } },
      { at: 60_000, until: 90_000, action: { do: 'pause', target: target(0) } },
      { at: 70_000, until: 95_000, action: { do: 'partition', cuts: [{ link: 1, way: 'both' }] } },
      { at: 100_000, until: 120_000, action: { do: 'slow', target: target(1), factor: 5 } },
    ],
  };
  it('is a function of its system, and another seed makes another run', () => {
    expect(run(busy).events).toEqual(run(busy).events);
    expect(run(busy).events).not.toEqual(run({ ...busy, seed: 2 }).events);
  });
  it('goes on from any saved moment as if it had never been interrupted', () => {
    const whole = run(busy, 400_000);
    for (let at = 0; at < 300_000; at += 17_311) {
      const first: RecordEvent[] = [];
      const kernel = new Kernel(system(busy), (e) => first.push({ ...e }));
      kernel.run(at);
      const saved = kernel.save();
      expect(equalPlain(saved, clonePlain(saved))).toBe(true);
      const rest: RecordEvent[] = [];
      const again = new Kernel(system(busy), (e) => rest.push({ ...e }), saved);
      again.run(400_000);
      expect([at, [...first, ...rest].length]).toEqual([at, whole.events.length]);
      expect([...first, ...rest]).toEqual(whole.events);
    }
  });
  it('shares no draw between nodes or links: a neighbour more changes nobody', () => {
    const alone = run({ ...busy, more: ['far'], faults: [], right: { answerAfter: Infinity } });
    const together = run({ ...busy, more: ['far', 'wide'], faults: [], right: { answerAfter: Infinity } });
    for (const node of [0, 2]) {
      const drawn = (r: Ran) => (r.kernel.shown(node) as unknown as Notes).drawn;
      expect(drawn(together)).toEqual(drawn(alone));
    }
    const fates = (r: Ran) =>
      r.events.flatMap((e) =>
        EVENT_KINDS[e.kind] === 'arrive' && e.link < 2 ? [[e.link, e.value, e.time]] : [],
      );
    expect(fates(together)).toEqual(fates(alone));
  });
  it('every event is caused by an earlier one', () => {
    const { events } = run(busy);
    events.forEach((e, index) => expect(e.cause).toBeLessThan(index));
    const caused = events.filter((e) => EVENT_KINDS[e.kind] === 'arrive').map((e) => events[e.cause]!);
    expect(caused.every((e) => EVENT_KINDS[e.kind] === 'send')).toBe(true);
  });
  it('stops with the name of the busiest node when time does not go on', () => {
    const r = run({ left: { every: 0, count: 1e9 }, link: { delay: { fixed: 0 } } });
    expect(r.kernel.stop).toMatchObject({ why: 'instant', at: 0 });
    expect(['left', 'right']).toContain(r.kernel.stop!.node);
  });
});
