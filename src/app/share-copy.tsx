import { useState, type ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { shareWords } from '#words/share.ts';

/** Puts text on the clipboard, and says so until there is other text. */
export function CopyButton({
  text,
  look = 'plain',
}: {
  text: string;
  look?: 'plain' | 'solid';
}): ReactElement {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      toast(shareWords.copyFailed);
    }
  };
  const isCopied = copied === text;
  return (
    <Button look={look} icon={isCopied ? 'check' : 'copy'} onClick={() => void copy()}>
      {isCopied ? shareWords.copied : shareWords.copy}
    </Button>
  );
}
