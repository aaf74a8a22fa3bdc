import type { ReactElement } from 'react';
import styles from './rich-text.module.css';

/** A sentence with what stands between backticks set as code, and between double equals signs marked as stale. */
export function RichText({ text }: { text: string }): ReactElement {
  return (
    <>
      {text.split(/(`[^`]*`|==[^=]*==)/).map((part, index) => {
        if (part.startsWith('`') && part.length > 1) return <code key={index}>{part.slice(1, -1)}</code>;
        if (part.startsWith('==') && part.length > 3) {
          return (
            <em key={index} className={styles['stale']}>
              {part.slice(2, -2)}
            </em>
          );
        }
        return part;
      })}
    </>
  );
}

/** The same without marks, for those who hear it. */
export const spoken = (text: string): string => text.replace(/`([^`]*)`|==([^=]*)==/g, '$1$2');
