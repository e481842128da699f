import type { ImagePoint } from './geometry';
import { IBUG_68, SCHEMES, type SchemeId } from './scheme';

/** `missing`: nobody has placed this landmark, and its point holds [0, 0], which must not be read. */
export type Visibility = 'visible' | 'hidden' | 'missing';

/** The labelled face of a sample. */
export interface Annotation {
  readonly scheme: SchemeId;
  /** [K] in scheme order, image px (0-based pixel centres); may lie outside the image. */
  readonly points: readonly ImagePoint[];
  /** [K] depth in image px, growing away from the camera (x right, y down, z into the scene), origin free; null for a 2D set. */
  readonly z: readonly number[] | null;
  /** [K], or null where the source does not say: then every landmark counts as annotated. */
  readonly visibility: readonly Visibility[] | null;
}

export const isAnnotated = (annotation: Annotation, index: number): boolean =>
  annotation.visibility === null || annotation.visibility[index] !== 'missing';

/** The annotated points only, in scheme order. */
export const annotatedPoints = (annotation: Annotation): readonly ImagePoint[] =>
  annotation.visibility === null ? annotation.points : annotation.points.filter((_, i) => isAnnotated(annotation, i));

/**
 * The first 68 landmarks of an annotation: Face Synthetics appends its two pupils to the iBUG order, so the rest is equal.
 */
export function toIbug68(annotation: Annotation): Annotation {
  if (annotation.scheme === 'ibug-68') return annotation;
  const keep = <T>(values: readonly T[] | null) => values?.slice(0, IBUG_68.count) ?? null;
  return {
    scheme: 'ibug-68',
    points: annotation.points.slice(0, IBUG_68.count),
    z: keep(annotation.z),
    visibility: keep(annotation.visibility),
  };
}

/** [68] x, y, z of each landmark in image px; null where a landmark is missing or depth is not known. */
export function pointsInSpace(annotation: Annotation): readonly (readonly [x: number, y: number, z: number])[] | null {
  const face = toIbug68(annotation);
  const { points, z } = face;
  if (!z || annotatedPoints(face).length !== points.length) return null;
  return points.map(([x, y], index) => [x, y, z[index]] as const);
}

/** @throws RangeError when the arrays do not have one entry a landmark of the scheme */
export function assertComplete(annotation: Annotation): void {
  const { count } = SCHEMES[annotation.scheme];
  for (const [what, values] of [
    ['points', annotation.points],
    ['z', annotation.z],
    ['visibility', annotation.visibility],
  ] as const) {
    if (values && values.length !== count) {
      throw new RangeError(`${annotation.scheme}: expected ${count} ${what}, found ${values.length}`);
    }
  }
}
