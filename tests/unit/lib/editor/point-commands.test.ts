import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveThrough } from '@/lib/editor/curve';
import {
  applyStep,
  beginDrag,
  cancelGesture,
  canRedo,
  canUndo,
  commitGesture,
  goToState,
  type LandmarkDocument,
  markSaved,
  nudge,
  openDocument,
  previewFrom,
  redo,
  settledAnnotation,
  takeMerge,
  undo,
} from '@/lib/editor/document';
import { patchBetween } from '@/lib/editor/patches';
import { blankAnnotation, nextToPlace } from '@/lib/editor/place-order';
import {
  acceptPrediction,
  alignToPrediction,
  mirrorHalf,
  placePoint,
  removePoints,
  rotate,
  scale,
  sideOf,
  smoothContours,
  swapSides,
  toggleHidden,
} from '@/lib/editor/point-commands';
import { contoursTouched, lassoed, meantShape, nextPlaced } from '@/lib/editor/selection';
import { moveBy, rotateBy, scaleBy, swingTo } from '@/lib/editor/transform';
import { movedLandmarks } from '@/lib/editor/version-diff';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { MEAN_LANDMARKS } from '@/lib/synthesis/head/anatomy';

/** The average head, frontal, symmetric about x = 200. */
const face = (visibility: readonly Visibility[] | null = null): Annotation => ({
  scheme: 'ibug-68',
  points: MEAN_LANDMARKS.map(([x, y]) => imagePoint(200 + 2 * x, 200 + 2 * y)),
  z: null,
  visibility,
});
const at = (document: LandmarkDocument, index: number) => document.annotation.points[index];
const near = ([x, y]: readonly [number, number]) => [expect.closeTo(x, 6), expect.closeTo(y, 6)];
const labelOf = (document: LandmarkDocument) => document.history.done.at(-1)?.patch.label;
const square: Annotation = {
  ...face(),
  points: face().points.map(
    (point, i) =>
      ([
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ][i] as never) ?? point,
  ),
};

describe('moving several landmarks', () => {
  const four = [0, 1, 2, 3];

  it('turns them clockwise round their centre', () => {
    const turned = rotateBy(square, four, Math.PI / 2).points.slice(0, 5);
    expect(turned).toEqual([near([4, 0]), near([4, 4]), near([0, 4]), near([0, 0]), square.points[4]]);
  });

  it('enlarges them from their centre', () => {
    expect(scaleBy(square, four, 1.5).points.slice(0, 2)).toEqual([near([-1, -1]), near([5, -1])]);
  });

  it('turns and enlarges them so that the one held lies under the pointer', () => {
    const swung = swingTo(square, four, 1, [6, 6]); // (2, −2) from the centre to (4, 4): a quarter turn, twice as large
    expect(swung.points.slice(0, 4)).toEqual([near([6, -2]), near([6, 6]), near([-2, 6]), near([-2, -2])]);
  });

  it('leaves alone what nobody has placed', () => {
    const visibility = square.points.map((_, i): Visibility => (i === 3 ? 'missing' : 'visible'));
    expect(moveBy({ ...square, visibility }, four, [1, 2]).points.slice(2, 4)).toEqual([[5, 6], square.points[3]]);
  });

  it('is one step in a burst of keys', () => {
    let document = openDocument(square, 1);
    for (const atMs of [0, 100]) document = rotate(document, four, Math.PI / 4, atMs);
    expect(document.history.done).toHaveLength(1);
    expect(labelOf(document)).toBe('Rotate 4 landmarks');
    expect(at(document, 0)).toEqual(near([4, 0]));
  });
});

describe('the model', () => {
  const prediction = face().points.map(([x, y]) => [x + 3, y - 2] as const);

  it('is accepted for the landmarks asked for, missing ones too', () => {
    const visibility = face().points.map((_, i): Visibility => (i === 37 ? 'missing' : 'hidden'));
    const document = acceptPrediction(openDocument(face(visibility), 1), [36, 37], prediction);
    expect(at(document, 36)).toEqual(prediction[36]);
    expect(document.annotation.visibility?.slice(36, 39)).toEqual(['hidden', 'visible', 'hidden']);
    expect(at(document, 38)).toEqual(face().points[38]);
    expect(labelOf(document)).toBe("Accept the model's 2 landmarks");
  });

  it('is what a shape is laid upon, turned, scaled and moved as a whole', () => {
    const eye = [36, 37, 38, 39, 40, 41];
    const target = scaleBy(rotateBy(face(), eye, 0.3), eye, 1.25);
    const aim = moveBy(target, eye, [7, -5]).points;
    const document = alignToPrediction(openDocument(face(), 1), eye, aim);
    for (const index of eye) expect(at(document, index)).toEqual(near(aim[index]));
    expect(at(document, 42)).toEqual(face().points[42]);
  });

  it('of 68 landmarks says nothing of the pupils of a scheme of 70', () => {
    const pupils = [imagePoint(1, 2), imagePoint(3, 4)];
    const seventy: Annotation = { ...face(), scheme: 'face-synthetics-70', points: [...face().points, ...pupils] };
    const document = acceptPrediction(openDocument(seventy, 1), [0, 68, 69], prediction);
    expect(document.annotation.points.slice(68)).toEqual(pupils);
  });
});

describe('visibility', () => {
  it('goes to hidden and back, and a source that states none begins with visible', () => {
    const hidden = toggleHidden(openDocument(face(), 1), [8]);
    expect(hidden.annotation.visibility?.slice(7, 10)).toEqual(['visible', 'hidden', 'visible']);
    expect(labelOf(hidden)).toBe('Hide jaw 9');
    expect(toggleHidden(hidden, [8]).annotation.visibility?.[8]).toBe('visible');
    expect(undo(hidden).annotation).toEqual(face());
  });

  it('of a removed landmark is missing, and its place is not remembered but by undo', () => {
    const removed = removePoints(openDocument(face(), 1), [8]);
    expect(removed.annotation.visibility?.[8]).toBe('missing');
    expect(at(removed, 8)).toEqual([0, 0]);
    expect(toggleHidden(removed, [8])).toBe(removed);
    expect(undo(removed).annotation).toEqual(face());
  });
});

describe('smoothing', () => {
  it('takes about a third of a kink away and leaves the ends of an open contour', () => {
    const kinked = openDocument(moveBy(face(), [4], [12, 0]), 1);
    const document = smoothContours(kinked, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const off = (at(document, 4)[0] - face().points[4][0]) / 12;
    expect(off).toBeLessThan(0.7);
    expect(at(document, 0)).toEqual(face().points[0]);
  });

  it('keeps the size of a closed contour within 3 percent', () => {
    const lips = Array.from({ length: 12 }, (_, i) => 48 + i);
    let document = openDocument(face(), 1);
    const width = () => at(document, 54)[0] - at(document, 48)[0];
    const before = width();
    document = smoothContours(document, lips);
    expect(width() / before).toBeGreaterThan(0.9);
  });
});

describe('the two halves', () => {
  it('belong to the subject: 36 and 59 are right, 45 and 55 left, 33 neither', () => {
    expect([36, 0, 31, 48, 59, 67, 45, 16, 35, 54, 55, 65].map((i) => sideOf(face(), i))).toEqual([
      ...Array.from({ length: 6 }, () => 'right'),
      ...Array.from({ length: 6 }, () => 'left'),
    ]);
    expect([8, 27, 33, 51, 57, 62, 66].map((i) => sideOf(face(), i))).toEqual(
      Array.from({ length: 7 }, () => 'middle'),
    );
  });

  it('are made alike from the one that is right', () => {
    const document = mirrorHalf(openDocument(face(), 1), 'right');
    expect(document.annotation.points).toEqual(face().points.map(near)); // symmetric already
    const visibility = face().points.map((_, i): Visibility => (sideOf(face(), i) === 'left' ? 'missing' : 'visible'));
    const half: Annotation = {
      ...face(visibility),
      points: face().points.map((p, i) => (visibility[i] === 'missing' ? imagePoint(0, 0) : p)),
    };
    const whole = mirrorHalf(openDocument(half, 1), 'right').annotation;
    expect(whole.points).toEqual(face().points.map(near));
    expect(whole.visibility?.every((value) => value === 'visible')).toBe(true);
  });

  it('exchanged are exchanged by name, and exchanged twice are as they were', () => {
    const document = swapSides(openDocument(moveBy(face(), [3, 40], [5, 1]), 1));
    expect(swapSides(document).annotation).toEqual(moveBy(face(), [3, 40], [5, 1]));
    expect(at(swapSides(openDocument(face(), 1)), 36)).toEqual(face().points[45]);
  });
});

describe('placing', () => {
  it('goes through the landmarks in scheme order until all are placed', () => {
    let document = openDocument(blankAnnotation(), 0);
    for (
      let next = nextToPlace(document.annotation);
      next !== null;
      next = nextToPlace(document.annotation, next + 1)
    ) {
      expect(next).toBe(document.history.done.length);
      document = placePoint(document, next, [next + 0.5, 2 * next]);
    }
    expect(document.history.done).toHaveLength(68);
    expect(at(document, 67)).toEqual([67.5, 134]);
    expect(labelOf(document)).toBe('Place inner lip 8');
  });
});

describe('choosing', () => {
  it('by lasso takes what lies inside', () => {
    expect(
      lassoed(square, [
        [-1, -1],
        [5, -1],
        [5, 2],
        [-1, 2],
      ]),
    ).toEqual([0, 1]);
  });

  it('means a contour by one of its landmarks, and the face by none', () => {
    expect(contoursTouched(face(), [37])).toEqual([36, 37, 38, 39, 40, 41]);
    expect(meantShape(face(), [27])).toEqual([27, 28, 29, 30]);
    expect(meantShape(face(), [1, 2])).toEqual([1, 2]);
    expect(meantShape(face(), [])).toHaveLength(68);
  });

  it('walks round and passes over what is missing', () => {
    const visibility = face().points.map((_, i): Visibility => (i === 67 || i === 1 ? 'missing' : 'visible'));
    expect([
      nextPlaced(face(visibility), 0, 1),
      nextPlaced(face(visibility), 0, -1),
      nextPlaced(face(), null, -1),
    ]).toEqual([2, 66, 67]);
  });
});

describe('what moved between two versions', () => {
  it('is told farthest first, with what became of visibility', () => {
    const visibility = face().points.map((_, i): Visibility => (i === 9 ? 'missing' : i === 10 ? 'hidden' : 'visible'));
    const after = moveBy({ ...face(), visibility }, [3, 4], [3, 4]);
    expect(movedLandmarks(face(), moveBy(after, [4], [3, 4]))).toEqual([
      { index: 4, distance: expect.closeTo(10, 9), visibility: null },
      { index: 3, distance: expect.closeTo(5, 9), visibility: null },
      { index: 9, distance: null, visibility: 'visible → missing' },
      { index: 10, distance: null, visibility: 'visible → hidden' },
    ]);
  });
});

describe('a curve', () => {
  it('goes through every point, straight through points of a line', () => {
    const curve = curveThrough(
      [
        [0, 0],
        [3, 0],
        [9, 0],
      ],
      false,
    );
    expect(curve.map(({ from, to }) => [from[0], to[0]])).toEqual([
      [0, 3],
      [3, 9],
    ]);
    expect(curve.flatMap(({ handles }) => handles.map(([, y]) => y))).toEqual([0, 0, 0, 0]);
    expect(
      curveThrough(
        [
          [0, 0],
          [3, 0],
          [3, 3],
        ],
        true,
      ),
    ).toHaveLength(3);
    expect(curveThrough([[1, 1]], false)).toEqual([]);
  });
});

type Command = (document: LandmarkDocument) => LandmarkDocument;
const indices = fc.uniqueArray(fc.integer({ min: 0, max: 67 }), { minLength: 1, maxLength: 12 });
const predicted = face().points.map(([x, y], i) => [x + (i % 5), y - (i % 3)] as const);
const ms = fc.integer({ min: 0, max: 5000 });

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(indices, ms).map(
    ([list, atMs]): Command =>
      (document) =>
        nudge(document, list, [1, 0.2], atMs),
  ),
  fc.tuple(indices, ms).map(
    ([list, atMs]): Command =>
      (document) =>
        rotate(document, list, 0.02, atMs),
  ),
  fc.tuple(indices, ms).map(
    ([list, atMs]): Command =>
      (document) =>
        scale(document, list, 1.01, atMs),
  ),
  indices.map(
    (list): Command =>
      (document) =>
        acceptPrediction(document, list, predicted),
  ),
  indices.map(
    (list): Command =>
      (document) =>
        alignToPrediction(document, list, predicted),
  ),
  indices.map(
    (list): Command =>
      (document) =>
        smoothContours(document, list),
  ),
  indices.map(
    (list): Command =>
      (document) =>
        toggleHidden(document, list),
  ),
  indices.map(
    (list): Command =>
      (document) =>
        removePoints(document, list),
  ),
  indices.map(
    ([index]): Command =>
      (document) =>
        placePoint(document, index, [index, 7]),
  ),
  fc.constantFrom<Command>(swapSides, undo, redo, (document) => mirrorHalf(document, 'right')),
  fc.constant<Command>((document) => mirrorHalf(document, 'left')),
  fc.nat({ max: 1000 }).map(
    (state): Command =>
      (document) =>
        goToState(document, state),
  ),
  fc.constant<Command>((document) => applyStep(document, patchBetween('Back', document.annotation, face()))),
  // a drag of several as the stage does it: begun, shown on the way, moved or swung, ended or given up
  fc.tuple(indices, fc.boolean(), fc.boolean(), fc.integer({ min: -40, max: 40 })).map(
    ([list, isSwing, isCancelled, by]): Command =>
      (document) => {
        const [grip] = list;
        const [x, y] = settledAnnotation(document).points[grip];
        const change = (to: number) => (start: Annotation) =>
          isSwing ? swingTo(start, list, grip, [x + to, y - to]) : moveBy(start, list, [to, -to]);
        const dragged = [by / 2, by].reduce((at, to) => previewFrom(at, change(to)), beginDrag(document, ...list));
        return isCancelled ? cancelGesture(dragged) : commitGesture(dragged);
      },
  ),
  // somebody else's points come in, and the server keeps ours
  fc.tuple(indices, fc.nat({ max: 300 })).map(
    ([list, place]): Command =>
      (document) => {
        const annotation = acceptPrediction(
          document,
          list,
          predicted.map(() => [place, place]),
        ).annotation;
        return takeMerge(document, { annotation, label: 'Merge', revision: document.revision + 1 });
      },
  ),
  fc.constant<Command>((document) => markSaved(document, document.state, document.revision + 1)),
);

describe('any 1,000 commands', () => {
  it('all undone give the start byte for byte, and redone the end', () => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 1000, maxLength: 1000 }),
        fc.constantFrom<Annotation>(face(), blankAnnotation()),
        (commands, opened) => {
          const start = openDocument(opened, 1);
          let end = commands.reduce((document, run) => run(document), start);
          while (canRedo(end)) end = redo(end);
          let undone = end;
          while (canUndo(undone)) undone = undo(undone);
          expect(JSON.stringify(undone.annotation)).toBe(JSON.stringify(start.annotation));
          let redone = undone;
          while (canRedo(redone)) redone = redo(redone);
          expect(JSON.stringify(redone.annotation)).toBe(JSON.stringify(end.annotation));
          expect(redone.state).toBe(end.state);
        },
      ),
      { numRuns: 20 },
    );
  });
});
