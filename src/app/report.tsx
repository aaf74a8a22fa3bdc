import { createContext, useCallback, useContext, useState, type ReactElement, type ReactNode } from 'react';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import type { Opened } from './opening.ts';
import { ProblemsDialog } from './problems.tsx';

export type Report = (opened: Opened, from: 'link' | 'file') => void;

const ReportContext = createContext<Report>(() => undefined);

/** Says what came of opening a link or a file. */
export const useReport = (): Report => useContext(ReportContext);

/** Shows what could not be read of a link or a file; silent when all of it could. */
export function ReportProvider({ children }: { children: ReactNode }): ReactElement {
  const [said, say] = useState<{ readonly opened: Opened; readonly from: 'link' | 'file' } | null>(null);
  const [open, setOpen] = useState(false);
  const report = useCallback<Report>((opened, from) => {
    if (opened.problems.length > 0) {
      say({ opened, from });
      setOpen(true);
    } else if (!opened.read) toast(words.files.notOpened);
  }, []);
  return (
    <ReportContext.Provider value={report}>
      {children}
      {said !== null && (
        <ProblemsDialog
          open={open}
          onOpenChange={setOpen}
          title={
            said.from === 'link'
              ? words.problems.linkTitle
              : words.problems.title(said.opened.problems.length)
          }
          explain={said.opened.read ? words.problems.explain : words.problems.nothing}
          problems={said.opened.problems}
        />
      )}
    </ReportContext.Provider>
  );
}
