import { useEffect, useState } from 'react';
import type { Command } from '#editor/commands.ts';
import type { RunClient } from '#run/client.ts';
import { useReport } from './report.tsx';

const all = (commands: readonly Command[]): readonly Command[] => commands;

/**
 * The commands of the shell, with their keys bound. A first figure needs none of them: they are heard as soon as their
 * code is there. `pick` must be stable.
 */
export function useCommands(client: RunClient, pick = all): readonly Command[] {
  const report = useReport();
  const [commands, setCommands] = useState<readonly Command[]>([]);
  useEffect(() => {
    let unbind: (() => void) | undefined;
    let isMounted = true;
    const bind = async (): Promise<void> => {
      const [{ shellCommands }, { playerCommands }, { bindShellKeys }] = await Promise.all([
        import('./commands.ts'),
        import('./player/commands.ts'),
        import('./keys.ts'),
      ]);
      if (!isMounted) return;
      const picked = pick([...shellCommands(client, report), ...playerCommands(client)]);
      setCommands(picked);
      unbind = bindShellKeys(picked);
    };
    void bind();
    return () => {
      isMounted = false;
      unbind?.();
    };
  }, [client, report, pick]);
  return commands;
}
