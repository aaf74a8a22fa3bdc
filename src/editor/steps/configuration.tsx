import { useEffect, useSyncExternalStore, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { Inspector, type InspectorProps } from '#editor/inspector/inspector.tsx';
import { StepEditor } from './step-editor.tsx';
import { closeSteps, stepsStore } from './open.ts';
import styles from './configuration.module.css';

/** Narrower windows have room for the form or for the steps, px. */
const ROOM_FOR_BOTH = '(min-width: 1280px)';

/**
 * The inspector and, while a list of steps is open, the step editor beside it; in a narrow window in its place, with a
 * way back. It has a width of its own (340 px, with steps as much as the figure can spare): what holds it should fit it.
 */
export function Configuration(props: InspectorProps): ReactElement {
  const open = useStore(stepsStore, ({ bearer }) => bearer);
  const wide = useMedia(ROOM_FOR_BOTH);
  const { nodes } = props.selection;
  const selected = nodes.length === 1 ? nodes[0] : undefined;

  // Steps of a node that is no longer the selected one would stand beside the form of another.
  const belongs = open === null || selected === undefined || open[1] === selected;
  useEffect(() => {
    if (!belongs) closeSteps();
  }, [belongs]);

  const shows = open !== null && belongs;
  return (
    <div className={styles['configuration']} data-steps={shows}>
      {(wide || !shows) && (
        <div className={styles['form']}>
          <Inspector {...props} />
        </div>
      )}
      {shows && (
        <div className={styles['editor']}>
          <StepEditor
            client={props.client}
            {...(props.store === undefined ? {} : { store: props.store })}
            onBack={wide ? undefined : closeSteps}
          />
        </div>
      )}
    </div>
  );
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
