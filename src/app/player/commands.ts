import type { Command } from '#editor/commands.ts';
import { toggleBreakpoint } from '#editor/breakpoints.ts';
import { sessionStore } from '#editor/session.ts';
import type { RunClient } from '#run/client.ts';
import { playerWords } from '#words/player.ts';
import { clearLoop, setMark } from './brake.ts';
import { followNow, step, stopFollowing, toggleAlone } from './follow.ts';
import { playerStore, setPausesOnInspect } from './player-store.ts';
import { shellStore } from '#app/shell-store.ts';
import { goInStory } from '#app/story.ts';
import { listUnderWay } from './under-way.tsx';

const SECOND = 1_000_000;
const MS = 1_000;

/** What the player can do: part of the one list of commands. */
export function playerCommands(client: RunClient): readonly Command[] {
  const { follow, loop, inspect, marks, stops, underWay, step: by } = playerWords;
  const time = { group: playerWords.group, where: 'anywhere' } as const;
  const isFollowing = (): boolean => sessionStore.getState().followed !== null;
  const move = (us: number): void => {
    client.pause();
    client.seek(Math.round(client.time) + us);
  };
  const node = (): string | undefined => {
    const { nodes } = sessionStore.getState().selection;
    return nodes.length === 1 ? nodes[0] : undefined;
  };
  return [
    { ...time, id: 'secondBack', title: by.secondBack, keys: ['Shift+H'], run: () => move(-SECOND) },
    { ...time, id: 'secondOn', title: by.secondOn, keys: ['h'], run: () => move(SECOND) },
    { ...time, id: 'msBack', title: by.msBack, keys: ['Shift+Y'], run: () => move(-MS) },
    { ...time, id: 'msOn', title: by.msOn, keys: ['y'], run: () => move(MS) },
    {
      ...time,
      id: 'nextInterest',
      title: marks.next,
      keys: ['PageDown'],
      when: isFree,
      run: () => goInStory(client, 1),
    },
    {
      ...time,
      id: 'lastInterest',
      title: marks.previous,
      keys: ['PageUp'],
      when: isFree,
      run: () => goInStory(client, -1),
    },
    {
      ...time,
      id: 'follow',
      title: follow.start,
      keys: ['f'],
      run: () => (isFollowing() ? stopFollowing() : followNow(client)),
    },
    {
      ...time,
      id: 'followNext',
      title: follow.next,
      keys: ['n'],
      when: isFollowing,
      run: () => step(client, 'after'),
    },
    {
      ...time,
      id: 'followPrevious',
      title: follow.previous,
      keys: ['Shift+N'],
      when: isFollowing,
      run: () => step(client, 'before'),
    },
    {
      ...time,
      id: 'alone',
      title: follow.hide,
      keys: ['Shift+F'],
      when: isFollowing,
      run: toggleAlone,
    },
    { ...time, id: 'underWay', title: underWay.open, keys: ['u'], run: () => listUnderWay(client) },
    { ...time, id: 'markA', title: loop.a, keys: ['a'], run: () => setMark('a', client.time) },
    { ...time, id: 'markB', title: loop.b, keys: ['Shift+A'], run: () => setMark('b', client.time) },
    {
      ...time,
      id: 'loop',
      title: loop.toggle,
      keys: ['r'],
      when: () => playerStore.getState().a !== null && playerStore.getState().b !== null,
      run: () => playerStore.setState(({ loops }) => ({ loops: !loops })),
    },
    {
      ...time,
      id: 'clearLoop',
      title: loop.clear,
      keys: ['Shift+R'],
      when: () => playerStore.getState().a !== null || playerStore.getState().b !== null,
      run: clearLoop,
    },
    {
      ...time,
      id: 'stopAtMessage',
      title: stops.selected,
      keys: ['F9'],
      when: () => node() !== undefined,
      run: () => toggleBreakpoint(`message ${node() ?? ''}`),
    },
    {
      ...time,
      id: 'stopAtError',
      title: stops.errors,
      keys: ['Shift+F9'],
      when: () => node() !== undefined,
      run: () => toggleBreakpoint(`error ${node() ?? ''}`),
    },
    {
      ...time,
      id: 'clearStops',
      title: stops.clear,
      keys: [],
      when: () => sessionStore.getState().breakpoints.size > 0,
      run: () => sessionStore.setState({ breakpoints: new Set() }),
    },
    {
      ...time,
      id: 'inspecting',
      title: inspect,
      keys: [],
      run: () => setPausesOnInspect(!playerStore.getState().pausesOnInspect),
    },
  ];
}

/** What is read in pages keeps its keys: the gallery, lists and tables of the dock, forms at the side. */
const isFree = (): boolean =>
  shellStore.getState().home === null &&
  (document.activeElement ?? document.body).closest('[role="tabpanel"], aside') === null;
