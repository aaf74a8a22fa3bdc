import { useState, type ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';
import { words } from '#words/en.ts';
import styles from './link-dialog.module.css';
import { hasLink, openLink } from './opening.ts';
import { useReport } from './report.tsx';
import { useRunClient } from './run-context.ts';
import { closeDialog } from './shell-store.ts';

/** A link that somebody sent, pasted: it is opened as the address bar would. */
export function LinkDialog({ open }: { open: boolean }): ReactElement {
  return (
    <Dialog
      open={open}
      onOpenChange={closeDialog}
      title={words.files.openLink.replace('…', '')}
      description={words.files.linkExplain}
      closeLabel={words.app.close}
    >
      <Form />
    </Dialog>
  );
}

function Form(): ReactElement {
  const client = useRunClient();
  const report = useReport();
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const open = async (): Promise<void> => {
    const fragment = fragmentOf(text);
    if (!hasLink(fragment)) return setBad(true);
    closeDialog();
    report(await openLink(fragment, client), 'link');
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <TextField
        label={words.files.link}
        mono
        problem={isBad}
        aria-describedby={isBad ? 'link-problem' : undefined}
        value={text}
        onChange={(value) => {
          setText(value);
          setBad(false);
        }}
      />
      <Button look="solid" type="submit" disabled={text.trim() === ''}>
        {words.files.linkOpen}
      </Button>
      {isBad && (
        <p id="link-problem" role="alert">
          {words.files.linkBad}
        </p>
      )}
    </form>
  );
}

/** The part of an address that says what to open; the page's own name, and anybody else's, does not matter. */
const fragmentOf = (text: string): string => {
  const trimmed = text.trim();
  const at = trimmed.indexOf('#');
  return at < 0 ? `#${trimmed}` : trimmed.slice(at);
};
