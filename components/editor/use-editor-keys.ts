import { useStore } from 'zustand';
import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import type { EditorSession } from './editor-session';
import type { ViewportControl } from './use-viewport';

/** Image px of one press of an arrow key, without and with Shift. */
const STEP_PX = 1;
const FINE_STEP_PX = 0.2;
const ZOOM_STEP = 1.4;

const ARROWS = [
  ['ArrowLeft', 'left', -1, 0],
  ['ArrowRight', 'right', 1, 0],
  ['ArrowUp', 'up', 0, -1],
  ['ArrowDown', 'down', 0, 1],
] as const;

/** The keys of the editor. The arrows are its own only while a point is in hand; else they are left to the page. */
export function useEditorKeys(session: EditorSession, view: ViewportControl): void {
  const { document, selected } = useStore(session.store);
  const hasPoint = document !== null && selected !== null;
  const walk = (step: 1 | -1) => document && session.select(nextAnnotated(document.annotation, selected, step));
  const nudges = ARROWS.flatMap(([key, way, x, y]): Shortcut[] => [
    {
      keys: key,
      label: `Move the point ${way} by ${STEP_PX} px`,
      enabled: hasPoint,
      run: () => session.nudge(x * STEP_PX, y * STEP_PX),
    },
    {
      keys: `Shift+${key}`,
      label: `Move the point ${way} by ${FINE_STEP_PX} px`,
      enabled: hasPoint,
      run: () => session.nudge(x * FINE_STEP_PX, y * FINE_STEP_PX),
    },
  ]);

  useShortcuts('Editor', [
    { keys: 'Mod+z', label: 'Undo', run: session.undo },
    { keys: 'Mod+Shift+z', also: ['Mod+y'], label: 'Redo', run: session.redo },
    { keys: '.', label: 'Next landmark', enabled: document !== null, run: () => walk(1) },
    { keys: ',', label: 'Landmark before', enabled: document !== null, run: () => walk(-1) },
    ...nudges,
    { keys: 'Escape', label: 'Let go of the point', enabled: selected !== null, run: () => session.select(null) },
    { keys: 'f', label: 'Fit the face', run: () => view.fitTo('face') },
    { keys: '0', label: 'Fit the image', run: () => view.fitTo('image') },
    { keys: '+', also: ['='], label: 'Zoom in', run: () => view.zoom(ZOOM_STEP) },
    { keys: '-', label: 'Zoom out', run: () => view.zoom(1 / ZOOM_STEP) },
  ]);
}

/** The annotated landmark after (or before) one in scheme order, round and round; null when there is none. */
function nextAnnotated(annotation: Annotation, from: number | null, step: 1 | -1): number | null {
  const count = annotation.points.length;
  const start = from ?? (step === 1 ? -1 : count);
  for (let i = 1; i <= count; i++) {
    const index = (start + step * i + 2 * count) % count;
    if (isAnnotated(annotation, index)) return index;
  }
  return null;
}
