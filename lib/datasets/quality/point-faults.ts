import { annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { POINT_COUNT, type QualityFace } from './quality-face';
import { pointName, type Reason } from './reason';

/** Pairs that may lie in one place: lids of a closed eye, lips of a closed mouth and their corners. */
const TOUCHING = new Set(
  [
    [37, 41],
    [38, 40],
    [43, 47],
    [44, 46],
    [61, 67],
    [62, 66],
    [63, 65],
    [48, 60],
    [54, 64],
  ].map(([a, b]) => a * POINT_COUNT + b),
);
/** Closer than this is one place, reference-crop px. */
const SAME_PLACE_PX = 0.05;
/** Whole-pixel labels of a face narrower than this, image px, put neighbours into one pixel by mere rounding. */
const ROUNDED_FACE_PX = 150;
/** A landmark this far beyond the image's edge, as a share of the image, is no rounding. */
const OUTSIDE_SHARE = 0.01;

/** Landmarks beyond the image's edge, by more than rounding. */
export function outsidePoints({ annotation, image: { width, height } }: QualityFace): number[] {
  const [marginX, marginY] = [0.5 + OUTSIDE_SHARE * width, 0.5 + OUTSIDE_SHARE * height];
  return range().filter((i) => {
    const [x, y] = annotation.points[i];
    return (
      isAnnotated(annotation, i) &&
      (x < -marginX || y < -marginY || x > width - 1 + marginX || y > height - 1 + marginY)
    );
  });
}

/** Landmarks that share a place with one that they never touch, in a face. */
export function duplicatedPoints({ annotation, image }: QualityFace): number[] {
  const frame = errorFrame(annotation, image);
  const found = new Set<number>();
  if (!frame) return [];
  const known = annotatedPoints(toIbug68(annotation));
  const { width, height } = boundingBox(known);
  const isRounded = Math.max(width, height) < ROUNDED_FACE_PX && known.every((point) => point.every(Number.isInteger));
  for (const a of range()) {
    for (let b = a + 1; b < POINT_COUNT; b++) {
      if (TOUCHING.has(a * POINT_COUNT + b) || !isAnnotated(annotation, a) || !isAnnotated(annotation, b)) continue;
      if (isRounded && regionOf(a) === regionOf(b)) continue;
      const dx = (annotation.points[a][0] - annotation.points[b][0]) / frame.a;
      const dy = (annotation.points[a][1] - annotation.points[b][1]) / frame.d;
      if (dx * dx + dy * dy < SAME_PLACE_PX ** 2) found.add(a).add(b);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * Reasons of one kind for a whole set: what many faces show is the set's way (a projected jaw may leave the image; whole
 * pixels make neighbours meet), what few show is a fault.
 *
 * @param found landmarks of each face
 */
export function rareReasons(
  found: readonly (readonly number[])[],
  kind: 'outside-image' | 'duplicated-points',
): (Reason | null)[] {
  const facesWith = new Array<number>(POINT_COUNT + 1).fill(0);
  for (const { length } of found) for (let count = 0; count <= length; count++) facesWith[count]++;
  return found.map((landmarks) => {
    if (landmarks.length === 0) return null;
    // other faces with as many
    const alike = (facesWith[landmarks.length] - 1) / found.length;
    const probability = Math.max(0.02, 0.95 - 6 * alike);
    const names = landmarks.slice(0, 3).map(pointName).join(', ');
    const more = landmarks.length > 3 ? ` and ${landmarks.length - 3} more` : '';
    const text =
      kind === 'outside-image'
        ? `${names}${more} ${landmarks.length === 1 ? 'lies' : 'lie'} outside the image`
        : `${names}${more} lie in one place`;
    return { kind, text, landmarks, probability, repair: null };
  });
}

/** The lips count as one: their corners meet. */
const regionOf = (index: number) =>
  index >= 48 ? 'mouth' : IBUG_68.contours.find(({ indices }) => indices.includes(index))?.region;

const range = (): number[] => Array.from({ length: POINT_COUNT }, (_, i) => i);
