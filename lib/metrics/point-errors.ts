import type { SampleErrors } from '@/lib/contracts/sample';
import { type CropFrame, type FaceBox, faceBox, referenceFrame, toCrop } from '@/lib/image/crop';
import { type Annotation, annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { distance, type Size } from '@/lib/landmarks/geometry';
import { IBUG_68, REGION_IDS, regionIndices } from '@/lib/landmarks/scheme';
import { type Normalisers, normalisersOf } from './normalisers';
import { mean } from './statistics';

/** x, y (and a depth that is not read), image px */
export type PredictedPoints = readonly (readonly [number, number] | readonly [number, number, number])[];

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

/** What is measured on one face, point by point. */
export interface FaceMeasures {
  /** [68] distance in the reference crop, px; null where the landmark is not annotated */
  readonly points: readonly (number | null)[];
  /** [136] dx₀, dy₀, dx₁ … from ground truth to prediction, reference-crop px; NaN where not annotated */
  readonly offsets: Float32Array;
  /** [68] distance in the original image, px; null where not annotated */
  readonly imageDistances: readonly (number | null)[];
  readonly normalisers: Normalisers;
}

/**
 * Distances of a prediction from its ground truth, METRICS "The evaluation frame": both points are mapped into the
 * reference crop (192 px; each axis by its own factor) before its distance is taken.
 *
 * @param annotation ground truth, image px; of 70 points the first 68 count
 * @param prediction [68] image px; [] where the detector has not found the face
 * @returns null when the face cannot be measured: no prediction, no annotated landmark, both eye corners in one place or
 *   missing, or a face wholly outside its image
 */
export function measureFace(annotation: Annotation, prediction: PredictedPoints, image: Size): FaceMeasures | null {
  const box = groundTruthBox(annotation);
  const frame = box && referenceFrame(box, image);
  if (!frame || prediction.length === 0) return null;
  const normalisers = normalisersOf(annotation, box);
  if (normalisers['inter-ocular'] === null) return null;
  const points: (number | null)[] = new Array(IBUG_68.count).fill(null);
  const imageDistances: (number | null)[] = new Array(IBUG_68.count).fill(null);
  const offsets = new Float32Array(2 * IBUG_68.count).fill(Number.NaN);
  for (let i = 0; i < IBUG_68.count; i++) {
    if (!isAnnotated(annotation, i)) continue;
    const [x, y] = prediction[i];
    const truth = toCrop(frame, annotation.points[i]);
    const answer = toCrop(frame, [x, y]);
    points[i] = distance(truth, answer);
    imageDistances[i] = distance(annotation.points[i], [x, y]);
    offsets[2 * i] = answer[0] - truth[0];
    offsets[2 * i + 1] = answer[1] - truth[1];
  }
  return { points, offsets, imageDistances, normalisers };
}

/** Mean over the points that have a number. @throws RangeError for none */
export const meanOfKnown = (points: readonly (number | null)[]): number =>
  mean(points.filter((value) => value !== null));

/**
 * Every error of one predicted face: its mean error over annotated landmarks in the reference crop, and NMEs in original
 * image px, in percent.
 *
 * @returns null when the face cannot be measured; see measureFace
 */
export function sampleErrors(annotation: Annotation, prediction: PredictedPoints, image: Size): SampleErrors | null {
  const measures = measureFace(annotation, prediction, image);
  return measures && errorsOf(measures);
}

export function errorsOf({ points, imageDistances, normalisers }: FaceMeasures): SampleErrors {
  const meanPixels = meanOfKnown(imageDistances);
  const percentOf = (normaliser: number) => (100 * meanPixels) / normaliser;
  const pupils = normalisers.pupils ?? normalisers['inter-pupil'];
  return {
    error: meanOfKnown(points),
    nmeInterOcular: percentOf(normalisers['inter-ocular'] as number),
    nmeInterPupil: pupils === null ? null : percentOf(pupils),
    nmeBox: percentOf(normalisers.box as number),
    nmeDiagonal: percentOf(normalisers.diagonal as number),
    points,
    regions: regionMeans(points),
  };
}

/** Mean of a [68] list by region; null where a region has no number. */
export function regionMeans(points: readonly (number | null)[]): Record<string, number | null> {
  return Object.fromEntries(REGION_IDS.map((region) => [region, meanAt(points, regionIndices(IBUG_68, region))]));
}

/** First landmark after the jaw: sets differ in what they call the jaw (3D contour or visible outline). */
const FIRST_INNER = 17;

/** Mean over the landmarks inside the face, 17–67; null where none has a number. */
export const innerFaceMean = (points: readonly (number | null)[]): number | null => meanAt(points, INNER_FACE);

const INNER_FACE = Array.from({ length: IBUG_68.count - FIRST_INNER }, (_, i) => FIRST_INNER + i);

function meanAt(points: readonly (number | null)[], indices: readonly number[]): number | null {
  const known = indices.map((i) => points[i]).filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
