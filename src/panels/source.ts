import type { Inspection } from '#run/protocol.ts';
import type { RunView } from '#run/view/run-view.ts';

/** What panels need of a run; `RunClient` is one. They read its record and move its playhead, nothing else. */
export interface Source {
  readonly view: RunView;
  /** The playhead, µs. */
  readonly time: number;
  readonly subscribeFrame: (listener: (time: number) => void) => () => void;
  seek(time: number): void;
  pause(): void;
  /** Wants the stores judged until the function returned is called. */
  judge(): () => void;
  inspect(node: string, at: number): Promise<Inspection | null>;
}
