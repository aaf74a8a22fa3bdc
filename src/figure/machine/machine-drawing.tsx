import { useId, type ReactElement } from 'react';
import type { MachineView } from '#flow/machine-view.ts';
import { Breaker } from '#figure/breaker.tsx';
import { classes } from '#ui/classes.ts';
import { steps as words } from '#words/steps.ts';
import styles from './machine.module.css';
import { BOX_WIDTH, layOutAlone, type LaidMachine, type LaidState } from './machine-layout.ts';

interface MachineDrawingProps {
  readonly machine: MachineView;
  /** Shown on the timed way out of an open breaker, such as "1.8 s". */
  readonly countdown?: string | undefined;
}

/** Any machine: its states, its transitions with their events, and where it stands. A breaker is drawn as its three bridges. */
export function MachineDrawing({ machine, countdown }: MachineDrawingProps): ReactElement {
  if (isBreaker(machine)) return <Bridges machine={machine} countdown={countdown} />;
  const laid = layOutAlone(machine);
  const first = laid.states[0];
  return (
    <Machine
      title={words.machineOf(machine.title)}
      laid={laid}
      active={new Map(machine.active.map((path) => [path, machine.subject]))}
      begin={first === undefined ? null : { from: first.y - first.height / 2 - 18, to: first.path }}
    />
  );
}

/** A machine with a breaker's three states and no other. */
export const isBreaker = ({ states }: MachineView): boolean =>
  states.length === BRIDGES.length &&
  BRIDGES.every((bridge) => states.some(({ path }) => path === bridge.path));

/** A laid out machine. `active`: the states in which something stands, with what it is called. */
export function Machine({
  title,
  laid,
  active,
  bad,
  begin,
  onSelect,
}: {
  readonly title: string;
  readonly laid: LaidMachine;
  readonly active: ReadonlyMap<string, string>;
  /** States of steps that cannot work. */
  readonly bad?: ReadonlySet<string>;
  /** Where the dot stands from which it begins; above 0 it sticks out of the top, so that levels stay where they are. */
  readonly begin: { readonly from: number; readonly to: string } | null;
  readonly onSelect?: (path: string) => void;
}): ReactElement {
  const id = useId().replaceAll(':', '');
  const { middle, width, height } = laid;
  const top = Math.min(0, (begin?.from ?? 0) - 8);
  const first = laid.states.find(({ path }) => path === begin?.to);
  return (
    <svg
      className={styles['machine']}
      viewBox={`0 ${top} ${width} ${height - top}`}
      width={width}
      height={height - top}
      style={{ marginTop: top }}
      role="img"
      aria-label={`${title}. ${laid.states.map((state) => spoken(state, active)).join('; ')}`}
    >
      <defs>
        <marker
          id={id}
          viewBox="0 0 10 10"
          refX="8.5"
          refY="5"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path className={styles['head']} d="M1 1.2L8.6 5L1 8.8" />
        </marker>
      </defs>
      {begin !== null && first !== undefined && (
        <>
          <circle className={styles['begin']} cx={middle} cy={begin.from} r="4.5" />
          <path
            className={styles['way']}
            d={`M${middle} ${begin.from + 4}V${first.y - first.height / 2 - 2}`}
            markerEnd={`url(#${id})`}
          />
        </>
      )}
      {laid.edges.map((edge) => (
        <g key={`${edge.from} ${edge.to}`}>
          <path
            className={classes(styles['way'], edge.on === 'fail' && styles['fails'])}
            d={edge.d}
            markerEnd={`url(#${id})`}
          />
          {edge.label !== null && (
            <text className={styles['word']} x={edge.label.x} y={edge.label.y} textAnchor={edge.label.anchor}>
              {edge.on}
            </text>
          )}
        </g>
      ))}
      {laid.states.map((state) => (
        <State
          key={state.path}
          state={state}
          x={middle + (state.undoes ? 34 : 0)}
          here={active.get(state.path)}
          bad={bad?.has(state.path) ?? false}
          onSelect={onSelect}
        />
      ))}
    </svg>
  );
}

const spoken = ({ title, sub, path }: LaidState, active: ReadonlyMap<string, string>): string =>
  `${title}${sub === '' ? '' : ` ${sub}`}${active.has(path) ? ` (${words.active})` : ''}`;

function State({
  state,
  x,
  here,
  bad,
  onSelect,
}: {
  readonly state: LaidState;
  readonly x: number;
  /** What stands in it; undefined when nothing does. */
  readonly here: string | undefined;
  readonly bad: boolean;
  readonly onSelect: ((path: string) => void) | undefined;
}): ReactElement {
  const { y, height, shape, title, sub, undoes } = state;
  const half = BOX_WIDTH / 2;
  return (
    <g
      className={classes(
        styles['state'],
        here !== undefined && styles['active'],
        bad && styles['bad'],
        undoes && styles['undoes'],
        onSelect !== undefined && styles['pressable'],
      )}
      // The same can be done with the keyboard in the list beside the picture.
      onClick={onSelect === undefined ? undefined : () => onSelect(state.path)}
    >
      {shape === 'choice' ? (
        <path d={`M${x} ${y - height / 2}l18 ${height / 2}l-18 ${height / 2}l-18 ${-height / 2}z`} />
      ) : (
        <rect x={x - half} y={y - height / 2} width={BOX_WIDTH} height={height} rx="9" />
      )}
      {shape === 'final' && (
        <rect
          className={styles['inner']}
          x={x - half + 3}
          y={y - height / 2 + 3}
          width={BOX_WIDTH - 6}
          height={height - 6}
          rx="6.5"
        />
      )}
      <text className={styles['title']} x={x} y={sub === '' ? y + 4 : y - 2.5} textAnchor="middle">
        {shape === 'choice' ? '?' : cut(title, 16)}
      </text>
      {sub !== '' && shape !== 'choice' && (
        <text className={styles['sub']} x={x} y={y + 11.5} textAnchor="middle">
          {cut(sub, 16)}
        </text>
      )}
      {here !== undefined && (
        <g className={styles['token']}>
          <circle cx={x + (shape === 'choice' ? 18 : half)} cy={y - height / 2} r="5.5" />
          {here !== '' && (
            <text x={x + (shape === 'choice' ? 18 : half) + 4} y={y - height / 2 - 8} textAnchor="end">
              {cut(here, 18)}
            </text>
          )}
        </g>
      )}
    </g>
  );
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const BRIDGES = [
  { path: 'closed', state: 'closed', y: 46 },
  { path: 'open', state: 'open', y: 166 },
  { path: 'halfOpen', state: 'half', y: 278 },
] as const;

/** The breaker's three states as the bridge that stands on its link; the one it is in is drawn in ink. */
function Bridges({ machine, countdown }: MachineDrawingProps): ReactElement {
  const id = useId().replaceAll(':', '');
  const active = new Set(machine.active);
  const eventsOf = (from: string, to: string): string =>
    machine.transitions
      .filter((one) => one.from === from && one.to === to)
      .map(({ on }) => on)
      .join(', ');
  const arrow = { markerEnd: `url(#${id})`, className: styles['way'] };
  return (
    <svg
      className={classes(styles['machine'], 'fig')}
      viewBox="0 0 244 316"
      width="244"
      height="316"
      role="img"
      aria-label={`${words.machineOf(machine.title)}: ${machine.active.join(', ')}`}
    >
      <defs>
        <marker
          id={id}
          viewBox="0 0 10 10"
          refX="8.5"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path className={styles['head']} d="M1 1.2L8.6 5L1 8.8" />
        </marker>
      </defs>
      {BRIDGES.map(({ path, state, y }) => (
        <g key={path} className={classes(styles['bridge'], active.has(path) && styles['active'])}>
          <rect x="50" y={y - 38} width="148" height="74" rx="11" />
          <path className={styles['road']} d={`M66 ${y}H94M154 ${y}H182`} />
          <Breaker x={124} y={y} state={state} />
          <text className={styles['title']} x="60" y={y + 30}>
            {path}
          </text>
        </g>
      ))}
      <path {...arrow} d="M198 46H214Q222 46 222 54V152Q222 160 214 160H201" />
      <text
        className={styles['word']}
        x="0"
        y="0"
        textAnchor="middle"
        transform="translate(229 103) rotate(90)"
      >
        {words.tooManyFail}
      </text>
      <path {...arrow} d="M124 203V238" />
      <text className={styles['word']} x="132" y="224">
        {countdown ?? eventsOf('open', 'halfOpen')}
      </text>
      <path {...arrow} d="M198 284H214Q222 284 222 276V182Q222 174 214 174H201" />
      <text
        className={styles['word']}
        x="0"
        y="0"
        textAnchor="middle"
        transform="translate(229 229) rotate(90)"
      >
        {words.trialFails}
      </text>
      <path {...arrow} d="M50 278H36Q28 278 28 270V54Q28 46 36 46H47" />
      <text
        className={styles['word']}
        x="0"
        y="0"
        textAnchor="middle"
        transform="translate(22 162) rotate(-90)"
      >
        {eventsOf('halfOpen', 'closed')}
      </text>
    </svg>
  );
}
