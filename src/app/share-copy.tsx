import { useState, type ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';

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
      toast(words.share.copyFailed);
    }
  };
  const isCopied = copied === text;
  return (
    <Button look={look} icon={isCopied ? 'check' : 'copy'} onClick={() => void copy()}>
      {isCopied ? words.share.copied : words.share.copy}
    </Button>
  );
}
