import { useState, type ReactElement } from 'react';
import type { Problem } from '#run/protocol.ts';
import { Button } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import { Dialog } from './parts.ts';
import styles from './problems.module.css';
import { useRun } from './run-context.ts';

/** Says that something in the document is not as it should be, and shows what; nothing when all is well. */
export function ProblemsButton(): ReactElement | null {
  const problems = useRun((run) => run.problems);
  const [open, setOpen] = useState(false);
  if (problems.length === 0) return null;
  return (
    <>
      <Button look="plain" className={styles['button']} onClick={() => setOpen(true)}>
        {words.problems.button(problems.length)}
      </Button>
      <ProblemsDialog
        open={open}
        onOpenChange={setOpen}
        title={words.problems.title(problems.length)}
        explain={words.problems.explain}
        problems={problems}
      />
    </>
  );
}

export function ProblemsDialog({
  open,
  onOpenChange,
  title,
  explain,
  problems,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  explain: string;
  problems: readonly Problem[];
}): ReactElement | null {
  const { where, expected, got, used } = words.problems;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={explain}
      width={760}
      closeLabel={words.app.close}
    >
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              {[where, expected, got, used].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {problems.map((problem, index) => (
              <tr key={index}>
                <th scope="row">{problem.path}</th>
                <td>{problem.expected}</td>
                <td>{problem.got}</td>
                <td>{problem.used}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
