import { useId, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { Icon } from '#ui/icon.tsx';
import { TextField } from '#ui/text-field.tsx';
import { inspector as words } from '#words/inspector.ts';
import styles from './inspector.module.css';

interface DraftInputProps {
  readonly label: string;
  /** What is written; the field shows it until somebody types. */
  readonly text: string;
  /** Shown while the field is empty: what leaving it out means. */
  readonly placeholder?: string;
  /** Enter and leaving the field hand on what was typed; Escape takes it back. */
  readonly onCommit: (text: string) => void;
  /** While it is typed; null when typing ended. */
  readonly onDraft?: (text: string | null) => void;
  /** The text one step up (1) or down (-1); with it the field has two arrows. */
  readonly stepped?: ((text: string, by: number) => string | null) | undefined;
  readonly options?: readonly string[] | undefined;
  readonly mono?: boolean;
  readonly problem?: boolean;
  readonly describedBy?: string | undefined;
  readonly unit?: ReactNode;
}

/** A line of text that counts once it is committed, so that one change is one step of undo. */
export function DraftInput(props: DraftInputProps): ReactElement {
  const { label, text, onCommit, onDraft, stepped, options, unit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const listId = useId();
  const shown = draft ?? text;

  const take = (next: string | null): void => {
    setDraft(next);
    onDraft?.(next);
  };
  const commit = (): void => {
    if (draft !== null && draft !== text) onCommit(draft);
    take(null);
  };
  const step = (by: number): void => {
    const next = stepped?.(shown === '' ? (props.placeholder ?? '') : shown, by);
    if (next === null || next === undefined) return;
    take(null);
    onCommit(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      take(null);
    } else if (stepped !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      step((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
    }
  };

  return (
    <>
      <TextField
        label={label}
        className={styles['draft']}
        mono={props.mono ?? true}
        value={shown}
        problem={props.problem ?? false}
        placeholder={props.placeholder}
        aria-describedby={props.describedBy}
        list={options === undefined || options.length === 0 ? undefined : listId}
        onChange={take}
        onBlur={commit}
        onKeyDown={onKeyDown}
        trailing={
          unit === undefined && stepped === undefined ? undefined : (
            <span className={styles['after']}>
              {unit}
              {stepped !== undefined && (
                <span className={styles['steppers']}>
                  <button type="button" tabIndex={-1} aria-label={words.more(label)} onClick={() => step(1)}>
                    <Icon name="chevronUp" size={12} />
                  </button>
                  <button type="button" tabIndex={-1} aria-label={words.less(label)} onClick={() => step(-1)}>
                    <Icon name="chevronDown" size={12} />
                  </button>
                </span>
              )}
            </span>
          )
        }
      />
      {options !== undefined && options.length > 0 && (
        <datalist id={listId}>
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}
