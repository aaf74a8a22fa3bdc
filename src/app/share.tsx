import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { Sheet } from '#editor/edit/document.ts';
import { timelineOf } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import { LINK_LIMITS } from '#scenario/link.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Switch } from '#ui/switch.tsx';
import { words } from '#words/en.ts';
import { shareWords } from '#words/share.ts';
import { asInLibrary, fragmentOf, linkTo } from './links.ts';
import { QrCode } from './qr-code.tsx';
import { useRunClient } from './run-context.ts';
import { CopyButton } from './share-copy.tsx';
import { EmbedSection } from './share-embed.tsx';
import { FileSection, PictureSection, useStill } from './share-files.tsx';
import { writeShortLink, type ShortLink } from './short-link.ts';
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
      description={shareWords.explain}
      width={1000}
      closeLabel={words.app.close}
    >
      <Share />
    </Dialog>
  );
}

function Share(): ReactElement {
  const client = useRunClient();
  const { document } = documentStore.getState();
  const [withMoment, setWithMoment] = useState(true);
  const [withFaults, setWithFaults] = useState(true);
  const [isShort, setShort] = useState(true);
  const shared = useMemo(
    () => (withFaults ? document : { ...document, timeline: [] }),
    [document, withFaults],
  );
  const inLibrary = useInLibrary(shared);
  const momentUs = withMoment ? Math.round(client.time) : null;
  const fragment = useMemo(
    () =>
      inLibrary !== null && isShort
        ? writeShortLink({ ...inLibrary, momentUs })
        : fragmentOf(shared, momentUs),
    [inLibrary, isShort, shared, momentUs],
  );
  const still = useStill();
  const link = linkTo(fragment);
  return (
    <div className={styles['share']}>
      <section className={styles['link']}>
        <h3>{shareWords.link}</h3>
        <div className={styles['row']}>
          <input
            aria-label={shareWords.link}
            readOnly
            value={link}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <CopyButton text={link} look="solid" />
        </div>
        <Length link={link} fits={fragment.length <= LINK_LIMITS.packed} />
        <div className={styles['options']}>
          <label>
            <Switch label={shareWords.thisMoment} checked={withMoment} onChange={setWithMoment} />
            <span>{shareWords.thisMoment}</span>
            <em>{words.moment(client.time)}</em>
          </label>
          <label>
            <Switch label={shareWords.withFaults} checked={withFaults} onChange={setWithFaults} />
            <span>{shareWords.withFaults}</span>
            <em>{shareWords.faults(timelineOf(document).length)}</em>
          </label>
          {inLibrary !== null && (
            <label>
              <Switch label={shareWords.short} checked={isShort} onChange={setShort} />
              <span>{shareWords.short}</span>
              <em>{shareWords.shortWhy}</em>
            </label>
          )}
        </div>
      </section>
      <section className={styles['code']}>
        <Code text={link} />
      </section>
      <EmbedSection fragment={fragment} still={still} />
      <section className={styles['files']}>
        <PictureSection still={still} />
        <FileSection />
      </section>
    </div>
  );
}

function Length({ link, fits }: { link: string; fits: boolean }): ReactElement {
  const isLong = link.length > COMFORTABLE;
  const verdict = fits ? (isLong ? shareWords.long : shareWords.fits) : shareWords.tooLong;
  return (
    <>
      <div className={styles['meter']} data-long={isLong || undefined}>
        <i style={{ width: `${Math.min(100, (100 * link.length) / COMFORTABLE)}%` }} />
      </div>
      <output className={styles['length']}>
        <b>{shareWords.length(link.length)}</b>: {verdict}
      </output>
    </>
  );
}

/** The code beside the link, and over the whole page for a room. */
function Code({ text }: { text: string }): ReactElement {
  const [large, setLarge] = useState(false);
  return (
    <>
      <QrCode text={text} />
      <Button size="small" onClick={() => setLarge(true)}>
        {shareWords.qrLarge}
      </Button>
      <Dialog
        open={large}
        onOpenChange={setLarge}
        title={shareWords.qr}
        width={2_000}
        closeLabel={words.app.close}
      >
        <div className={styles['large']}>
          <QrCode text={text} />
        </div>
      </Dialog>
    </>
  );
}

function useInLibrary(sheet: Sheet): Omit<ShortLink, 'momentUs'> | null {
  const [found, setFound] = useState<{ sheet: Sheet; as: Omit<ShortLink, 'momentUs'> | null } | null>(null);
  useEffect(() => {
    let current = true;
    const look = async (): Promise<void> => {
      const as = await asInLibrary(sheet);
      if (current) setFound({ sheet, as });
    };
    void look();
    return () => {
      current = false;
    };
  }, [sheet]);
  return found?.sheet === sheet ? found.as : null;
}
