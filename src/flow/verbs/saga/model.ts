import { nothing } from '#flow/program.ts';
import type { Compiler, Exits } from '#flow/program.ts';
import type { Step } from '#flow/steps.ts';
import type { VerbModel } from '#flow/verb.ts';
import { again, close, save, turn, undone } from './marks.ts';
import type { SagaStep } from './params.ts';

/** Only a saga whose place says all about where it stands can be taken up again: not inside loops and branches. */
const RESUMABLE = /^\d+(\/(then|else|try|catch)\/\d+)*$/;
const MARKER = { set: {} } satisfies Step;
const NOWHERE: Exits = { next: '', fail: '' };

/**
 * Down through the stages; when one fails, up through the undo steps of those that finished, in reverse, each tried
 * until it succeeds. Then the saga itself fails, with the error of the stage. With a `log` it writes down where it
 * stands before every stage and every compensation, and a restarted instance takes it up there; the stage it was in
 * is done again, with the same ids.
 */
export const saga: VerbModel<SagaStep, null> = {
  name: 'saga',
  compile(step, place, exits, compiler) {
    new Stages(step, place, exits, compiler).compile();
  },
  // Where a saga without stages leads, its own state knows; any other begins within.
  entry: (step, place, compiler) => new Stages(step, place, NOWHERE, compiler).enter(0),
};

class Stages {
  readonly #stages: SagaStep['saga'];
  readonly #log: string | null;
  readonly #place: string;
  readonly #exits: Exits;
  readonly #compiler: Compiler;

  constructor(step: SagaStep, place: string, exits: Exits, compiler: Compiler) {
    this.#stages = step.saga.filter((stage) => stage.do.length > 0);
    this.#log = step.log !== undefined && RESUMABLE.test(place) ? step.log : null;
    this.#place = place;
    this.#exits = exits;
    this.#compiler = compiler;
  }

  compile(): void {
    const compiler = this.#compiler;
    if (this.#stages.length === 0)
      return compiler.state(MARKER, this.#place, { ok: this.#exits.next }, nothing);
    this.#stages.forEach((stage, k) => {
      this.#save(`save/${k}`, this.#doing(k));
      compiler.block(stage.do, `${this.#place}/${k}/do`, {
        next: this.enter(k + 1),
        fail: `#${this.#place}/turn/${k}`,
      });
      this.#mark(`turn/${k}`, { ok: this.#undo(k - 1) }, turn(this.#place));
      const undo = stage.undo ?? [];
      if (undo.length === 0) return;
      compiler.undo(() => {
        this.#save(`back/${k}`, this.#undoing(k));
        compiler.block(undo, `${this.#place}/${k}/undo`, {
          next: this.#undo(k - 1),
          fail: `#${this.#place}/${k}/again`,
        });
        this.#mark(`${k}/again`, { ok: this.#undoing(k) }, again);
      });
    });
    if (this.#log !== null) {
      this.#insist('close', this.#exits.next, close(this.#log, this.#place));
      this.#insist('forget', `#${this.#place}/undone`, close(this.#log, this.#place));
    }
    this.#mark('undone', { fail: this.#exits.fail }, undone(this.#place));
  }

  /** Where stage `k` begins: at the log if there is one. */
  enter(k: number): string {
    if (this.#stages.length === 0) return `#${this.#place}`;
    if (k >= this.#stages.length) return this.#log === null ? this.#exits.next : `#${this.#place}/close`;
    return this.#log === null ? this.#doing(k) : `#${this.#place}/save/${k}`;
  }

  #doing(k: number): string {
    return this.#compiler.entryOf(this.#stages[k]!.do[0]!, `${this.#place}/${k}/do/0`);
  }
  #undoing(k: number): string {
    return this.#compiler.entryOf(this.#stages[k]!.undo![0]!, `${this.#place}/${k}/undo/0`);
  }
  /** Where undoing goes on from stage `k` downwards. */
  #undo(k: number): string {
    const stage = this.#stages[k];
    if (stage === undefined) return this.#log === null ? `#${this.#place}/undone` : `#${this.#place}/forget`;
    if ((stage.undo ?? []).length === 0) return this.#undo(k - 1);
    return this.#log === null ? this.#undoing(k) : `#${this.#place}/back/${k}`;
  }

  #save(name: string, target: string): void {
    if (this.#log !== null) this.#insist(name, target, save(this.#log, this.#place, target.slice(1)));
  }
  /** Something that has to succeed before the saga goes on. */
  #insist(name: string, target: string, verb: VerbModel): void {
    this.#mark(name, { ok: target, fail: `#${this.#place}/${name}/again` }, verb);
    this.#mark(`${name}/again`, { ok: `#${this.#place}/${name}` }, again);
  }
  #mark(name: string, on: Readonly<Record<string, string>>, verb: VerbModel): void {
    this.#compiler.state(MARKER, `${this.#place}/${name}`, on, verb);
  }
}
