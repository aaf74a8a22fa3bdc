import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { agendaAdd, agendaForget, agendaItems, agendaNext, agendaRemove, agendaTake, newAgenda } from './agenda.ts'; // prettier-ignore

interface Item {
  readonly time: number;
  readonly seq: number;
}

/** From a microsecond to years, so that items fall on both sides of every horizon. */
const delay = fc.oneof(fc.nat(5), fc.nat(5_000), fc.nat(30_000_000), fc.nat(1e12));
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: delay }) },
  { weight: 3, arbitrary: fc.constant({ take: true } as const) },
  { weight: 2, arbitrary: fc.record({ forget: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.nat(4) }) },
);

test('an agenda gives the same as a sorted list, whatever is forgotten or taken out meanwhile', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const agenda = newAgenda<Item>();
      const wanted = new Set<number>();
      const isWanted = (item: Item): boolean => wanted.has(item.seq);
      let plain: Item[] = [];
      let now = 0;
      let seq = 0;
      const next = (): Item | undefined => {
        for (let item = agendaNext(agenda, isWanted); item; item = agendaNext(agenda, isWanted)) {
          if (isWanted(item)) return item;
          agendaTake(agenda);
          agenda.unwanted--;
        }
        return undefined;
      };
      for (const each of steps) {
        if ('add' in each) {
          const item = { time: now + each.add, seq: seq++ };
          wanted.add(item.seq);
          agendaAdd(agenda, item);
          plain.push(item);
        } else if ('take' in each) {
          const item = next();
          const first = plain.toSorted((a, b) => a.time - b.time || a.seq - b.seq)[0];
          expect(item).toEqual(first);
          if (item === undefined) continue;
          now = item.time;
          agendaTake(agenda);
          wanted.delete(item.seq);
          plain = plain.filter((other) => other.seq !== item.seq);
        } else if ('forget' in each) {
          const item = plain[each.forget % Math.max(1, plain.length)];
          if (item === undefined) continue;
          wanted.delete(item.seq);
          plain = plain.filter((other) => other !== item);
          agendaForget(agenda, isWanted);
        } else {
          const isChosen = (item: Item): item is Item => isWanted(item) && item.seq % 5 === each.remove;
          const removed = agendaRemove(agenda, isChosen).map((item) => item.seq);
          expect(removed.toSorted((a, b) => a - b)).toEqual(plain.filter(isChosen).map((item) => item.seq));
          plain = plain.filter((item) => !isChosen(item));
          removed.forEach((each) => wanted.delete(each));
        }
        const live = agendaItems(agenda).filter(isWanted);
        expect(live.length).toBe(plain.length);
        expect(agendaItems(agenda).length - live.length).toBe(agenda.unwanted);
      }
    }),
  );
});

test('cancelled timeouts never pile up, near or far', () => {
  for (const horizon of [0, Infinity]) {
    const agenda = { ...newAgenda<Item>(), horizon };
    const wanted = new Set<number>();
    for (let seq = 0; seq < 20_000; seq++) {
      agendaAdd(agenda, { time: 30_000_000 + seq, seq });
      if (seq % 100 === 0) wanted.add(seq);
      else agendaForget(agenda, (item) => wanted.has(item.seq) || item.seq === seq + 1);
    }
    expect(agendaItems(agenda).length).toBeLessThan(1_500);
    expect(agendaItems(agenda).filter((item) => wanted.has(item.seq)).length).toBe(200);
  }
});
