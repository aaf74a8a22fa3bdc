import { existsSync, readFileSync } from 'node:fs';
import { checkHistoryText } from '#check/check-text.ts';
import type { Operation } from '#check/history.ts';
import { liveRegisters } from '#check/live.ts';
import { readText } from '#scenario/read.ts';
import { cpuSeconds, type Row } from './row.ts';

const DATA = '../shared/data';
const read = (file: string): string => readFileSync(`${DATA}/${file}`, 'utf8');

/** Histories with known verdicts, a live register, and the largest file that is read: each once, cold. */
export function checkerRows(): Row[] {
  return [...referenceRows(), liveRow(), readerRow()];
}

/** Without the reference data beside the project there is nothing to time. */
function referenceRows(): Row[] {
  if (!existsSync(DATA)) return [];
  const verdicts = Object.entries(
    JSON.parse(read('knossos/verdicts.json')) as Record<string, { model: string }>,
  );
  const knossos = cpuSeconds(() => {
    for (const [file, { model }] of verdicts) checkHistoryText(model, read(`knossos/${file}`));
  });
  const c50 = cpuSeconds(() => void checkHistoryText('kv', read('kv/c50-bad.txt')));
  return [
    row(`${verdicts.length} Knossos histories in one process`, 2, knossos),
    row('kv history c50-bad decided', 1, c50),
  ];
}

/** 100,000 writes and as many reads that overlap them, judged as they come. */
function liveRow(): Row {
  const register = liveRegisters(0);
  const took = cpuSeconds(() => {
    let held = 0;
    for (let id = 0; id < 100_000; id++) {
      const call = 4 * id;
      const common = { outcome: 'ok', call, ret: call + 2 } as const;
      const write: Operation = { id: 2 * id, process: 'w', f: 'write', value: id + 1, ...common };
      const value = id % 2 === 0 ? held : id + 1;
      const seen: Operation = {
        id: 2 * id + 1,
        process: 'r',
        f: 'read',
        value,
        ...common,
        call: call + 1,
        ret: call + 3,
      };
      register.called(write);
      register.called(seen);
      register.answered(write);
      register.answered(seen);
      held = id + 1;
    }
  });
  return row('live linearizability, 200,000 operations', 2, took);
}

function readerRow(): Row {
  const unknown = Object.fromEntries(Array.from({ length: 45_000 }, (_, i) => [`unknown${i}`, 1]));
  const text = JSON.stringify({ halfopen: 1, ...unknown });
  return row(
    'most of a megabyte of unknown fields read',
    2,
    cpuSeconds(() => void readText(text)),
  );
}

const row = (what: string, atMost: number, took: number): Row => ({
  what,
  target: `${atMost} s`,
  measured: `${took.toFixed(2)} s of processor time`,
  isReached: took <= atMost,
});
