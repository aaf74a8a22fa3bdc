import type { FigureProps } from '#kinds/view.tsx';
import { shifted, type Box } from '#figure/geometry.ts';
import type { Live } from './live.ts';
import type { Part } from './scene.ts';

/** The run as a figure reads it. */
export type Reading = Pick<Live, 'run' | 'lingerUs'>;

interface Kept {
  readonly run: unknown;
  readonly t: number;
  readonly length: number;
  readonly generation: number;
  readonly props: FigureProps;
}

const kept = new WeakMap<Part, Kept>();

/** What a part shows of the run at `t`; worked out once for all who ask about the same moment. */
export function shownAt(part: Part, { run, lingerUs }: Reading, t: number): FigureProps {
  const { length, generation } = run.store;
  const before = kept.get(part);
  if (
    before !== undefined &&
    before.run === run &&
    before.t === t &&
    before.length === length &&
    before.generation === generation
  ) {
    return before.props;
  }
  const node = run.node(part.id);
  const props = node < 0 ? part.props : part.view.moment(part.props, { run, node, t, lingerUs });
  kept.set(part, { run, t, length, generation, props });
  return props;
}

/** What stands out beyond a part's own box at `t`, such as a slip, canvas px. */
export const overAt = (part: Part, live: Reading, t: number): readonly Box[] =>
  placed(part, shownAt(part, live, t));

/** The same as it was when somebody last looked: cheap enough for every frame. */
export const overLately = (part: Part): readonly Box[] => placed(part, kept.get(part)?.props ?? part.props);

const placed = ({ view, origin }: Part, props: FigureProps): readonly Box[] =>
  (view.sizeOf(props).over ?? []).map((box) => shifted(box, origin));
