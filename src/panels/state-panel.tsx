import { useEffect, useState, type ReactElement } from 'react';
import { MachineDrawing } from '#figure/machine/machine-drawing.tsx';
import type { Inspection } from '#run/protocol.ts';
import { panelWords } from '#words/panels.ts';
import styles from './state-panel.module.css';
import type { Source } from './source.ts';

/** The machines of one node at a moment, each drawn with the state it is in. */
export function StatePanel({
  source,
  node,
  name,
  time,
}: {
  source: Source;
  /** Id of the node. */
  node: string;
  name: string;
  time: number;
}): ReactElement {
  const inspection = useInspection(source, node, time);
  const [chosen, choose] = useState(0);
  if (inspection === 'waiting') return <p className={styles['note']}>{panelWords.state.loading}</p>;
  if (inspection === null) return <p className={styles['note']}>{panelWords.state.unavailable}</p>;
  const { machines } = inspection;
  if (machines.length === 0) return <p className={styles['note']}>{panelWords.state.noMachines(name)}</p>;
  const machine = machines[Math.min(chosen, machines.length - 1)];
  return (
    <div className={styles['state']}>
      <ul className={styles['list']}>
        {machines.map(({ title, subject, active }, index) => (
          <li key={`${title} ${subject} ${index}`}>
            <button type="button" aria-pressed={machine === machines[index]} onClick={() => choose(index)}>
              <b>{title}</b>
              <span>{subject}</span>
              <em>{active.length === 0 ? panelWords.state.atRest : active.join(', ')}</em>
            </button>
          </li>
        ))}
      </ul>
      {machine !== undefined && (
        // What is scrolled must be reached by keys too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles['drawing']} tabIndex={0} role="group" aria-label={machine.title}>
          <MachineDrawing machine={machine} />
        </div>
      )}
    </div>
  );
}

/** Asks anew when the node or the moment changes; one question at a time, and the last answer stays until the next. */
function useInspection(source: Source, node: string, time: number): Inspection | null | 'waiting' {
  const [answer, setAnswer] = useState<{
    readonly node: string;
    readonly inspection: Inspection | null;
  } | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const inspection = await source.inspect(node, time);
      if (current) setAnswer({ node, inspection });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [source, node, time]);
  return answer?.node === node ? answer.inspection : 'waiting';
}
