import { toCrop, toImage } from '@/lib/image/crop';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { cropPoint, type ImagePoint, type Size } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from './point-errors';

/** [68][x, y] px of the reference crop */
export type MeanShape = readonly (readonly [number, number])[];

/** A labelled face as the mean shape needs it. */
export interface LabelledFace {
  readonly annotation: Annotation;
  readonly image: Size;
}

/** Mean of labels that come one after another, so that a large set need not be held. */
export class MeanShapeSum {
  readonly #sums = Array.from({ length: IBUG_68.count }, () => ({ x: 0, y: 0, count: 0 }));

  add({ annotation, image }: LabelledFace): void {
    const frame = errorFrame(annotation, image);
    if (!frame) return;
    for (const [i, sum] of this.#sums.entries()) {
      if (!isAnnotated(annotation, i)) continue;
      const [x, y] = toCrop(frame, annotation.points[i]);
      sum.x += x;
      sum.y += y;
      sum.count++;
    }
  }

  /** Every landmark is averaged over the faces that have it. @returns null when some landmark is annotated in no face */
  mean(): MeanShape | null {
    if (this.#sums.some(({ count }) => count === 0)) return null;
    return this.#sums.map(({ x, y, count }) => [x / count, y / count] as const);
  }
}

/** Mean of the labels in the reference crop. @returns null when some landmark is annotated in no face */
export function meanShapeOf(faces: Iterable<LabelledFace>): MeanShape | null {
  const sum = new MeanShapeSum();
  for (const face of faces) sum.add(face);
  return sum.mean();
}

/**
 * The baseline's answer for one face: the mean shape laid into its reference crop, image px.
 *
 * @returns null when the face has no reference crop
 */
export function predictMeanShape(shape: MeanShape, { annotation, image }: LabelledFace): ImagePoint[] | null {
  const frame = errorFrame(annotation, image);
  return frame && shape.map(([x, y]) => toImage(frame, cropPoint(x, y)));
}
