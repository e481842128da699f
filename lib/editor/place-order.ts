import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';

/** The labels of a face that nobody has labelled: every landmark missing. */
export const blankAnnotation = (): Annotation => ({
  scheme: 'ibug-68',
  points: Array.from({ length: IBUG_68.count }, () => imagePoint(0, 0)),
  z: null,
  visibility: Array.from({ length: IBUG_68.count }, () => 'missing' as const),
});

/** The first missing landmark from `start` on in scheme order, then from the beginning; null when all are placed. */
export function nextToPlace(annotation: Annotation, start = 0): number | null {
  const count = annotation.points.length;
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count;
    if (!isAnnotated(annotation, index)) return index;
  }
  return null;
}
