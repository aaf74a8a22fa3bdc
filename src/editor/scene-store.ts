import { createStore } from 'zustand/vanilla';
import { sceneOf, type Scene } from './scene.ts';
import { sessionStore } from './session.ts';
import { documentStore } from './store.ts';

/** The scene of the document of this tab, with what is being dragged. Worked out once for each change. */
export const sceneStore = createStore<{ readonly scene: Scene }>()(() => ({
  scene: sceneOf(documentStore.getState().document),
}));

function follow(): void {
  const { document } = documentStore.getState();
  const { dragged, framed } = sessionStore.getState();
  const former = sceneStore.getState().scene;
  sceneStore.setState({ scene: sceneOf(document, dragged, former, framed) });
}

documentStore.subscribe((state, before) => {
  if (state.document !== before.document) follow();
});
sessionStore.subscribe((state, before) => {
  if (state.dragged !== before.dragged || state.framed !== before.framed) follow();
});

export const currentScene = (): Scene => sceneStore.getState().scene;
