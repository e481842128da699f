import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import type { Size } from '@/lib/landmarks/geometry';
import { SCHEMES } from '@/lib/landmarks/scheme';

/**
 * Landmarks may leave their image (a cut-off chin, a projected 3D jaw), but not by more than the image's own size: beyond
 * that the labels belong to another image, another scale or another unit.
 */
const MAX_IMAGE_SIZES_OUTSIDE = 1;

/**
 * What only the image can tell about its labels, as one line "expected X, found Y"; null when all is well.
 *
 * @param imageSize px of the image the landmarks lie on
 */
export function checkAnnotation(annotation: Annotation, imageSize: Size): string | null {
  const { width, height } = imageSize;
  const { count } = SCHEMES[annotation.scheme];
  if (annotation.points.length !== count) return `expected ${count} landmarks, found ${annotation.points.length}`;
  const isNear = (value: number, size: number) =>
    value >= -MAX_IMAGE_SIZES_OUTSIDE * size && value <= (1 + MAX_IMAGE_SIZES_OUTSIDE) * size;
  for (const [i, [x, y]] of annotation.points.entries()) {
    // NaN is near nothing
    if (isAnnotated(annotation, i) && !(isNear(x, width) && isNear(y, height))) {
      return `expected landmarks on or near the ${width}×${height} image, found landmark ${i} at (${x}, ${y})`;
    }
  }
  const depth = annotation.z?.findIndex((z) => !Number.isFinite(z)) ?? -1;
  return depth < 0 ? null : `expected finite depths, found ${annotation.z?.[depth]} at landmark ${depth}`;
}
