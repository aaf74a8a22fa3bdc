import { useState, type ReactNode } from 'react';
import { Causes } from '#panels/causes.tsx';
import { EventLog } from '#panels/event-log.tsx';
import type { VerdictView } from '#run/view/run-view.ts';
import { words } from '#words/en.ts';
import type { Panel } from './dock.tsx';
import { useNames } from './reading.ts';
import { useMoment, useRun, useRunClient } from './run-context.ts';

/** Panels that show tables and lists follow the playhead at this pace, ms. */
const PANEL_MS = 100;

/** The panels of the dock, and a way to ask why a check broke. */
export function usePanels(): {
  readonly panels: readonly Panel[];
  readonly why: (verdict: VerdictView) => void;
} {
  const [asked, ask] = useState<VerdictView | null>(null);
  const panels: Panel[] = [{ id: 'log', label: words.dock.log, content: () => <LogPanel /> }];
  if (asked !== null) {
    panels.unshift({
      id: 'why',
      label: words.dock.why,
      content: () => <WhyPanel verdict={asked} onClose={() => ask(null)} />,
    });
  }
  return { panels, why: ask };
}

function LogPanel(): ReactNode {
  const client = useRunClient();
  const names = useNames();
  const time = useMoment(PANEL_MS);
  const length = useRun(() => client.view.store.length);
  return <EventLog source={client} names={names} time={time} length={length} />;
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
      onGo={(event) => {
        client.pause();
        client.seek(client.view.store.time[event] ?? 0);
      }}
      onClose={onClose}
    />
  );
}
