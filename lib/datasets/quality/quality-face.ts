import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import type { Box, ImagePoint, Size } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { ShapeVector } from './similarity';

/** A labelled face as the doctor sees it. */
export interface QualityFace {
  readonly id: string;
  /** for people; absent: they are told the id */
  readonly name?: string;
  readonly annotation: Annotation;
  /** size of the image, px */
  readonly image: Size;
  /** faces with the same id lie on one image; absent: the face is alone */
  readonly imageId?: string;
  /** where the source or a detector saw this face, image px; loose or tight */
  readonly box?: Box | null;
}

/** iBUG-68 points of one face by one model, image px. */
export type PredictedPoints = readonly (ImagePoint | readonly [x: number, y: number])[];

export const POINT_COUNT = IBUG_68.count;

/** The 68 points in a row, image px; what is not annotated holds whatever the annotation does and must be weighed 0. */
export function shapeVector(points: readonly (readonly [number, number, ...number[]])[]): ShapeVector {
  const shape = new Float64Array(2 * POINT_COUNT);
  for (let i = 0; i < POINT_COUNT; i++) {
    // a weight of 0 does not silence NaN
    const isPlaced = Number.isFinite(points[i][0]) && Number.isFinite(points[i][1]);
    shape[2 * i] = isPlaced ? points[i][0] : 0;
    shape[2 * i + 1] = isPlaced ? points[i][1] : 0;
  }
  return shape;
}

/** [68] 1 where somebody has placed the landmark at a finite place, else 0 */
export function presence(annotation: Annotation): Float64Array {
  return Float64Array.from({ length: POINT_COUNT }, (_, i) =>
    isAnnotated(annotation, i) && annotation.points[i].every(Number.isFinite) ? 1 : 0,
  );
}
