import { drawing } from '#words/drawing.ts';
import type { Command } from './commands.ts';
import { linksOf, nodesOf } from './edit/document.ts';
import { reachOf } from './edit/reach.ts';
import { select, sessionStore } from './session.ts';
import { documentStore } from './store.ts';
import { nameMessage, treatMessage } from './tool-break.ts';

const words = drawing.command;
const { groups } = words;

const pickedNodes = (): readonly string[] => sessionStore.getState().selection.nodes;
const sheet = () => documentStore.getState().document;

function selectReached(way: 'up' | 'down'): void {
  const known = nodesOf(sheet());
  const nodes = reachOf(sheet(), pickedNodes(), way).filter((id) => known[id] !== undefined);
  const all = new Set(nodes);
  const links = linksOf(sheet()).filter(({ from, to }) => all.has(from) && all.has(to));
  select(sessionStore, { nodes, links: links.map(({ from, to }) => `${from}>${to}`) });
}

/** What follows links from what is picked, and what can become of a message. */
export const linkedCommands: readonly Command[] = [
  {
    id: 'connectTo',
    title: words.connectTo,
    group: groups.place,
    keys: ['Shift+l'],
    where: 'canvas',
    when: () => pickedNodes().length === 1 && Object.keys(nodesOf(sheet())).length > 1,
    run: () => {
      const [from] = pickedNodes();
      if (from !== undefined) sessionStore.setState({ asked: { for: 'part', from }, card: null });
    },
  },
  ...(
    [
      ['selectUpstream', 'up', 'Shift+ArrowLeft'],
      ['selectDownstream', 'down', 'Shift+ArrowRight'],
    ] as const
  ).map(([id, way, key]): Command => ({
    id,
    title: words[id],
    group: groups.select,
    keys: [key],
    where: 'canvas',
    when: () => pickedNodes().length > 0,
    run: () => selectReached(way),
  })),
  ...(
    [
      ['dropMessage', 'drop'],
      ['duplicateMessage', 'duplicate'],
      ['holdMessage', 'delay'],
    ] as const
  ).map(([id, action]): Command => ({
    id,
    title: words[id],
    group: groups.break,
    keys: [],
    where: 'canvas',
    when: () => {
      const { message } = sessionStore.getState().selection;
      return message !== null && nameMessage(message) !== null;
    },
    run: () => {
      const { message } = sessionStore.getState().selection;
      if (message !== null) treatMessage(message, action);
    },
  })),
];
