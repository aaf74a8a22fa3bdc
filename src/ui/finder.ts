import { useId, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';

export interface Finder<T> {
  readonly text: string;
  readonly found: readonly T[];
  /** Undefined when nothing is found. */
  readonly chosen: T | undefined;
  readonly field: {
    readonly role: 'combobox';
    readonly 'aria-expanded': true;
    readonly 'aria-controls': string;
    readonly 'aria-activedescendant': string | undefined;
    readonly value: string;
    readonly autoComplete: 'off';
    readonly spellCheck: false;
    readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
  readonly list: { readonly id: string; readonly role: 'listbox' };
  option(item: T): {
    readonly id: string;
    readonly role: 'option';
    readonly tabIndex: -1;
    readonly 'aria-selected': boolean;
    readonly ref: (element: HTMLElement | null) => void;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: () => void;
    readonly onClick: (event: MouseEvent) => void;
  };
}

/**
 * A field that narrows a list down (the combobox of the ARIA Authoring Practices): the keyboard stays in the field, the
 * arrows choose, Enter takes, Escape leaves where somebody wants to know (`leave`). `take` is told whether
 * Shift was held, and how to begin anew.
 */
export function useFinder<T>(
  find: (text: string) => readonly T[],
  idOf: (item: T) => string,
  take: (item: T, withShift: boolean, again: () => void) => void,
  leave?: () => void,
): Finder<T> {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = find(text);
  const place = Math.min(at, found.length - 1);
  const chosen = found[place];
  const again = (): void => {
    setText('');
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      if (chosen !== undefined) take(chosen, event.shiftKey, again);
    } else if (event.key === 'ArrowDown') setAt((place + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((place + found.length - 1) % Math.max(1, found.length));
    else if (event.key === 'Escape' && leave !== undefined) leave();
    else {
      // What is typed is not meant for the page's own keys.
      if (leave !== undefined) event.stopPropagation();
      return;
    }
    event.stopPropagation();
    event.preventDefault();
  };
  return {
    text,
    found,
    chosen,
    field: {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': id,
      'aria-activedescendant': chosen === undefined ? undefined : `${id}-${idOf(chosen)}`,
      value: text,
      autoComplete: 'off',
      spellCheck: false,
      onChange: ({ currentTarget }) => {
        setText(currentTarget.value);
        setAt(0);
      },
      onKeyDown,
    },
    list: { id, role: 'listbox' },
    option: (item) => ({
      id: `${id}-${idOf(item)}`,
      role: 'option',
      tabIndex: -1,
      'aria-selected': item === chosen,
      ref: (element) => {
        if (item === chosen) element?.scrollIntoView({ block: 'nearest' });
      },
      // The field keeps the focus.
      onPointerDown: (event) => event.preventDefault(),
      onPointerMove: () => setAt(found.indexOf(item)),
      onClick: (event) => take(item, event.shiftKey, again),
    }),
  };
}
