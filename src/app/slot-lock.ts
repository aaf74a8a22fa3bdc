import { lockName, type SlotId } from './slots.ts';

/** A page that is being left, as in a reload, gives its lock back within this time. */
const PATIENCE_MS = 700;

/**
 * Makes this tab the only one that writes to a slot. Gives the way to let go, or null when another tab holds it; `take`
 * takes it from that one. `onLost` is called when another tab takes it from us.
 *
 * Where there are no locks (a page that is not served over TLS), nobody can be asked: then it is given, and `recall`
 * is the one to be careful.
 */
export function holdSlot(id: SlotId, onLost: () => void, take = false): Promise<(() => void) | null> {
  const { locks } = navigator as Partial<Navigator>;
  if (locks === undefined) return Promise.resolve(() => undefined);
  const options: LockOptions = take ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE_MS) };
  return new Promise((resolve) => {
    let isHeld = false;
    const held = () =>
      new Promise<void>((letGo) => {
        isHeld = true;
        resolve(letGo);
      });
    locks.request(lockName(id), options, held).catch(() => {
      if (isHeld) onLost();
      else resolve(null);
    });
  });
}
