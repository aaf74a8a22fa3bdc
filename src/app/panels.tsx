import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { nodeTitle } from '#editor/edit/document.ts';
import { sessionStore } from '#editor/session.ts';
import type { VerdictView } from '#run/view/run-view.ts';
import { words } from '#words/en.ts';
import type { Panel } from './dock.tsx';
import styles from './dock.module.css';
import { useSheet } from './document.ts';
import {
  Causes,
  ConsistencyPanel,
  DataPanel,
  DocumentText,
  EventLog,
  MetricsPanel,
  StatePanel,
  SpaceTimePanel,
} from './parts.ts';
import { useNames } from './reading.ts';
import { useMoment, useRun, useRunClient } from './run-context.ts';

/** Panels that show tables and lists follow the playhead at this pace, ms. */
const PANEL_MS = 100;
const SPACE_TIME_MS = 40;
/** The worker is asked what is inside a node at this pace, ms. */
const STATE_MS = 250;

/** The panels of the dock, and a way to ask why a check broke. */
export function usePanels(): {
  readonly panels: readonly Panel[];
  readonly why: (verdict: VerdictView) => void;
} {
  const [asked, ask] = useState<VerdictView | null>(null);
  const isBroken = useRun(
    ({ judged }) => judged?.some(({ lamps }) => lamps.some(({ verdict }) => verdict === 'invalid')) === true,
  );
  const panels: Panel[] = [
    { id: 'log', label: words.dock.log, content: () => <LogPanel /> },
    { id: 'spaceTime', label: words.dock.spaceTime, content: () => <SpaceTime /> },
    { id: 'metrics', label: words.dock.metrics, content: () => <Metrics /> },
    { id: 'state', label: words.dock.state, content: () => <State /> },
    { id: 'data', label: words.dock.data, content: () => <Data /> },
    {
      id: 'consistency',
      label: words.dock.consistency,
      tall: true,
      attention: isBroken ? words.dock.inconsistent : undefined,
      content: () => <Consistency />,
    },
    { id: 'document', label: words.dock.document, tall: true, content: () => <DocumentText /> },
  ];
  if (asked !== null) {
    panels.unshift({
      id: 'why',
      label: words.dock.why,
      content: () => <WhyPanel verdict={asked} onClose={() => ask(null)} />,
    });
  }
  return { panels, why: ask };
}

const follow = (followed: number): void => sessionStore.setState({ followed });

function LogPanel(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const time = useMoment(PANEL_MS);
  const length = useRun(() => client.view.store.length);
  const judged = useRun((run) => run.judged);
  return (
    <EventLog source={client} names={names} time={time} length={length} judged={judged} onFollow={follow} />
  );
}

function SpaceTime(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const time = useMoment(SPACE_TIME_MS);
  const length = useRun(() => client.view.store.length);
  return <SpaceTimePanel source={client} names={names} time={time} length={length} />;
}

function Metrics(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  // Figures are worked out in eighths while it is simulated, and once more at its end.
  const until = useRun(
    (run) => (run.ending === null ? Math.floor((8 * run.until) / run.endUs) / 8 : 1) * run.endUs,
  );
  return <MetricsPanel source={client} names={names} until={until || 0} />;
}

/** The node that is selected, when it is the only one. */
const useSelectedNode = (): string | undefined =>
  useStore(sessionStore, ({ selection }) => (selection.nodes.length === 1 ? selection.nodes[0] : undefined));

function State(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const node = useSelectedNode();
  const time = useMoment(STATE_MS);
  if (node === undefined || client.view.node(node) < 0)
    return <p className={styles['note']}>{words.dock.noState}</p>;
  return (
    <StatePanel
      key={node}
      source={client}
      node={node}
      name={names.node(client.view.node(node))}
      time={time}
    />
  );
}

function Data(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const id = useSelectedNode();
  const time = useMoment(PANEL_MS);
  useRun(() => client.view.store.length);
  const node = id === undefined ? -1 : client.view.node(id);
  if (node < 0) return <p className={styles['note']}>{words.dock.noData}</p>;
  return <DataPanel view={client.view} node={node} name={names.node(node)} time={time} />;
}

function Consistency(): ReactNode {
  const client = useRunClient();
  const sheet = useSheet();
  const time = useMoment(PANEL_MS);
  const judged = useRun((run) => run.judged);
  const isOver = useRun((run) => run.ending !== null);
  return (
    <ConsistencyPanel
      source={client}
      judged={judged}
      isOver={isOver}
      time={time}
      titleOf={(id) => (sheet.clusters?.[id] === undefined ? nodeTitle(sheet, id) : id)}
    />
  );
}

function WhyPanel({ verdict, onClose }: { verdict: VerdictView; onClose: () => void }): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const length = useRun(() => client.view.store.length);
  if (verdict.event >= length) return null;
  return (
    <Causes
      source={client}
      names={names}
      event={verdict.event}
      title={`${verdict.title}: ${verdict.reason}`}
      onFollow={follow}
      onGo={(event) => {
        client.pause();
        client.seek(client.view.store.time[event] ?? 0);
      }}
      onClose={onClose}
    />
  );
}
