import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { textWidth } from './metrics.ts';
import { Text } from './text.tsx';

export interface SlipProps {
  /** What is undecided, such as "ada/42". */
  id: string;
  /** Its state, in capitals: PENDING. */
  status: string;
  /** Time in doubt, such as "1.6 s". */
  age: string;
  /** At least what the words need. */
  width?: number;
}

/** How far a slip stands out above its owner; 6 px more are tucked behind it. */
export const SLIP_ABOVE = 28;
const HEIGHT = 34;

export function sizeOfSlip({ id, status, age, width = 0 }: SlipProps): Size {
  const words = 9 + textWidth(id, 'mono', 10.5) + 8 + textWidth(status, 'bold', 11) * 1.09 + 8;
  const all = Math.max(width, Math.ceil(words + textWidth(age, 'mono', 10.5) + 9));
  return { width: all, height: HEIGHT, body: { x: 0, y: 0, width: all, height: HEIGHT } };
}

/**
 * Undecided work: a paper slip tucked behind its owner. Draw it before the owner, SLIP_ABOVE px above its upper
 * edge and 4 px in from its left one.
 */
export function Slip(props: SlipProps): ReactElement {
  const { id, status, age } = props;
  const { width } = sizeOfSlip(props);
  const teeth = Math.floor(width / 6);
  const step = r2(width / teeth / 2);
  const tooth = `l${-step} -2.6l${-step} 2.6`.repeat(teeth);
  return (
    <g className="slip">
      <path className="slip-body" d={`M${width} 3${tooth}V${HEIGHT}H${width}Z`} />
      <Text x={9} y={18} cls="t-num t-strong">
        {id}
      </Text>
      <Text x={9 + textWidth(id, 'mono', 10.5) + 8} y={18} cls="t-status">
        {status}
      </Text>
      <Text x={width - 9} y={18} cls="t-num t-dim" anchor="end">
        {age}
      </Text>
    </g>
  );
}
