import type { ComponentType } from 'react';
import type { Plain } from '#lib/plain.ts';
import type { NodeProps } from '#figure/node.tsx';
import type { FigureIconName } from '#figure/icons.tsx';
import type { Size } from '#figure/geometry.ts';
import type { ActiveView } from '#run/view/flows.ts';
import type { RunView } from '#run/view/run-view.ts';

/** A document as a view reads it: written form, so that any field may be missing or wrong. */
export interface Design {
  readonly nodes?: Readonly<Record<string, DesignNode>> | undefined;
  readonly links?: readonly { readonly from: string; readonly to: string }[] | undefined;
  readonly clusters?:
    | Readonly<
        Record<string, { readonly members?: readonly string[] | undefined; readonly replication?: unknown }>
      >
    | undefined;
}
export interface DesignNode {
  readonly kind: string;
  readonly title?: string | undefined;
  readonly [field: string]: unknown;
}

/** One moment of a run, as one node's drawing asks about it. */
export interface Moment {
  readonly run: RunView;
  /** Index of the node in the record. */
  readonly node: number;
  /** µs of virtual time. */
  readonly t: number;
  /** How much virtual time passes while a person reads a badge: what happened within it is still shown. */
  readonly lingerUs: number;
}

/** Fields of a node or a step, as they stand in a document. */
export type Written = Readonly<Record<string, Plain>>;

/** How others use a node: the step that a caller would write, and the handler that a consumer would. */
export interface Offer {
  readonly step?: Written;
  readonly handler?: Written;
}

/** Everything that a kind's picture is made of. `P` is what its figure takes besides what every node takes. */
export interface KindSpec<P extends object> {
  readonly kind: string;
  /** The name of a new one. */
  readonly title: string;
  /** One sentence for the search box. */
  readonly sentence: string;
  /** What else people call it, in lower case. */
  readonly alias: readonly string[];
  readonly icon: FigureIconName;
  /** How links to and from it are drawn: calls solid, events dashed. */
  readonly carries: 'call' | 'event';
  /** Its load can be multiplied. */
  readonly hasLoad?: boolean;
  /** Fields that a new one has besides kind and title. */
  readonly fresh: Written;
  /** How many of it run, as the design says; 1 when left out. */
  instances?(node: DesignNode): number;
  /** What someone linked to it (`step`), or fed by it (`handler`), would write. */
  offer?(id: string, node: DesignNode): Offer;
  /** The node with an offer of a neighbour taken up, when it has nothing of its own to do there yet. */
  take?(node: DesignNode, offer: Offer, neighbour: string): DesignNode;
  /** The port, a key of `Size.ports`, at which a link leaves for `neighbour` or comes in from there. */
  port?(id: string, design: Design, neighbour: string, way: 'out' | 'in'): string | undefined;
  /** What the design alone decides. Its size stays the same while it runs. */
  design(id: string, node: DesignNode, design: Design): P & { readonly name: string };
  sizeOf(props: P & { readonly name: string }): Size;
  /** The same at a moment of the run. */
  moment(props: P & { readonly name: string }, moment: Moment): P & { readonly name: string };
  readonly Figure: ComponentType<P & NodeProps>;
}

/** Props of some figure, compared by value and handed back to the view they came from. */
export type FigureProps = NodeProps & Readonly<Record<string, unknown>>;

/** A kind as the editor sees it: it can be drawn without knowing which one it is. */
export interface KindView extends Pick<
  KindSpec<object>,
  'kind' | 'title' | 'sentence' | 'alias' | 'icon' | 'carries' | 'fresh' | 'offer' | 'take' | 'port'
> {
  readonly hasLoad: boolean;
  instances(node: DesignNode): number;
  design(id: string, node: DesignNode, design: Design): FigureProps;
  sizeOf(props: FigureProps): Size;
  moment(props: FigureProps, moment: Moment): FigureProps;
  readonly Figure: ComponentType<FigureProps>;
}

/** Hides what kind of props a kind's figure takes: only its own functions ever see them. */
export const kindView = <P extends object>(spec: KindSpec<P>): KindView =>
  ({ hasLoad: false, instances: () => 1, ...spec }) as unknown as KindView;

export const nameOf = (id: string, node: DesignNode): string =>
  typeof node.title === 'string' && node.title !== '' ? node.title : id;

/** A whole number of the written form, held to its range; `otherwise` when there is none. */
export function whole(value: unknown, otherwise: number, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
  return Math.min(max, Math.max(min, Math.round(value)));
}

/** How long a state at `t` has lasted, in words: "0.8 s". */
export const secondsSince = (since: number, t: number): string =>
  `${(Math.max(0, t - since) / 1e6).toFixed(1)} s`;

/** A duration to three places at most: "9 ms", "171 ms", "2.4 s". */
export function shortTime(us: number): string {
  if (us < 1_000) return `${Math.round(us)} µs`;
  if (us < 9_950) return `${(us / 1e3).toFixed(1)} ms`;
  if (us < 999_500) return `${Math.round(us / 1e3)} ms`;
  return `${(us / 1e6).toFixed(us < 9_950_000 ? 1 : 0)} s`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(share > 0.0995 ? 0 : 1)} %`;

/** How the instances of a node are: how many are down and paused, and since when the last of them is. */
export function statusOf({ run, node, t }: Moment, instances: number) {
  let down = 0;
  let paused = 0;
  let since = -1;
  for (let instance = 0; instance < instances; instance++) {
    const status = run.statusAt(node, instance, t);
    if (status === 'up') continue;
    if (status === 'down') down++;
    else paused++;
    const fact = run.lastFact(node, instance, 'status', t);
    if (fact >= 0) since = Math.max(since, run.store.time[fact] ?? -1);
  }
  return { down, paused, since, allDown: down === instances, allPaused: paused === instances };
}

/** What was begun and not ended by `t`, by node; worked out once for all nodes that ask about the same moment. */
export function underWay({ run, node, t }: Moment): readonly ActiveView[] {
  const { length, generation } = run.store;
  const fits =
    asked !== null &&
    asked.run === run &&
    asked.t === t &&
    asked.length === length &&
    asked.generation === generation;
  if (!fits) asked = { run, t, length, generation, byNode: byNode(run.activeFlowsAt(t)) };
  return asked?.byNode.get(node) ?? [];
}

let asked: {
  readonly run: RunView;
  readonly t: number;
  readonly length: number;
  readonly generation: number;
  readonly byNode: ReadonlyMap<number, readonly ActiveView[]>;
} | null = null;

function byNode(flows: readonly ActiveView[]): ReadonlyMap<number, readonly ActiveView[]> {
  const groups = new Map<number, ActiveView[]>();
  for (const flow of flows) {
    const group = groups.get(flow.node);
    if (group === undefined) groups.set(flow.node, [flow]);
    else group.push(flow);
  }
  return groups;
}
