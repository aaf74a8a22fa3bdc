import {
  cloneElement,
  useEffect,
  useState,
  useSyncExternalStore,
  type ComponentType,
  type ReactElement,
} from 'react';

/**
 * Parts of the page whose code is fetched when they are first wanted. Nothing suspends: what is already there is drawn
 * in the same frame, and while it is on its way its place is empty, or held by the button that opens it.
 */
interface Part<Props> {
  readonly component: () => ComponentType<Props> | null;
  readonly fetch: () => Promise<void>;
  readonly subscribe: (listener: () => void) => () => void;
}

const parts: Part<never>[] = [];

/** Fetches all parts, one after the other: for a moment when nothing else is to be done. Rejects when offline. */
export async function fetchParts(): Promise<void> {
  for (const part of parts) await part.fetch();
}

/** Drawn as soon as its code is there; until then nothing is. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactElement | null {
  const part = partOf(load);
  return function Later(props) {
    const Component = usePart(part, true);
    return Component === null ? null : <Component {...props} />;
  };
}

/** A dialog: fetched when it is first opened. It stays, so that it can close as it likes. */
export function dialogLater<Props extends { readonly open: boolean }>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactElement | null {
  const part = partOf(load);
  return function DialogLater(props) {
    const wanted = useOnce(props.open);
    const Component = usePart(part, wanted);
    return Component === null || !wanted ? null : <Component {...props} />;
  };
}

interface Popup {
  /** A button; until the popup is first opened it stands alone. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** Something that a button opens: fetched when the button is first pressed, and opened as soon as it is there. */
export function popupLater<Props extends Popup>(
  load: () => Promise<ComponentType<Props>>,
  kind: 'menu' | 'dialog',
): (props: Props) => ReactElement {
  const part = partOf(load);
  return function PopupLater(props) {
    const [ownOpen, setOwnOpen] = useState(false);
    const { trigger, open = ownOpen, onOpenChange = setOwnOpen } = props;
    const wanted = useOnce(open);
    const Component = usePart(part, wanted);
    if (Component !== null && wanted) return <Component {...props} open={open} onOpenChange={onOpenChange} />;
    return cloneElement(trigger, {
      'aria-haspopup': kind,
      'aria-expanded': false,
      onClick: () => onOpenChange(true),
    });
  };
}

/** True from the first time on that `now` is. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once || now;
}

function usePart<Props>(part: Part<Props>, wanted: boolean): ComponentType<Props> | null {
  useEffect(() => {
    if (wanted) void part.fetch();
  }, [part, wanted]);
  return useSyncExternalStore(part.subscribe, part.component);
}

function partOf<Props>(load: () => Promise<ComponentType<Props>>): Part<Props> {
  let component: ComponentType<Props> | null = null;
  let under: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const fetchIt = async (): Promise<void> => {
    try {
      component = await load();
    } catch (error) {
      // The next time it is wanted may be a better one.
      under = null;
      throw error;
    }
    for (const listener of listeners) listener();
  };
  const part: Part<Props> = {
    component: () => component,
    fetch: () => (under ??= fetchIt()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  parts.push(part as Part<never>);
  return part;
}
