import type { ReactElement } from 'react';
import { r2, type Size } from './geometry.ts';
import { fitText, textWidth } from './metrics.ts';
import { Text } from './text.tsx';

export interface SlipProps {
  /** What is undecided, such as "order/17". */
  id: string;
  /** Its state, in capitals: PENDING. */
  status?: string | undefined;
  /** In place of a state, what is being done: "charge". */
  doing?: string | undefined;
  /** How many more there are besides: 0 says nothing. */
  more?: number;
  /** Time in doubt, such as "1.6 s". */
  age: string;
  /** Width of its owner, px: the slip is as wide, a margin less, and wider only where its words need it. */
  owner: number;
}

/** How far a slip stands out above its owner; 6 px more are tucked behind it. */
export const SLIP_ABOVE = 28;
const HEIGHT = 34;
const PAD = 9;
const GAP = 8;
/** A slip stands out sideways by so much at the most; its longer words are cut. */
const BESIDE_MAX = 64;
/** The shortest that an id is cut to: "…r-17". */
const ID_MIN = 38;

/** The words of a slip as they fit, and its width, px. */
function layout({ id, status, doing = '', more = 0, age, owner }: SlipProps) {
  const count = more > 0 ? `+${more}` : '';
  const ageWidth = textWidth(age, 'mono', 10.5);
  const countWidth = count === '' ? 0 : textWidth(count, 'mono', 10.5) + GAP;
  const state = status ?? doing;
  const wordsOf = (text: string): number =>
    status === undefined ? textWidth(text, 'regular', 11) : textWidth(text, 'bold', 11) * 1.09;
  const most = owner + BESIDE_MAX;
  const fixed = 2 * PAD + countWidth + ageWidth + 2 * GAP;
  // The last words of an id tell more than its first ones.
  const short = id.slice(id.lastIndexOf('/') + 1);
  const whole = [id, short].find(
    (one) => fixed + textWidth(one, 'mono', 10.5) + wordsOf(state) <= (one === short ? most : owner),
  );
  const room = most - fixed;
  const shownState =
    whole === undefined && status === undefined ? fitText(state, 'regular', 11, room - ID_MIN) : state;
  const shownId = whole ?? fitText(short, 'mono', 10.5, Math.max(ID_MIN, room - wordsOf(shownState)));
  const idWidth = textWidth(shownId, 'mono', 10.5);
  const width = Math.max(owner - 8, Math.ceil(fixed + idWidth + wordsOf(shownState)));
  return { width, id: shownId, idWidth, state: shownState, stateWidth: wordsOf(shownState), count };
}

export function sizeOfSlip(props: SlipProps): Size {
  const { width } = layout(props);
  return { width, height: HEIGHT, body: { x: 0, y: 0, width, height: HEIGHT } };
}

/**
 * Undecided work: a paper slip tucked behind its owner. Draw it before the owner, SLIP_ABOVE px above its upper
 * edge and 4 px in from its left one.
 */
export function Slip(props: SlipProps): ReactElement {
  const { width, id, idWidth, state, stateWidth, count } = layout(props);
  const teeth = Math.floor(width / 6);
  const step = r2(width / teeth / 2);
  const tooth = `l${-step} -2.6l${-step} 2.6`.repeat(teeth);
  return (
    <g className="slip">
      <path className="slip-body" d={`M${width} 3${tooth}V${HEIGHT}H${width}Z`} />
      <Text x={PAD} y={18} cls="t-num t-strong">
        {id}
      </Text>
      <Text x={r2(PAD + idWidth + GAP)} y={18} cls={props.status === undefined ? 't-lab' : 't-status'}>
        {state}
      </Text>
      {count !== '' && (
        <Text x={r2(PAD + idWidth + GAP + stateWidth + GAP)} y={18} cls="t-num t-dim">
          {count}
        </Text>
      )}
      <Text x={width - PAD} y={18} cls="t-num t-dim" anchor="end">
        {props.age}
      </Text>
    </g>
  );
}
