import { useEffect, useState, type ReactElement } from 'react';
import { captionAt } from '#panels/caption-at.ts';
import { spoken } from '#panels/rich-text.tsx';
import { documentStore } from '#editor/store.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import { shareWords } from '#words/share.ts';
import { sheetTitle } from './document.ts';
import { fileName, saveBlob, saveFile } from './files.ts';
import { PNG_SCALE, pngFile, svgFile, takeStill, type Still } from './still.ts';
import { useCaptionContext } from './reading.ts';
import { useRunClient } from './run-context.ts';
import styles from './share.module.css';

/** A still picture, and the address under which the page can show it. */
export interface Shown extends Still {
  readonly address: string;
}

/** The figure and its caption as they stand when the dialog opens; null until they are taken, and without a figure. */
export function useStill(): Shown | null {
  const client = useRunClient();
  const context = useCaptionContext();
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let address: string | null = null;
    let current = true;
    const take = async (): Promise<void> => {
      const caption = spoken(captionAt(client.view, client.time, context).join(' '));
      const still = await takeStill(caption, client.time);
      if (still === null || !current) return;
      address = URL.createObjectURL(svgFile(still));
      setShown({ ...still, address });
    };
    void take();
    return () => {
      current = false;
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [client, context]);
  return shown;
}

export function PictureSection({ still }: { still: Shown | null }): ReactElement {
  const client = useRunClient();
  const save = async (ending: '.svg' | '.png'): Promise<void> => {
    if (still === null) return;
    await saveBlob(ending === '.svg' ? svgFile(still) : await pngFile(still), ending);
  };
  const copy = async (): Promise<void> => {
    if (still === null) return;
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngFile(still) })]);
      toast(shareWords.pictureCopied);
    } catch {
      toast(shareWords.pictureNotCopied);
    }
  };
  return (
    <>
      <h3>{shareWords.picture}</h3>
      <p>
        {shareWords.pictureWhat}
        <small>{shareWords.pictureAt(words.moment(client.time))}</small>
      </p>
      <div className={styles['buttons']}>
        <Button disabled={still === null} onClick={() => void save('.svg')}>
          SVG
        </Button>
        <Button disabled={still === null} onClick={() => void save('.png')}>
          {shareWords.png(PNG_SCALE)}
        </Button>
        <Button disabled={still === null} onClick={() => void copy()}>
          {shareWords.copyPicture}
        </Button>
      </div>
    </>
  );
}

export function FileSection(): ReactElement {
  const title = sheetTitle(documentStore.getState().document, words.app.untitled);
  return (
    <>
      <h3>{shareWords.file}</h3>
      <p>
        <code>{fileName(title)}</code>
        <small>{shareWords.fileWhat}</small>
      </p>
      <div className={styles['buttons']}>
        <Button icon="file" onClick={() => void saveFile()}>
          {words.files.save}
        </Button>
      </div>
    </>
  );
}
