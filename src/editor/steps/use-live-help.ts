import { useMemo } from 'react';
import type { ExpressionHelp } from '#editor/inspector/expressions.ts';
import type { Way } from '#editor/inspector/way.ts';
import { useEditing } from './editing.ts';
import { helpFor } from './help.ts';
import { usePlayhead } from './use-playhead.ts';

/** What expressions of one step see, with the values of the run at the playhead; `way` null: of the handler itself. */
export function useLiveHelp(way: Way | null): ExpressionHelp {
  const { sheet, bearer, drawing, client } = useEditing();
  const { t, length } = usePlayhead(client);
  const key = way === null ? null : way.join('/');
  return useMemo(
    () =>
      helpFor({
        sheet,
        bearer,
        way,
        drawing,
        run: client === null || length === 0 ? null : { view: client.view, t },
      }),
    // The way is the same as long as its key is.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [sheet, bearer, key, drawing, client, t, length],
  );
}
