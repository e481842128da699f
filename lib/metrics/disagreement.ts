import { type CropFrame, faceBox, referenceFrame, toCrop } from '@/lib/image/crop';
import type { Annotation } from '@/lib/landmarks/annotation';
import { distance, type Size } from '@/lib/landmarks/geometry';
import { errorFrame } from './point-errors';
import { mean } from './statistics';

type Points = readonly (readonly [x: number, y: number, ...z: number[]])[];

/**
 * How far two predictions of one face lie apart: mean distance of the 68 landmarks in px of the reference crop, so that
 * it reads beside the errors. The crop is the labels', and of a face without labels that of the two predictions' mean.
 *
 * @param a [68] image px
 * @param b [68] image px
 * @returns null when the face lies outside its image
 */
export function disagreementOf(a: Points, b: Points, annotation: Annotation | null, image: Size): number | null {
  const frame = (annotation && errorFrame(annotation, image)) ?? frameOfPredictions(a, b, image);
  return (
    frame && mean(a.map((point, i) => distance(toCrop(frame, [point[0], point[1]]), toCrop(frame, [b[i][0], b[i][1]]))))
  );
}

function frameOfPredictions(a: Points, b: Points, image: Size): CropFrame | null {
  const middle = a.map(([x, y], i) => [(x + b[i][0]) / 2, (y + b[i][1]) / 2] as const);
  return referenceFrame(faceBox(middle), image);
}
