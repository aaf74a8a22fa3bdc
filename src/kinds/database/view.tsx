import type { ReactElement } from 'react';
import { equalPlain } from '#lib/plain.ts';
import { Badge, sizeOfBadge } from '#figure/badge.tsx';
import { Database, sizeOfDatabase, type DatabaseProps } from '#figure/database.tsx';
import { r2, type Box, type Size } from '#figure/geometry.ts';
import { fitText, textWidth } from '#figure/metrics.ts';
import type { NodeProps } from '#figure/node.tsx';
import type { RowVersion } from '#run/view/rows.ts';
import type { RunView } from '#run/view/run-view.ts';
import { kindView, nameOf, secondsSince, shortTime, statusOf, type Design } from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

interface Props extends Pick<DatabaseProps, 'sub' | 'versions' | 'state' | 'ghost' | 'halves' | 'crashed'> {
  /** How far behind it is, in words, when that is far. */
  readonly behind?: string | undefined;
  /** The other members of its cluster, by id: whose rows it should have too. */
  readonly others: readonly string[];
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
    others: clusterOf(id, design)?.filter((member) => member !== id) ?? [],
  }),
  sizeOf,

  moment(props, now) {
    const { run, node, t } = now;
    const status = statusOf(now, 1);
    const key = pinnedKey(run, node, props.others, t);
    const role = run.lastFact(node, -1, 'role', t);
    const word = role < 0 ? undefined : run.store.dataOf(role);
    const place = word === 'primary' || word === 'replica' ? word : undefined;
    const crashed = status.allDown;
    const live: Props & { readonly name: string } = {
      ...props,
      crashed,
      sub: crashed
        ? words.crashedFor(secondsSince(status.since, t))
        : status.allPaused
          ? words.paused
          : subOf(place, key) || (props.sub ?? ''),
    };
    if (key === null) return live;
    const mine = run.versionsAt(node, key, t, 3);
    const versions = mine.map(({ version }) => `v${version}`);
    const newest = newestElsewhere(run, props.others, key, t);
    const own = mine[0]?.version ?? 0;
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

/** Its role and the row that is drawn; of both too long for the place, the row alone. */
function subOf(role: string | undefined, key: string | null): string {
  if (key === null) return role ?? '';
  const both = role === undefined ? key : `${role} · ${key}`;
  return textWidth(both, 'regular', 11) <= WORDS_MAX ? both : fitText(key, 'regular', 11, WORDS_MAX);
}

function clusterOf(id: string, design: Design): readonly string[] | null {
  for (const { members } of Object.values(design.clusters ?? {})) {
    if (Array.isArray(members) && members.includes(id)) return members as string[];
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
