import type { VerbModel } from '#flow/verb.ts';
import type { Step } from '#flow/steps.ts';
import type { SagaStep } from './params.ts';

/** First pause before a compensation is tried again, doubled each time up to the longest. */
const UNDO_PAUSE_US = 100_000;
const UNDO_PAUSE_MAX_US = 5_000_000;

function pauseUs(tries: number): number {
  let pause = UNDO_PAUSE_US;
  for (let i = 1; i < tries && pause < UNDO_PAUSE_MAX_US; i++) pause *= 2;
  return Math.min(pause, UNDO_PAUSE_MAX_US);
}

/** After a compensation failed: waits, then tries it again. */
const again: VerbModel<never, null> = {
  name: 'saga again',
  compile() {},
  perform(_, flow, node, host) {
    const tries = (flow.tries?.get(node.place) ?? 0) + 1;
    (flow.tries ??= new Map()).set(node.place, tries);
    host.wait(flow, node, pauseUs(tries), false);
  },
};

/** A stage failed: keeps the error while what is finished is undone. */
const turn: VerbModel<never, null> = {
  name: 'saga turns',
  compile() {},
  perform(_, flow, node, host) {
    host.keepError(flow, node.place.split('/turn/')[0]!);
    host.report(flow, node, 'ok');
  },
};

/** Everything is undone: the saga fails with the error that began it. */
const undone: VerbModel<never, null> = {
  name: 'saga undone',
  compile() {},
  perform: (_, flow, node, host) => host.failAsKept(flow, node, node.place.slice(0, -'/undone'.length)),
};

/**
 * Down through the stages; when one fails, up through the undo steps of those that finished, in reverse,
 * each tried until it succeeds. Then the saga itself fails, with the error of the stage.
 */
export const saga: VerbModel<SagaStep, null> = {
  name: 'saga',
  compile(step, place, exits, compiler) {
    const stages = step.saga;
    const marker = { set: {} } satisfies Step;
    const doEntry = (k: number): string => {
      const stage = stages[k];
      if (stage === undefined) return exits.next;
      return stage.do.length === 0 ? doEntry(k + 1) : compiler.entryOf(stage.do[0]!, `${place}/${k}/do/0`);
    };
    const undoEntry = (k: number): string => {
      const stage = stages[k];
      if (stage === undefined) return `#${place}/undone`;
      const undo = stage.undo ?? [];
      return undo.length === 0 ? undoEntry(k - 1) : compiler.entryOf(undo[0]!, `${place}/${k}/undo/0`);
    };
    stages.forEach((stage, k) => {
      compiler.block(stage.do, `${place}/${k}/do`, { next: doEntry(k + 1), fail: `#${place}/turn/${k}` });
      compiler.state(marker, `${place}/turn/${k}`, { ok: undoEntry(k - 1) }, turn as unknown as VerbModel);
      const undo = stage.undo ?? [];
      if (undo.length === 0) return;
      compiler.undo(() => {
        compiler.block(undo, `${place}/${k}/undo`, { next: undoEntry(k - 1), fail: `#${place}/${k}/again` });
        compiler.state(marker, `${place}/${k}/again`, { ok: undoEntry(k) }, again as unknown as VerbModel);
      });
    });
    compiler.state(marker, `${place}/undone`, { fail: exits.fail }, undone as unknown as VerbModel);
  },
  entry(step, place, compiler) {
    const first = step.saga.findIndex((stage) => stage.do.length > 0);
    return first < 0
      ? `#${place}/undone`
      : compiler.entryOf(step.saga[first]!.do[0]!, `${place}/${first}/do/0`);
  },
};
