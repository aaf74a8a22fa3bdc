import ELK from 'elkjs/lib/elk-api.js';
// The build makes the worker's address of it.
// oxlint-disable-next-line import/default
import workerUrl from '#editor/layout/elk.worker.ts?worker&url';
import { ports } from '#editor/ports.ts';
import { currentScene } from '#editor/scene-store.ts';
import { documentStore } from '#editor/store.ts';
import { ownScript } from '#ui/own-script.ts';
import { drawing } from '#words/drawing.ts';
import { arranged, planOf } from './plan.ts';

/**
 * Puts every part in its place, in zones that fit, as one change; what is picked stays picked. False when everything
 * stood there already. The worker lives for one answer: it is large, and seldom wanted.
 */
export async function arrange(): Promise<boolean> {
  const scene = currentScene();
  const elk = new ELK({
    workerFactory: () => new Worker(ownScript(workerUrl), { type: 'module', name: 'halfopen layout' }),
  });
  try {
    const answer = await elk.layout(planOf(scene));
    // Whoever went on drawing meanwhile has the last word, and what they drew is arranged too.
    if (documentStore.getState().document !== scene.sheet) return await arrange();
    const changed = documentStore.apply(drawing.tidyUp, () => arranged(scene, answer));
    ports.canvas?.fit();
    return changed;
  } finally {
    elk.terminateWorker();
  }
}
