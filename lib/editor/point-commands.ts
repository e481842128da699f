import { type Annotation, isAnnotated, type Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import { applyStep, type LandmarkDocument, namesOf, settledAnnotation } from './document';
import { withVisibility } from './merge';
import { movePoint, patchBetween } from './patches';
import { fitReflection, fitSimilarity } from './similarity';
import { mapPoints, placed, rotateBy, scaleBy } from './transform';

/** [68] of a model, image px */
export type PredictedPoints = readonly (readonly [x: number, y: number, ...z: number[]])[];

/** One command as one named step; what changes nothing leaves no step. */
function step(
  document: LandmarkDocument,
  label: string,
  change: (annotation: Annotation) => Annotation,
  burst: { key: string; atMs: number } | null = null,
): LandmarkDocument {
  const before = settledAnnotation(document);
  return applyStep(document, patchBetween(label, before, change(before)), burst);
}

/** Puts landmarks where the model sees them; those that nobody had placed are placed by it. */
export const acceptPrediction = (
  document: LandmarkDocument,
  indices: readonly number[],
  prediction: PredictedPoints,
): LandmarkDocument =>
  step(document, `Accept the model's ${namesOf(document, indices)}`, (annotation) =>
    indices
      .filter((index) => index < prediction.length)
      .reduce((at, index) => movePoint(at, index, [prediction[index][0], prediction[index][1]]), annotation),
  );

/** Lays landmarks onto the model's by turn, size and place, keeping their shape. */
export const alignToPrediction = (
  document: LandmarkDocument,
  indices: readonly number[],
  prediction: PredictedPoints,
): LandmarkDocument =>
  step(document, `Align ${namesOf(document, indices)} to the model`, (annotation) => {
    const known = placed(annotation, indices).filter((index) => index < prediction.length);
    const map = fitSimilarity(
      known.map((index) => annotation.points[index]),
      known.map((index) => [prediction[index][0], prediction[index][1]]),
    );
    return map ? mapPoints(annotation, indices, map) : annotation;
  });

export const rotate = (
  document: LandmarkDocument,
  indices: readonly number[],
  angleRad: number,
  atMs: number,
): LandmarkDocument =>
  step(document, `Rotate ${namesOf(document, indices)}`, (annotation) => rotateBy(annotation, indices, angleRad), {
    key: `rotate ${indices}`,
    atMs,
  });

export const scale = (
  document: LandmarkDocument,
  indices: readonly number[],
  factor: number,
  atMs: number,
): LandmarkDocument =>
  step(document, `Scale ${namesOf(document, indices)}`, (annotation) => scaleBy(annotation, indices, factor), {
    key: `scale ${indices}`,
    atMs,
  });

function withState(annotation: Annotation, indices: readonly number[], value: Visibility): Annotation {
  const stated = withVisibility(annotation);
  const visibility = stated.visibility?.map((old, index) => (indices.includes(index) ? value : old)) ?? null;
  return { ...stated, visibility };
}

/** Hides landmarks, or shows them again when all of them are hidden. Those that nobody has placed stay missing. */
export function toggleHidden(document: LandmarkDocument, indices: readonly number[]): LandmarkDocument {
  const annotation = settledAnnotation(document);
  const known = placed(annotation, indices);
  if (known.length === 0) return document;
  const areHidden = known.every((index) => annotation.visibility?.[index] === 'hidden');
  const label = `${areHidden ? 'Show' : 'Hide'} ${namesOf(document, known)}`;
  return step(document, label, (from) => withState(from, known, areHidden ? 'visible' : 'hidden'));
}

/** Takes landmarks off the face: they are missing until somebody places them again. */
export function removePoints(document: LandmarkDocument, indices: readonly number[]): LandmarkDocument {
  const known = placed(settledAnnotation(document), indices);
  if (known.length === 0) return document;
  return step(document, `Remove ${namesOf(document, known)}`, (annotation) => {
    const points = annotation.points.map((point, index) => (known.includes(index) ? imagePoint(0, 0) : point));
    return { ...withState(annotation, known, 'missing'), points };
  });
}

export const placePoint = (
  document: LandmarkDocument,
  index: number,
  place: readonly [number, number],
): LandmarkDocument =>
  step(document, `Place ${namesOf(document, [index])}`, (annotation) => movePoint(annotation, index, place));

/** Taubin's pair of steps ("Curve and surface smoothing without shrinkage", ICCV 1995): the second undoes the shrinking. */
const SMOOTHING_STEPS = [0.5, -0.53];

/** Takes the kinks out of contours; ends of open ones stay, and so does a landmark beside a missing one. */
export const smoothContours = (document: LandmarkDocument, indices: readonly number[]): LandmarkDocument =>
  step(document, `Smooth ${namesOf(document, indices)}`, (annotation) =>
    SMOOTHING_STEPS.reduce((at, weight) => smoothOnce(at, indices, weight), annotation),
  );

function smoothOnce(annotation: Annotation, indices: readonly number[], weight: number): Annotation {
  const neighbours = new Map<number, readonly [number, number]>();
  for (const { indices: path, closed } of SCHEMES[annotation.scheme].contours) {
    if (path.length < 3) continue;
    path.forEach((index, at) => {
      const before = path[at - 1] ?? (closed ? path[path.length - 1] : undefined);
      const after = path[at + 1] ?? (closed ? path[0] : undefined);
      if (before === undefined || after === undefined) return;
      if (isAnnotated(annotation, before) && isAnnotated(annotation, after)) neighbours.set(index, [before, after]);
    });
  }
  return mapPoints(annotation, indices, ([x, y], index) => {
    const beside = neighbours.get(index);
    if (!beside) return [x, y];
    const [[ax, ay], [bx, by]] = beside.map((neighbour) => annotation.points[neighbour]);
    return [x + weight * ((ax + bx) / 2 - x), y + weight * ((ay + by) / 2 - y)];
  });
}

/**
 * The landmarks of one half, mirrored at the face's middle line onto the other. The line is fitted to the pairs as they
 * stand, and to the landmarks of the middle when the other half is missing.
 *
 * @param from the half that is right, the subject's own
 */
export const mirrorHalf = (document: LandmarkDocument, from: 'right' | 'left'): LandmarkDocument =>
  step(document, `Mirror the ${from} half`, (annotation) => {
    const scheme = SCHEMES[annotation.scheme];
    const pairs = scheme.mirror.flatMap((other, index) =>
      isAnnotated(annotation, index) && isAnnotated(annotation, other)
        ? [[annotation.points[index], annotation.points[other]] as const]
        : [],
    );
    const reflect = fitReflection(pairs);
    if (!reflect) return annotation;
    return scheme.mirror.reduce((at, index, target) => {
      const isSource = sideOf(annotation, index) === from;
      if (!isSource || !isAnnotated(annotation, index)) return at;
      return movePoint(at, target, reflect(annotation.points[index]));
    }, annotation);
  });

/** Whose side a landmark is on, by the name of its contour, and by the lower number of a pair where the name says none. */
export function sideOf({ scheme }: Annotation, index: number): 'right' | 'left' | 'middle' {
  const { mirror } = SCHEMES[scheme];
  const other = mirror[index];
  if (other === index) return 'middle';
  const name = landmarkName(SCHEMES[scheme], index);
  if (name.startsWith('right')) return 'right';
  if (name.startsWith('left')) return 'left';
  return isRightOfPair(index, other) ? 'right' : 'left';
}

/** The lower lip is numbered from the subject's left to the right: there the higher number of a pair is the right one. */
function isRightOfPair(index: number, other: number): boolean {
  const isLowerLip = (index >= 55 && index <= 59) || (index >= 65 && index <= 67);
  return isLowerLip ? index > other : index < other;
}

/** Each landmark takes the place of its counterpart: mends labels whose left and right were exchanged. */
export const swapSides = (document: LandmarkDocument): LandmarkDocument =>
  step(document, 'Swap left and right', (annotation) => {
    const { mirror } = SCHEMES[annotation.scheme];
    return {
      ...annotation,
      points: mirror.map((from) => annotation.points[from]),
      visibility: annotation.visibility && mirror.map((from) => annotation.visibility?.[from] ?? 'visible'),
    };
  });
