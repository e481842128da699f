import type { SampleErrors } from '@/lib/contracts/sample';
import { type DepthErrors, depthErrors } from '@/lib/metrics/depth-error';
import { countWithin, objectKeypointSimilarity } from '@/lib/metrics/keypoint-scores';
import { type LabelledFace, type MeanShape, predictMeanShape } from '@/lib/metrics/mean-shape';
import { errorsOf, innerFaceMean, measureFace, type PredictedPoints } from '@/lib/metrics/point-errors';

/** One face with its ground truth and what the model said, before scoring. */
export interface PredictedFace extends LabelledFace {
  readonly sampleId: string;
  readonly revision: number;
  /** null where the set knows no pose */
  readonly yawRad: number | null;
  /** [68] image px */
  readonly landmarks: PredictedPoints;
  readonly durationMs: number;
}

/** PCK thresholds, shares of the interocular distance. */
export const PCK_THRESHOLDS = [0.05, 0.1] as const;

type FaceErrors = SampleErrors & { readonly innerFace: number | null };

/** Everything that is measured on one face: numbers alone, so that labels and predictions can be let go. */
export interface FaceScore {
  readonly sampleId: string;
  readonly revision: number;
  readonly yawRad: number | null;
  readonly durationMs: number;
  readonly errors: FaceErrors;
  /** the mean shape's on the same face */
  readonly baseline: FaceErrors;
  /** [136] see FaceMeasures */
  readonly offsets: Float32Array;
  readonly space: DepthErrors | null;
  readonly oks: number;
  /** annotated landmarks */
  readonly points: number;
  /** of them, how many lie within each of PCK_THRESHOLDS */
  readonly within: readonly [number, number];
}

/** @returns null when the face cannot be measured (see measureFace): a metric card counts it as without labels */
export function scoreFace(face: PredictedFace, meanShape: MeanShape): FaceScore | null {
  const { sampleId, revision, yawRad, durationMs, annotation, image, landmarks } = face;
  const measures = measureFace(annotation, landmarks, image);
  const constant = predictMeanShape(meanShape, face);
  const baseline = constant && measureFace(annotation, constant, image);
  if (!measures || !baseline) return null;
  const { imageDistances, normalisers } = measures;
  const interOcular = normalisers['inter-ocular'] as number;
  const box = normalisers.box as number;
  return {
    sampleId,
    revision,
    yawRad,
    durationMs,
    errors: { ...errorsOf(measures), innerFace: innerFaceMean(measures.points) },
    baseline: { ...errorsOf(baseline), innerFace: innerFaceMean(baseline.points) },
    offsets: measures.offsets,
    space: depthErrors(annotation, landmarks, box),
    oks: objectKeypointSimilarity(imageDistances, box * box),
    points: imageDistances.filter((d) => d !== null).length,
    within: [
      countWithin(imageDistances, interOcular, PCK_THRESHOLDS[0]),
      countWithin(imageDistances, interOcular, PCK_THRESHOLDS[1]),
    ],
  };
}

/** Faces that cannot be measured are left out. */
export function scoreFaces(faces: Iterable<PredictedFace>, meanShape: MeanShape): FaceScore[] {
  const scores: FaceScore[] = [];
  for (const face of faces) {
    const score = scoreFace(face, meanShape);
    if (score) scores.push(score);
  }
  return scores;
}
