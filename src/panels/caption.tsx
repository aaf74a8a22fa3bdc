import { useEffect, useRef, useState, type ReactElement } from 'react';
import { words } from '#words/en.ts';
import styles from './caption.module.css';
import { RichText, spoken } from './rich-text.tsx';

/** While time runs, the voice says one caption in so many ms. */
const VOICE_MS = 4_000;

/** The caption under the figure, and the same for screen readers: at once when time stands, now and then while it runs. */
export function Caption({
  time,
  playing,
  sentences,
}: {
  /** µs. */
  time: number;
  playing: boolean;
  sentences: readonly string[];
}): ReactElement {
  const text = sentences.join(' ');
  return (
    <>
      <p className={styles['caption']} aria-hidden="true">
        <b>{words.caption.figure}</b> <i>{words.caption.at(words.moment(time))}</i> <RichText text={text} />
      </p>
      <Voice text={spoken(text)} playing={playing} />
    </>
  );
}

function Voice({ text, playing }: { text: string; playing: boolean }): ReactElement {
  const [said, say] = useState(text);
  const saidAt = useRef(-Infinity);
  useEffect(() => {
    const speak = (): void => {
      saidAt.current = performance.now();
      say(text);
    };
    const wait = playing ? saidAt.current + VOICE_MS - performance.now() : 0;
    const timer = setTimeout(speak, Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [text, playing]);
  return (
    <p className="visually-hidden" aria-live="polite" data-caption>
      {said}
    </p>
  );
}
