import type { Annotation } from './annotation';
import { type ImagePoint, imagePoint } from './geometry';
import { SCHEMES } from './scheme';

/**
 * The annotation of the image flipped left to right: x' = W − 1 − x (0-based pixel centres), and every landmark takes
 * the index of its counterpart, so that 36–41 is again the subject's right eye.
 *
 * @param width image width in px
 */
export function mirrorAnnotation(annotation: Annotation, width: number): Annotation {
  const { mirror } = SCHEMES[annotation.scheme];
  const permute = <T>(values: readonly T[] | null) => values && mirror.map((from) => values[from]);
  const flip = ([x, y]: ImagePoint) => imagePoint(width - 1 - x, y);
  return {
    scheme: annotation.scheme,
    points: mirror.map((from) => flip(annotation.points[from])),
    z: permute(annotation.z),
    visibility: permute(annotation.visibility),
  };
}
