import type { ReactElement } from 'react';
import { equalPlain } from '#lib/plain.ts';
import { Badge, sizeOfBadge } from '#figure/badge.tsx';
import { Database, sizeOfDatabase, type DatabaseProps, type LogCell } from '#figure/database.tsx';
import { r2, type Box, type Size } from '#figure/geometry.ts';
import { fitText, textWidth } from '#figure/metrics.ts';
import type { NodeProps } from '#figure/node.tsx';
import type { Plain } from '#lib/plain.ts';
import { haveParted, type RowVersion } from '#run/view/rows.ts';
import type { RunView } from '#run/view/run-view.ts';
import { kindView, nameOf, secondsSince, shortTime, statusOf, type Design } from '#kinds/view.tsx';
import { ownersOf } from '#patterns/placement.ts';
import { kinds as words } from '#words/kinds.ts';

interface Props extends Pick<
  DatabaseProps,
  'sub' | 'more' | 'tail' | 'versions' | 'state' | 'ghost' | 'halves' | 'crashed'
> {
  /** How far behind it is, in words, when that is far. */
  readonly behind?: string | undefined;
  readonly id: string;
  /** All members of its cluster, in document order, and how many of them hold each row. */
  readonly members: readonly string[];
  readonly holders: number;
}

/** A copy on its way is no news: only what takes longer than this is said, µs. */
const BEHIND_US = 100_000;
/** The words under the stack stay clear of links that pass beside it, px. */
const WORDS_MAX = 104;

export const databaseView = kindView<Props>({
  kind: 'database',
  ...words.database,
  icon: 'database',
  carries: 'call',
  fresh: {},
  offer: (id) => ({ step: { put: id, key: 'item/${n % 5}', value: { n: '${n}' } } }),
  design: (id, node, design) => ({
    name: nameOf(id, node),
    sub: clusterOf(id, design) === null ? words.empty : words.copy,
    versions: [],
    id,
    members: clusterOf(id, design)?.members ?? [],
    holders: clusterOf(id, design)?.holders ?? 1,
    // Room for the row beneath the role.
    more: clusterOf(id, design)?.hasRoles === true ? '' : undefined,
    tail: clusterOf(id, design)?.hasLog === true ? [] : undefined,
  }),
  sizeOf,

  moment(props, now) {
    const { run, node, t } = now;
    const status = statusOf(now, 1);
    const others = props.members.filter((member) => member !== props.id);
    const key = pinnedKey(run, node, others, t);
    const role = roleAt(run, node, t);
    const mine = key === null ? [] : run.versionsAt(node, key, t, 3);
    const row = key === null ? null : rowText(key, mine[0]?.value);
    const crashed = status.allDown;
    const live: Props & { readonly name: string } = {
      ...props,
      crashed,
      sub: crashed
        ? words.crashedFor(secondsSince(status.since, t))
        : status.allPaused
          ? words.paused
          : (role ?? row ?? props.sub ?? ''),
      more: props.more === undefined ? undefined : crashed ? '' : (row ?? ''),
      tail: props.tail === undefined || crashed ? props.tail : tailAt(run, node, t),
    };
    if (key === null) return live;
    const versions = mine.map(({ version }) => `v${version}`);
    // A member that is not to hold the row lacks nothing.
    const owners = ownersOf(key, props.members, props.holders);
    const isOwner = props.members.length === 0 || owners.includes(props.id);
    if (!isOwner && mine.length === 0)
      return crashed ? live : { ...live, sub: fitText(words.notHeld(key), 'regular', 11, WORDS_MAX) };
    const newest = newestElsewhere(run, others, key, t);
    const own = mine[0]?.version ?? 0;
    const siblings = siblingsOf(mine[0]?.value);
    if (siblings > 1) return { ...live, versions, halves: [`v${own}`, words.siblings(siblings)] };
    const rival = mine[0] === undefined ? undefined : rivalOf(run, others, mine[0], t);
    if (rival !== undefined)
      return {
        ...live,
        versions,
        halves: [`v${own}`, `v${rival.version}${rival.version === own ? '′' : ''}`],
      };
    if (newest.version > own) {
      const behind = t - newest.time;
      return {
        ...live,
        versions,
        state: 'stale',
        ghost: `v${newest.version}`,
        behind: behind < BEHIND_US ? undefined : words.behind(own, shortTime(behind)),
      };
    }
    if (mine[0] !== undefined && newest.version === own && !equalPlain(newest.value, mine[0].value)) {
      return { ...live, versions, halves: [`v${own}`, `v${own}′`] };
    }
    return { ...live, versions, state: own > 0 ? 'fresh' : 'plain' };
  },
  Figure: DatabaseWithBadge,
});

/** The row that is drawn, with its value where that is short. */
function rowText(key: string, value: Plain | undefined): string {
  const short = brief(value);
  const whole = short === '' ? key : `${key}: ${short}`;
  return textWidth(whole, 'regular', 11) <= WORDS_MAX ? whole : fitText(key, 'regular', 11, WORDS_MAX);
}

/** A value in a word: itself, its status, or its only field. */
function brief(value: Plain | undefined): string {
  if (typeof value !== 'object' || value === null)
    return value === undefined || value === null ? '' : String(value);
  const { status } = value as { readonly status?: unknown };
  if (typeof status === 'string') return status;
  const fields = Object.values(value);
  return fields.length === 1 && typeof fields[0] !== 'object' ? String(fields[0]) : '';
}

/** What it is among the copies, as its protocol says: "replica", "leader · term 3". */
function roleAt(run: RunView, node: number, t: number): string | undefined {
  const fact = run.lastFact(node, -1, 'role', t);
  const role = fact < 0 ? undefined : run.store.dataOf(fact);
  if (typeof role !== 'string') return undefined;
  const term = run.store.a[fact] ?? 0;
  return term > 0 ? words.roleInTerm(role, term) : role;
}

/** The last entries of its log, as it has written them down. */
function tailAt(run: RunView, node: number, t: number): readonly LogCell[] {
  const fact = run.lastFact(node, -1, 'log', t);
  if (fact < 0) return [];
  const terms = run.store.dataOf(fact) as unknown as readonly number[];
  const first = (run.store.a[fact] as number) - terms.length + 1;
  const commit = run.store.b[fact] as number;
  return terms.map((term, i) => ({ term, isCommitted: first + i <= commit }));
}

/** How many values stand beside each other in a row because their writers knew nothing of each other. */
function siblingsOf(value: Plain | undefined): number {
  const siblings = (value as { readonly siblings?: unknown } | null | undefined)?.siblings;
  return Array.isArray(siblings) ? siblings.length : 1;
}

function clusterOf(
  id: string,
  design: Design,
): {
  readonly members: readonly string[];
  readonly holders: number;
  readonly hasRoles: boolean;
  readonly hasLog: boolean;
} | null {
  for (const { members, replication } of Object.values(design.clusters ?? {})) {
    if (!Array.isArray(members) || !members.includes(id)) continue;
    const { mode, n } = (replication ?? {}) as { readonly mode?: unknown; readonly n?: unknown };
    const holders = mode === 'quorum' && typeof n === 'number' ? n : members.length;
    return {
      members: members as string[],
      holders,
      hasRoles: mode !== 'quorum' && mode !== 'multiLeader',
      hasLog: mode === 'raft',
    };
  }
  return null;
}

/** The row that is drawn: the one that was written last anywhere in the cluster, so that all copies show the same. */
function pinnedKey(run: RunView, node: number, others: readonly string[], t: number): string | null {
  let key: string | null = null;
  let event = -1;
  for (const member of [node, ...others.map((id) => run.node(id))]) {
    const row = member < 0 ? null : run.newestRowAt(member, t);
    if (row !== null && row.event > event) ({ key, event } = row);
  }
  return key;
}

/** A version of a row elsewhere that knows of other writes than this one, and not of all of its own. */
function rivalOf(
  run: RunView,
  others: readonly string[],
  mine: RowVersion,
  t: number,
): RowVersion | undefined {
  for (const id of others) {
    const member = run.node(id);
    const row = member < 0 ? undefined : run.versionsAt(member, mine.key, t, 1)[0];
    if (row !== undefined && haveParted(mine, row)) return row;
  }
  return undefined;
}

/** The newest version of a row that another member has; version 0 when none has it. */
function newestElsewhere(
  run: RunView,
  others: readonly string[],
  key: string,
  t: number,
): Pick<RowVersion, 'version' | 'value' | 'time'> {
  let newest: Pick<RowVersion, 'version' | 'value' | 'time'> = { version: 0, value: null, time: t };
  for (const id of others) {
    const member = run.node(id);
    const row = member < 0 ? undefined : run.versionsAt(member, key, t, 1)[0];
    if (row !== undefined && row.version > newest.version) newest = row;
  }
  return newest;
}

/** The stack, and what stands out beyond it: the ghost of what it has not received, and how far behind it is. */
function sizeOf({ behind, ...props }: Props & { readonly name: string }): Size {
  const size = sizeOfDatabase(props);
  const { body, height } = size;
  const ghost = { x: body.x, y: -GHOST_ABOVE, width: body.width, height: GHOST_ABOVE };
  const over = [
    ...(props.ghost === undefined ? [] : [ghost]),
    ...(behind === undefined ? [] : [badgeBeneath(behind, body.x + body.width / 2, height)]),
  ];
  return over.length === 0 ? size : { ...size, over };
}

/** How far a ghost stands out above its stack, px. */
const GHOST_ABOVE = 35;

const badgeBeneath = (words: string, middle: number, bottom: number): Box => {
  const { width, height } = sizeOfBadge({ children: words, numeric: true });
  return { x: middle - width / 2, y: bottom + 12 - height / 2, width, height };
};

/** A copy that is behind says so in words, beneath its caption. */
function DatabaseWithBadge({ behind, ...props }: Props & NodeProps): ReactElement {
  const { body, height } = sizeOfDatabase(props);
  const k = (props.lod ?? 'full') === 'full' ? 1 : 1 / (props.zoom ?? 1);
  return (
    <>
      <Database {...props} />
      {behind !== undefined && (
        <g transform={`translate(${body.x + body.width / 2} ${height + 12 * k}) scale(${r2(k)})`}>
          <Badge x={0} y={0} tone="stale" numeric>
            {behind}
          </Badge>
        </g>
      )}
    </>
  );
}
