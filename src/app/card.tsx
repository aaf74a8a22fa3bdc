import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { sessionStore } from '#editor/session.ts';
import { ContextCard } from './parts.ts';
import { useRunClient } from './run-context.ts';
import { shellStore } from './shell-store.ts';

/** What can be done to the thing that was clicked, beside it. */
export function Card(): ReactElement | null {
  const client = useRunClient();
  const isOpen = useStore(sessionStore, ({ card }) => card !== null);
  if (!isOpen) return null;
  return <ContextCard client={client} onSettings={() => shellStore.setState({ inspector: true })} />;
}
