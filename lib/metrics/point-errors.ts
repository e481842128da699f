import type { SampleErrors } from '@/lib/contracts/sample';
import { type CropFrame, type FaceBox, faceBox, referenceFrame, toCrop } from '@/lib/image/crop';
import { type Annotation, annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { distance, type Size } from '@/lib/landmarks/geometry';
import { IBUG_68, REGION_IDS, regionIndices } from '@/lib/landmarks/scheme';
import { mean } from './statistics';

/** x, y (and a depth that is not read), image px */
type Prediction = readonly (readonly [number, number] | readonly [number, number, number])[];

/**
 * Tight box and centroid of the annotated iBUG-68 points, image px: pupils of a 70-point set do not count.
 *
 * @returns null when no landmark is annotated
 */
export function groundTruthBox(annotation: Annotation): FaceBox | null {
  const points = annotatedPoints(toIbug68(annotation));
  return points.length === 0 ? null : faceBox(points);
}

/** The frame that this face's errors are measured in; null when no landmark is annotated, or none near the image. */
export function errorFrame(annotation: Annotation, image: Size): CropFrame | null {
  const box = groundTruthBox(annotation);
  return box && referenceFrame(box, image);
}

/** Distance of the outer eye corners 36–45, image px; null where one of them is not annotated. */
export function interOcularDistance(annotation: Annotation): number | null {
  const [right, left] = IBUG_68.outerEyeCorners;
  if (!isAnnotated(annotation, right) || !isAnnotated(annotation, left)) return null;
  return distance(annotation.points[right], annotation.points[left]);
}

/**
 * Every error of one predicted face, METRICS "Metrics" and "The evaluation frame".
 *
 * Point errors are Euclidean distances after both points are mapped into the reference crop (192 px; each axis by its
 * own factor); the image's error is their mean over annotated landmarks. NMEs are in original image px, in percent.
 *
 * @param annotation ground truth, image px; of 70 points the first 68 count
 * @param prediction [68] image px
 * @returns null when the face cannot be measured: no annotated landmark, both eye corners in one place or missing,
 *   or a face wholly outside its image
 */
export function sampleErrors(annotation: Annotation, prediction: Prediction, image: Size): SampleErrors | null {
  const interOcular = interOcularDistance(annotation);
  if (!interOcular) return null;
  const box = groundTruthBox(annotation);
  const frame = errorFrame(annotation, image);
  if (!box || !frame) return null;
  const included = Array.from({ length: IBUG_68.count }, (_, i) => i).filter((i) => isAnnotated(annotation, i));
  const points: (number | null)[] = new Array(IBUG_68.count).fill(null);
  let pixels = 0;
  for (const i of included) {
    const [x, y] = prediction[i];
    points[i] = distance(toCrop(frame, annotation.points[i]), toCrop(frame, [x, y]));
    pixels += distance(annotation.points[i], [x, y]);
  }
  const meanPixels = pixels / included.length;
  return {
    error: mean(included.map((i) => points[i] as number)),
    nmeInterOcular: (100 * meanPixels) / interOcular,
    nmeBox: (100 * meanPixels) / Math.sqrt(box.width * box.height),
    points,
    regions: regionMeans(points),
  };
}

/** Mean of a [68] list by region; null where a region has no number. */
export function regionMeans(points: readonly (number | null)[]): Record<string, number | null> {
  return Object.fromEntries(
    REGION_IDS.map((region) => {
      const known = regionIndices(IBUG_68, region)
        .map((i) => points[i])
        .filter((value) => value !== null);
      return [region, known.length === 0 ? null : mean(known)];
    }),
  );
}
