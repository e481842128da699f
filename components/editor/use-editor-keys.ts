import { useStore } from 'zustand';
import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import { nextPlaced, regionLandmarks } from '@/lib/editor/selection';
import { placed } from '@/lib/editor/transform';
import { type Box, boundingBox } from '@/lib/landmarks/geometry';
import { type RegionId, SCHEMES } from '@/lib/landmarks/scheme';
import type { EditorSession } from './editor-session';
import type { PointAction } from './point-actions';
import type { ViewportControl } from './use-viewport';
import { toggleMirrored } from './view-store';

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

/** Parts of the face that one key shows large; pressed again, the next of its places. */
const CLOSE_UPS: readonly {
  readonly name: string;
  readonly keys: string;
  readonly label: string;
  readonly regions: readonly RegionId[][];
}[] = [
  {
    name: 'editor.zoom-eye',
    keys: 'e',
    label: 'Zoom to an eye, then the other',
    regions: [['right-eye'], ['left-eye']],
  },
  { name: 'editor.zoom-mouth', keys: 'm', label: 'Zoom to the mouth', regions: [['outer-lip', 'inner-lip']] },
  { name: 'editor.zoom-jaw', keys: 'j', label: 'Zoom to the jaw', regions: [['jaw']] },
];

interface EditorKeys {
  readonly view: ViewportControl;
  readonly actions: readonly PointAction[];
  /** Tab walks the landmarks only while the stage has the focus and a point is in hand */
  readonly hasFocus: boolean;
  readonly onCompare: () => void;
}

/** The keys of the editor. The arrows are its own only while a point is in hand; else they are left to the page. */
export function useEditorKeys(session: EditorSession, { view, actions, hasFocus, onCompare }: EditorKeys): void {
  const { document, selected, selection, placing } = useStore(session.store);
  const annotation = document?.annotation ?? null;
  const hasPoint = document !== null && selected !== null;
  const walk = (step: 1 | -1) => annotation && session.select(nextPlaced(annotation, selected, step));
  const addNext = (step: 1 | -1) => {
    const next = annotation && nextPlaced(annotation, selected, step);
    if (next !== null) session.selectMany([...selection.filter((index) => index !== next), next]);
  };
  const arrows = ARROWS.flatMap(([key, way, x, y]): Shortcut[] => [
    {
      name: `editor.move.${way}`,
      keys: key,
      label: `Move the points in hand ${way} by ${STEP_PX} px`,
      enabled: hasPoint,
      run: () => session.nudge(x * STEP_PX, y * STEP_PX),
    },
    {
      name: `editor.move-fine.${way}`,
      keys: `Shift+${key}`,
      label: `Move the points in hand ${way} by ${FINE_STEP_PX} px`,
      enabled: hasPoint,
      run: () => session.nudge(x * FINE_STEP_PX, y * FINE_STEP_PX),
    },
  ]);
  const contours = (annotation ? SCHEMES[annotation.scheme].contours.slice(0, 9) : []).map(
    ({ name, indices }, at): Shortcut => ({
      name: `editor.contour.${name.replaceAll(' ', '-')}`,
      keys: String(at + 1),
      label: `Go to the ${name}`,
      run: () => annotation && session.select(placed(annotation, indices)[0] ?? null),
    }),
  );
  const boxes = (regions: readonly RegionId[][]): readonly Box[] =>
    regions.flatMap((ids) => {
      const known = annotation ? regionLandmarks(annotation, ids) : [];
      return annotation && known.length > 0 ? [boundingBox(known.map((index) => annotation.points[index]))] : [];
    });
  const closeUps = CLOSE_UPS.map(({ name, keys, label, regions }): Shortcut => {
    const known = boxes(regions);
    return {
      name,
      keys,
      label,
      enabled: known.length > 0,
      run: () => view.zoomTo(known[(known.findIndex(view.isZoomedTo) + 1) % known.length]),
    };
  });

  useShortcuts('Editor', [
    ...actions,
    { name: 'editor.next-tab', keys: 'Tab', label: 'Next landmark', enabled: hasPoint && hasFocus, run: () => walk(1) },
    {
      name: 'editor.previous-tab',
      keys: 'Shift+Tab',
      label: 'Landmark before',
      enabled: hasPoint && hasFocus,
      run: () => walk(-1),
    },
    { name: 'editor.next', keys: '.', label: 'Next landmark', enabled: document !== null, run: () => walk(1) },
    { name: 'editor.previous', keys: ',', label: 'Landmark before', enabled: document !== null, run: () => walk(-1) },
    {
      name: 'editor.add-next',
      keys: '>',
      label: 'Take the next landmark in hand too',
      enabled: hasPoint,
      run: () => addNext(1),
    },
    {
      name: 'editor.add-previous',
      keys: '<',
      label: 'Take the landmark before in hand too',
      enabled: hasPoint,
      run: () => addNext(-1),
    },
    ...contours,
    ...arrows,
    {
      name: 'editor.end-placing',
      keys: 'Escape',
      label: 'End placing',
      enabled: placing !== null,
      run: () => session.place(null),
    },
    {
      name: 'editor.let-go',
      keys: 'Escape',
      label: 'Let go of the points',
      enabled: selection.length > 0,
      run: () => session.select(null),
    },
    { name: 'editor.fit-face', keys: 'f', label: 'Fit the face', run: () => view.fitTo('face') },
    { name: 'editor.fit-image', keys: '0', label: 'Fit the image', run: () => view.fitTo('image') },
    ...closeUps,
    {
      name: 'editor.zoom-points',
      keys: 'z',
      label: 'Zoom to the points in hand',
      enabled: hasPoint,
      run: () =>
        annotation && view.zoomTo(boundingBox(placed(annotation, selection).map((index) => annotation.points[index]))),
    },
    { name: 'editor.zoom-in', keys: '+', also: ['='], label: 'Zoom in', run: () => view.zoom(ZOOM_STEP) },
    { name: 'editor.zoom-out', keys: '-', label: 'Zoom out', run: () => view.zoom(1 / ZOOM_STEP) },
    { name: 'editor.mirror-view', keys: 'y', label: 'Mirrored view', run: toggleMirrored },
    { name: 'editor.compare', keys: 'b', label: 'Compare with the version before', run: onCompare },
  ]);
}
