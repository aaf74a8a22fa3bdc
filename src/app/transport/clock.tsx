import { useRef, type ReactElement } from 'react';
import { words } from '#words/en.ts';
import { useFrame } from '#app/run-context.ts';
import styles from './transport.module.css';

/** The moment to the microsecond, written without rendering. */
export function Clock(): ReactElement {
  const coarse = useRef<HTMLSpanElement>(null);
  const fine = useRef<HTMLElement>(null);
  useFrame((time) => {
    const [digits, micros] = clockText(time);
    if (coarse.current !== null && coarse.current.textContent !== digits) coarse.current.textContent = digits;
    if (fine.current !== null) fine.current.textContent = micros;
  });
  return (
    <div className={styles['clock']} role="timer" aria-label={words.transport.time} aria-live="off">
      <span ref={coarse} />
      <small ref={fine} />
    </div>
  );
}

/** 3412300 µs as ["00:03.412", "300"]. */
function clockText(us: number): readonly [string, string] {
  const whole = Math.floor(us);
  const two = (n: number): string => String(n).padStart(2, '0');
  const three = (n: number): string => String(n).padStart(3, '0');
  const ms = Math.floor(whole / 1000);
  const minutes = Math.floor(ms / 60_000);
  return [`${two(minutes)}:${two(Math.floor(ms / 1000) % 60)}.${three(ms % 1000)}`, three(whole % 1000)];
}
