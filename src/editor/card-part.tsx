import { useCallback, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { viewOf } from '#kinds/views.tsx';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { drawing } from '#words/drawing.ts';
import { editorWords } from '#words/editor.ts';
import { breakIt } from './actions.ts';
import { Break, Editing, Group, Lasts, lastsNow } from './card-parts.tsx';
import { nodesOf, titleOf } from './edit/document.ts';
import { crash, load, pause, restart, slow } from './edit/timeline.ts';
import { useLive, type Live } from './live.ts';
import { sceneStore } from './scene-store.ts';
import { toggleBreakpoint } from './breakpoints.ts';
import { sessionStore, type Breakpoint } from './session.ts';
import { SLOW_FACTOR } from './tool-break.ts';
import styles from './context-card.module.css';

const words = drawing.card;
/** So many instances can be picked one by one; of more, all are meant. */
const INSTANCES_MAX = 5;
const LOADS = [0, 0.5, 2, 5, 10] as const;

/** A part: crash, pause, slow down, restart, all of it or one instance; more or less load from a client. */
export function PartCard({
  id,
  onSettings,
}: {
  id: string;
  onSettings: (() => void) | undefined;
}): ReactElement | null {
  const node = useStore(sceneStore, ({ scene }) => nodesOf(scene.sheet)[id]);
  const [which, setWhich] = useState('all');
  const lookDown = useCallback((live: Live, t: number) => isDown(live, id, t), [id]);
  const down = useLive(lookDown, false);
  if (node === undefined) return null;
  const view = viewOf(node.kind);
  const instances = view?.instances(node) ?? 1;
  const one = which !== 'all' && Number(which) <= instances;
  const target = one ? `${id}#${which}` : id;
  const title = titleOf(id, node) + (one ? ` #${which}` : '');
  return (
    <>
      <Group title={words.breakPart}>
        <Break
          icon="crash"
          label={words.crash}
          hint={words.hints.crash}
          onClick={() => breakIt(crash(target), editorWords.fault.crash(title), lastsNow())}
        />
        <Break
          label={words.pause}
          hint={words.hints.pause}
          onClick={() => breakIt(pause(target), editorWords.fault.pause(title), lastsNow())}
        />
        <Break
          icon="slow"
          label={words.slow}
          hint={words.hints.slow}
          onClick={() => breakIt(slow(target, SLOW_FACTOR), editorWords.fault.slow(title), lastsNow())}
        />
        {down && (
          <Break
            label={words.restart}
            hint={words.hints.restart}
            onClick={() => breakIt(restart(target), editorWords.fault.restart(title))}
          />
        )}
      </Group>
      {instances > 1 && (
        <div className={styles['row']}>
          <span>{words.which}</span>
          <Segmented
            label={words.which}
            value={one ? which : 'all'}
            options={[
              { value: 'all', label: words.all },
              ...Array.from({ length: Math.min(INSTANCES_MAX, instances) }, (_, i) => ({
                value: String(i + 1),
                label: `#${i + 1}`,
              })),
            ]}
            onChange={setWhich}
          />
        </div>
      )}
      {view?.hasLoad === true && (
        <Group title={words.load}>
          {LOADS.map((factor) => (
            <Break
              key={factor}
              label={words.times(factor)}
              onClick={() => breakIt(load(id, factor), editorWords.fault.load(title, factor), lastsNow())}
            />
          ))}
        </Group>
      )}
      <Lasts />
      <Breakpoints node={id} />
      <Editing id={id} onSettings={onSettings}>
        <Button
          size="small"
          look="quiet"
          onClick={() => sessionStore.setState({ tool: { does: 'connect', from: id }, card: null })}
        >
          {words.connect}
        </Button>
      </Editing>
    </>
  );
}

/** Where the run is held up by this part. */
function Breakpoints({ node }: { node: string }): ReactElement {
  const breakpoints = useStore(sessionStore, (state) => state.breakpoints);
  const toggle = (breakpoint: Breakpoint, label: string): ReactElement => (
    <Button size="small" pressed={breakpoints.has(breakpoint)} onClick={() => toggleBreakpoint(breakpoint)}>
      {label}
    </Button>
  );
  return (
    <Group title={words.stopWhen}>
      {toggle(`message ${node}`, words.getsMessage)}
      {toggle(`error ${node}`, words.meetsError)}
    </Group>
  );
}

function isDown({ run }: Live, id: string, t: number): boolean {
  const node = run.node(id);
  const instances = node < 0 ? 0 : (run.topology.nodes[node]?.instances ?? 1);
  for (let instance = 0; instance < instances; instance++)
    if (run.statusAt(node, instance, t) !== 'up') return true;
  return false;
}
