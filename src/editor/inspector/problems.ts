import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Problem } from '#lib/schema/problem.ts';
import type { RunClient } from '#run/client.ts';

const NONE: readonly Problem[] = [];
const never = (): (() => void) => () => {};

/** What the run objects to in the document. */
export function useAllProblems(client: RunClient | null): readonly Problem[] {
  const problems = (): readonly Problem[] => client?.getState().problems ?? NONE;
  return useSyncExternalStore(client?.subscribe ?? never, problems, problems);
}

/** What the run objects to in the document, by path; nothing while there is no run. */
export function useProblems(client: RunClient | null): (path: string) => readonly Problem[] {
  const problems = useAllProblems(client);
  const byPath = useMemo(() => {
    const map = new Map<string, Problem[]>();
    for (const problem of problems) map.set(problem.path, [...(map.get(problem.path) ?? []), problem]);
    return map;
  }, [problems]);
  return useCallback((path: string) => byPath.get(path) ?? NONE, [byPath]);
}
