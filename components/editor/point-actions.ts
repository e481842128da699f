import { redo, undo } from '@/lib/editor/document';
import { nextToPlace } from '@/lib/editor/place-order';
import {
  acceptPrediction,
  alignToPrediction,
  mirrorHalf,
  type PredictedPoints,
  removePoints,
  rotate,
  scale,
  sideOf,
  smoothContours,
  swapSides,
  toggleHidden,
} from '@/lib/editor/point-commands';
import { allLandmarks, contoursTouched, meantShape } from '@/lib/editor/selection';
import { placed } from '@/lib/editor/transform';
import type { EditorSession, EditorState } from './editor-session';

/** Something that can be done to the landmarks in hand: the keys and the menu are both made from this list. */
export interface PointAction {
  readonly name: string;
  readonly keys: string;
  readonly also?: readonly string[];
  readonly label: string;
  readonly enabled: boolean;
  /** stands in the menu as well */
  readonly inMenu: boolean;
  readonly run: () => void;
}

const DEGREE = Math.PI / 180;
/** One press of a key, without and with Shift. */
const TURN = { coarse: 1, fine: 0.2 } as const;
const GROWTH = { coarse: 1, fine: 0.2 } as const;

/** @param prediction of the chosen model; null: none */
export function pointActions(
  session: EditorSession,
  { document, selection, selected, placing }: EditorState,
  prediction: PredictedPoints | null,
): readonly PointAction[] {
  if (!document) return [startPlacing(session, 0)];
  const { annotation } = document;
  const shape = meantShape(annotation, selection);
  const shapeName = selection.length > 1 ? 'the chosen points' : selection.length === 1 ? 'this contour' : 'the face';
  const several = selection.length > 1;
  const side = selected === null ? 'middle' : sideOf(annotation, selected);
  const hasChosen = selection.length > 0;
  const now = () => performance.now();

  const turns = (['coarse', 'fine'] as const).flatMap((size): PointAction[] => {
    const shift = size === 'fine' ? 'Shift+' : '';
    const turn = (sign: 1 | -1) => () =>
      session.runBurst((at) => rotate(at, selection, sign * TURN[size] * DEGREE, now()));
    const grow = (sign: 1 | -1) => () =>
      session.runBurst((at) => scale(at, selection, (1 + GROWTH[size] / 100) ** sign, now()));
    const common = { enabled: several, inMenu: false };
    return [
      {
        ...common,
        name: `points.turn-left.${size}`,
        keys: `${shift}q`,
        label: `Turn the chosen points left by ${TURN[size]}°`,
        run: turn(-1),
      },
      {
        ...common,
        name: `points.turn-right.${size}`,
        keys: `${shift}w`,
        label: `Turn the chosen points right by ${TURN[size]}°`,
        run: turn(1),
      },
      {
        ...common,
        name: `points.shrink.${size}`,
        keys: `${shift}s`,
        label: `Shrink the chosen points by ${GROWTH[size]} %`,
        run: grow(-1),
      },
      {
        ...common,
        name: `points.enlarge.${size}`,
        keys: `${shift}d`,
        label: `Enlarge the chosen points by ${GROWTH[size]} %`,
        run: grow(1),
      },
    ];
  });

  return [
    { name: 'editor.undo', keys: 'Mod+z', label: 'Undo', enabled: true, inMenu: false, run: () => session.run(undo) },
    {
      name: 'editor.redo',
      keys: 'Mod+Shift+z',
      also: ['Mod+y'],
      label: 'Redo',
      enabled: true,
      inMenu: false,
      run: () => session.run(redo),
    },
    {
      name: 'points.choose-contour',
      keys: 'a',
      label: 'Choose the whole contour',
      enabled: hasChosen,
      inMenu: true,
      run: () => session.selectMany(placed(annotation, contoursTouched(annotation, selection))),
    },
    {
      name: 'points.choose-all',
      keys: 'Shift+a',
      label: 'Choose every point',
      enabled: true,
      inMenu: true,
      run: () => session.selectMany(placed(annotation, allLandmarks(annotation))),
    },
    {
      name: 'points.accept',
      keys: 'Enter',
      label: 'Accept the model for the chosen points',
      enabled: hasChosen && prediction !== null,
      inMenu: true,
      run: () => prediction && session.run((at) => acceptPrediction(at, selection, prediction)),
    },
    {
      name: 'points.accept-face',
      keys: 'Shift+Enter',
      label: 'Accept the model for the whole face',
      enabled: prediction !== null,
      inMenu: true,
      run: () => prediction && session.run((at) => acceptPrediction(at, allLandmarks(annotation), prediction)),
    },
    {
      name: 'points.align',
      keys: 'k',
      label: `Align ${shapeName} to the model`,
      enabled: prediction !== null,
      inMenu: true,
      run: () => prediction && session.run((at) => alignToPrediction(at, shape, prediction)),
    },
    {
      name: 'points.smooth',
      keys: 'o',
      label: `Smooth ${shapeName}`,
      enabled: true,
      inMenu: true,
      run: () => session.run((at) => smoothContours(at, shape)),
    },
    {
      name: 'points.mirror-half',
      keys: 'x',
      label: side === 'middle' ? 'Mirror the half of the point in hand' : `Mirror the ${side} half onto the other`,
      enabled: side !== 'middle',
      inMenu: true,
      run: () => side !== 'middle' && session.run((at) => mirrorHalf(at, side)),
    },
    {
      name: 'points.swap-sides',
      keys: 'Shift+x',
      label: 'Swap left and right',
      enabled: true,
      inMenu: true,
      run: () => session.run(swapSides),
    },
    {
      name: 'points.hide',
      keys: 'h',
      label: 'Hidden or visible',
      enabled: hasChosen,
      inMenu: true,
      run: () => session.run((at) => toggleHidden(at, selection)),
    },
    {
      name: 'points.remove',
      keys: 'Delete',
      also: ['Backspace'],
      label: 'Remove the chosen points',
      enabled: hasChosen,
      inMenu: true,
      run: () => {
        session.run((at) => removePoints(at, selection));
        session.select(null);
      },
    },
    ...turns,
    placing === null
      ? startPlacing(session, nextToPlace(annotation))
      : {
          name: 'points.place',
          keys: 'l',
          label: 'End placing',
          enabled: true,
          inMenu: true,
          run: () => session.place(null),
        },
  ];
}

const startPlacing = (session: EditorSession, first: number | null): PointAction => ({
  name: 'points.place',
  keys: 'l',
  label: 'Place missing points one by one',
  enabled: first !== null,
  inMenu: true,
  run: () => session.place(first),
});
