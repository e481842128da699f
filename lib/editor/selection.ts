import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { type RegionId, regionIndices, SCHEMES } from '@/lib/landmarks/scheme';
import { placed } from './transform';

type Place = readonly [x: number, y: number];

/** Placed landmarks inside a closed line, by the even-odd rule; in scheme order. */
export function lassoed({ points, ...rest }: Annotation, line: readonly Place[]): readonly number[] {
  return points.flatMap((point, index) =>
    isAnnotated({ points, ...rest }, index) && isInside(point, line) ? [index] : [],
  );
}

function isInside([x, y]: Place, line: readonly Place[]): boolean {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [ax, ay] = line[i];
    const [bx, by] = line[j];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** Every landmark of the contours that a list touches, placed or not. */
export function contoursTouched(annotation: Annotation, indices: readonly number[]): readonly number[] {
  const { contours } = SCHEMES[annotation.scheme];
  return contours
    .filter((contour) => contour.indices.some((index) => indices.includes(index)))
    .flatMap((c) => c.indices);
}

export const allLandmarks = (annotation: Annotation): readonly number[] => annotation.points.map((_, index) => index);

/** Placed landmarks of some regions. */
export const regionLandmarks = (annotation: Annotation, regions: readonly RegionId[]): readonly number[] =>
  placed(
    annotation,
    regions.flatMap((region) => regionIndices(SCHEMES[annotation.scheme], region)),
  );

/**
 * What a command for shapes is meant for: those chosen when they are several, else the contour of the one in hand,
 * else the whole face.
 */
export function meantShape(annotation: Annotation, selection: readonly number[]): readonly number[] {
  if (selection.length > 1) return selection;
  if (selection.length === 1) return contoursTouched(annotation, selection);
  return allLandmarks(annotation);
}

/** The placed landmark after (or before) one in scheme order, round and round; null when there is none. */
export function nextPlaced(annotation: Annotation, from: number | null, step: 1 | -1): number | null {
  const count = annotation.points.length;
  const start = from ?? (step === 1 ? -1 : count);
  for (let i = 1; i <= count; i++) {
    const index = (start + step * i + 2 * count) % count;
    if (isAnnotated(annotation, index)) return index;
  }
  return null;
}
