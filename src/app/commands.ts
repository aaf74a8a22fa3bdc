import type { Command } from '#editor/commands.ts';
import { documentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import { words } from '#words/en.ts';
import type { PanelId } from './dock.tsx';
import { openFile, saveFile } from './files.ts';
import { backToMine, openEmpty } from './opening.ts';
import type { Report } from './report.tsx';
import { versionStore } from './new-version.ts';
import { savingStore } from './saving.ts';
import { leaveHome, openHistory, openPanel, openShare, present, shellStore } from './shell-store.ts';
import { goInStory } from './story.ts';
import { chooseTheme } from './theme-switch.tsx';

/** Factor by which one press makes time faster or slower. */
const FASTER = 2;

/** Its key is heard apart from the others: see `usePlayKey`. */
export const PLAY = 'play';

/** What the shell can do, by the same names everywhere: keys, the command palette and the sheet of keys. */
export function shellCommands(client: RunClient, report: Report): readonly Command[] {
  const { groups, panel, ...say } = words.commands;
  const time = { group: groups.time, where: 'anywhere' } as const;
  const page = { group: groups.page, where: 'anywhere' } as const;
  const open = (id: PanelId): void => {
    const { panel: shown, home } = shellStore.getState();
    openPanel(shown === id && home === null ? null : id);
  };
  const faster = (factor: number): void => client.setScale(client.getState().scale * factor);
  const whilePresenting = (): boolean => shellStore.getState().presenting;
  // Before the others: a presenter's remote says with their keys what it has to say.
  const presenting: readonly Command[] = (
    [
      ['presentNext', words.present.next, ['PageDown', 'ArrowRight'], () => goInStory(client, 1)],
      ['presentBack', words.present.back, ['PageUp', 'ArrowLeft'], () => goInStory(client, -1)],
      ['presentBlank', words.present.blank, ['.', 'b'], () => blankScreen(client)],
      ['presentLeave', words.present.leave, ['Escape'], () => present(false)],
    ] as const
  ).map(([id, title, keys, run]) => ({ ...page, id, title, keys, when: whilePresenting, run }));
  return [
    ...presenting,
    { ...page, id: 'present', title: words.present.start, keys: ['Shift+P'], run: () => present(true) },
    ...(['system', 'light', 'dark', 'projector'] as const).map((theme): Command => ({
      ...page,
      id: `theme ${theme}`,
      title: words.app.theme.command(words.app.theme[theme]),
      keys: [],
      run: () => chooseTheme(theme),
    })),
    { ...time, id: PLAY, title: say.play, keys: ['Space'], run: () => client.toggle() },
    { ...time, id: 'stepBack', title: words.transport.back, keys: [','], run: () => client.stepBack() },
    {
      ...time,
      id: 'stepForward',
      title: words.transport.forward,
      keys: ['.'],
      run: () => client.stepForward(),
    },
    {
      ...time,
      id: 'nextBroken',
      title: words.transport.broken,
      keys: ['b'],
      when: () =>
        client.getState().verdicts.some(({ changes }) => changes.some(({ verdict }) => verdict === 'breaks')),
      run: () => void client.nextBroken(),
    },
    { ...time, id: 'toStart', title: words.transport.start, keys: ['Home'], run: () => client.seek(0) },
    { ...time, id: 'faster', title: say.faster, keys: ['Shift+>', ']'], run: () => faster(FASTER) },
    { ...time, id: 'slower', title: say.slower, keys: ['Shift+<', '['], run: () => faster(1 / FASTER) },
    { ...page, id: 'log', title: panel(words.dock.log), keys: ['e'], run: () => open('log') },
    {
      ...page,
      id: 'spaceTime',
      title: panel(words.dock.spaceTime),
      keys: ['t'],
      run: () => open('spaceTime'),
    },
    { ...page, id: 'metrics', title: panel(words.dock.metrics), keys: ['m'], run: () => open('metrics') },
    { ...page, id: 'state', title: panel(words.dock.state), keys: ['s'], run: () => open('state') },
    {
      ...page,
      id: 'consistency',
      title: panel(words.dock.consistency),
      keys: ['k'],
      run: () => open('consistency'),
    },
    { ...page, id: 'document', title: panel(words.dock.document), keys: ['j'], run: () => open('document') },
    { ...page, id: 'data', title: panel(words.dock.data), keys: ['d'], run: () => open('data') },
    {
      ...page,
      id: 'inspector',
      title: words.inspector.toggle,
      keys: ['p'],
      run: () =>
        shellStore.setState(({ inspector, home }) => ({
          inspector: home !== null || !inspector,
          home: null,
        })),
    },
    {
      ...page,
      id: 'library',
      title: words.home.command,
      keys: ['g'],
      run: () => shellStore.setState({ home: 'library' }),
    },
    {
      ...page,
      id: 'leaveHome',
      title: words.home.leave,
      keys: ['Escape'],
      when: () => shellStore.getState().home !== null,
      run: leaveHome,
    },
    { ...page, id: 'newSheet', title: words.files.newSheet, keys: [], run: () => openEmpty(client) },
    {
      ...page,
      id: 'openFile',
      title: words.files.open,
      keys: ['$mod+o'],
      run: () => void openFile(client).then((opened) => opened !== null && report(opened, 'file')),
    },
    {
      ...page,
      id: 'openLink',
      title: words.files.openLink,
      keys: [],
      run: () => shellStore.setState({ dialog: 'link' }),
    },
    {
      ...page,
      id: 'backToMine',
      title: words.files.back,
      keys: [],
      when: () => documentStore.getState().mine !== null,
      run: backToMine,
    },
    {
      ...page,
      id: 'share',
      title: words.share.title,
      keys: [],
      run: () => openShare(client),
    },
    {
      ...page,
      id: 'history',
      title: words.files.checkHistory,
      keys: [],
      run: () => openHistory(null),
    },
    {
      ...page,
      id: 'newVersion',
      title: words.app.newVersion,
      keys: [],
      when: () => versionStore.getState().isNewer,
      run: () => location.reload(),
    },
    {
      ...page,
      id: 'takeOver',
      title: words.files.takeOver,
      keys: [],
      when: () => savingStore.getState().takeOver !== null,
      run: () => savingStore.getState().takeOver?.(),
    },
    { ...page, id: 'saveFile', title: words.files.save, keys: ['$mod+s'], run: () => void saveFile() },
    {
      ...page,
      id: 'commands',
      title: say.palette,
      keys: ['$mod+k'],
      run: () => shellStore.setState({ dialog: 'commands' }),
    },
    {
      ...page,
      id: 'keys',
      title: say.keys,
      keys: ['Shift+?'],
      run: () => shellStore.setState({ dialog: 'keys' }),
    },
  ];
}

/** Blank or not; time stands still behind a blank screen. */
function blankScreen(client: RunClient): void {
  client.pause();
  shellStore.setState(({ blank }) => ({ blank: !blank }));
}
