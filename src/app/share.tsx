import { useState, type ReactElement } from 'react';
import { documentStore } from '#editor/store.ts';
import { timelineOf } from '#editor/edit/document.ts';
import { encodeLink, LINK_LIMITS } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Switch } from '#ui/switch.tsx';
import { words } from '#words/en.ts';
import { sheetTitle } from './document.ts';
import { fileName, saveFile } from './files.ts';
import { useRunClient } from './run-context.ts';
import { QrCode } from './qr-code.tsx';
import styles from './share.module.css';

/** What fits a chat message, a mail and a slide, in characters. */
const COMFORTABLE = 2_000;

export function ShareDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}): ReactElement {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.share.title}
      description={words.share.explain}
      width={840}
      closeLabel={words.app.close}
    >
      <Share />
    </Dialog>
  );
}

function Share(): ReactElement {
  const client = useRunClient();
  const [withMoment, setWithMoment] = useState(true);
  const [withFaults, setWithFaults] = useState(true);
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  const { document } = documentStore.getState();
  const shared = withFaults ? document : { ...document, timeline: [] };
  const fragment = encodeLink({
    document: shared as ScenarioDocument,
    ...(withMoment ? { momentUs: Math.round(client.time) } : {}),
  });
  const link = `${location.origin}${location.pathname}${fragment}`;
  const tooLong = fragment.length > LINK_LIMITS.packed;
  const verdict = tooLong
    ? words.share.tooLong
    : link.length > COMFORTABLE
      ? words.share.long
      : words.share.fits;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
  };
  return (
    <div className={styles['share']}>
      <section className={styles['link']}>
        <h3>{words.share.link}</h3>
        <div className={styles['row']}>
          <input
            aria-label={words.share.link}
            readOnly
            value={link}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <Button look="solid" icon={copied === 'yes' ? 'check' : 'copy'} onClick={() => void copy()}>
            {copied === 'yes' ? words.share.copied : words.share.copy}
          </Button>
        </div>
        <div className={styles['meter']} data-long={link.length > COMFORTABLE || undefined}>
          <i style={{ width: `${Math.min(100, (100 * link.length) / COMFORTABLE)}%` }} />
        </div>
        <output className={styles['length']}>
          <b>{words.share.length(link.length)}</b>: {copied === 'failed' ? words.share.copyFailed : verdict}
        </output>
        <div className={styles['options']}>
          <label>
            <Switch label={words.share.thisMoment} checked={withMoment} onChange={setWithMoment} />
            <span>{words.share.thisMoment}</span>
            <em>{words.moment(client.time)}</em>
          </label>
          <label>
            <Switch label={words.share.withFaults} checked={withFaults} onChange={setWithFaults} />
            <span>{words.share.withFaults}</span>
            <em>{words.share.faults(timelineOf(document).length)}</em>
          </label>
        </div>
        <h3>{words.share.file}</h3>
        <div className={styles['file']}>
          <code>{fileName(sheetTitle(document, words.app.untitled))}</code>
          <Button icon="file" onClick={() => void saveFile()}>
            {words.files.save}
          </Button>
        </div>
      </section>
      <section className={styles['code']}>
        <QrCode text={link} />
      </section>
    </div>
  );
}
