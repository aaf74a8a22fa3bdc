import { useEffect, useState, type ReactElement } from 'react';
import { shareWords } from '#words/share.ts';
import styles from './share.module.css';

interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** The text as a QR code. Dark on white in both themes: not every camera reads the inverse. */
export function QrCode({ text }: { text: string }): ReactElement | null {
  const [drawing, setDrawing] = useState<Drawing | 'none' | null>(null);
  useEffect(() => {
    let current = true;
    const draw = async (): Promise<void> => {
      const drawn = await drawCode(text);
      if (current) setDrawing(drawn);
    };
    void draw();
    return () => {
      current = false;
    };
  }, [text]);
  if (drawing === null) return null;
  if (drawing === 'none') return <p>{shareWords.qrNone}</p>;
  return (
    <>
      <svg
        className={styles['qr']}
        viewBox={`0 0 ${drawing.size} ${drawing.size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={shareWords.qr}
      >
        <path d={drawing.path} />
      </svg>
      <p>{shareWords.qrDense(drawing.size)}</p>
    </>
  );
}

/** A row of dark modules is one rectangle. */
async function drawCode(text: string): Promise<Drawing | 'none'> {
  const { encode } = await import('uqr');
  try {
    const { data, size } = encode(text, { ecc: 'L', border: 0 });
    let path = '';
    data.forEach((row, y) => {
      for (let x = 0; x < size; x++) {
        if (row[x] !== true) continue;
        const from = x;
        while (row[x + 1] === true) x++;
        path += `M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`;
      }
    });
    return { size, path };
  } catch {
    return 'none';
  }
}
