import { useMemo, type ReactElement, type ReactNode } from 'react';
import '#figure/figure.css';
import { Cross, Glyph, type MessageKind } from '#figure/glyph.tsx';
import { captionAt } from '#panels/caption-at.ts';
import { Caption } from '#panels/caption.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { useSheet } from './document.ts';
import { whyEndedEarly } from './ending.ts';
import { useCaptionContext } from './reading.ts';
import { useMoment, useRun, useRunClient } from './run-context.ts';

/** A caption that changes faster cannot be read. */
const CAPTION_MS = 400;

/** Under the figure: what is true now, the marks that this figure uses, and room for the zoom. */
export function FigureFoot({ zoom }: { zoom?: ReactNode }): ReactElement {
  const client = useRunClient();
  const context = useCaptionContext();
  const playing = useRun((run) => run.playing);
  // The record grows under the same moment while it is simulated.
  const until = useRun((run) => Math.min(run.until, client.time));
  const time = useMoment(CAPTION_MS);
  const sentences = useMemo(
    () => captionAt(client.view, time, context),
    // oxlint-disable-next-line react/exhaustive-deps -- `until` says that the record under the moment is another one
    [client, time, context, until],
  );
  const sheet = useSheet();
  const early = useRun((run) => (time >= run.endUs ? whyEndedEarly(run.ending, sheet) : null));
  return (
    <figcaption className={styles['foot']} data-magnified>
      <Caption time={time} playing={playing} sentences={early === null ? sentences : [early]} />
      <Legend />
      {zoom}
    </figcaption>
  );
}

const KINDS = ['request', 'reply', 'event', 'compensation', 'replication'] as const satisfies MessageKind[];

/** Only the marks that this run has used so far. */
function Legend(): ReactElement {
  const client = useRunClient();
  const drops = useRun(() => client.view.messages.drops.length > 0);
  const used = useRun(() => client.view.messages.kindsSeen);
  return (
    <ul className={styles['legend']} aria-label={words.legend.label}>
      {KINDS.filter((_, kind) => (used & (1 << kind)) !== 0).map((kind) => (
        <li key={kind}>
          <svg className="fig" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
            <Glyph kind={kind} x={0} y={kind === 'compensation' ? 1 : 0} size={0.86} />
          </svg>
          {words.legend[kind]}
        </li>
      ))}
      {drops && (
        <li>
          <svg className="fig" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
            <Cross x={0} y={0} radius={3.6} />
          </svg>
          {words.legend.dropped}
        </li>
      )}
    </ul>
  );
}
