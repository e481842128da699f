import { toCrop } from '@/lib/image/crop';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { errorFrame } from '@/lib/metrics/point-errors';
import { median } from '@/lib/metrics/statistics';
import { calibrate } from './calibration';
import { POINT_COUNT, type PredictedPoints, presence, type QualityFace } from './quality-face';
import { fitRobustGaussian, surprises } from './robust-gaussian';

/** What one model says of the faces. For labels that it was trained on, take out-of-fold answers. */
export interface ModelPredictions {
  readonly model: string;
  /** by face id, image px */
  readonly points: ReadonlyMap<string, PredictedPoints>;
}

/** One face's label against what the models say. */
export interface PredictionGap {
  /** models that have an answer for this face */
  readonly models: number;
  /** mean of the models' answers, image px */
  readonly consensus: readonly ImagePoint[];
  /** [68] label minus consensus, less what is usual for the landmark, reference-crop px */
  readonly vectors: readonly (readonly [dx: number, dy: number])[];
  /** [68] squared distance from the gap that the other landmarks' gaps suggest, calibrated by landmark and yaw */
  readonly squares: Float64Array;
  /** middle length of the raw gaps, reference-crop px: large when the label is of another face */
  readonly medianPx: number;
}

/** No two labellers agree better than this, reference-crop px. */
const GAP_FLOOR_PX = 0.3;
const FOLDS = 5;

/**
 * Gaps between labels and models, judged as the shapes are: a model's own bias, and faults that it makes all over a face,
 * are taken out before a landmark is called off its place.
 *
 * @param yawRad one a face
 * @returns one a face; null where no model has an answer
 */
export function predictionGaps(
  faces: readonly QualityFace[],
  predictions: readonly ModelPredictions[],
  yawRad: readonly number[],
): (PredictionGap | null)[] {
  const raw = faces.map((face) => rawGap(face, predictions));
  const known = raw.flatMap((gap, face) => (gap ? [{ gap, face }] : []));
  if (known.length === 0) return raw.map(() => null);
  const found = new Map<number, { mean: Float64Array; squares: Float64Array }>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = known.filter((_, at) => at % FOLDS !== fold || known.length < 2 * FOLDS);
    const { mean, precision } = fitRobustGaussian(
      others.map(({ gap }) => gap.offset),
      GAP_FLOOR_PX,
    );
    for (const [at, { gap, face }] of known.entries()) {
      if (at % FOLDS !== fold) continue;
      const offset = gap.offset.map((value, k) => value - mean[k]);
      const squares = Float64Array.from(surprises(precision, offset), ({ square }, i) => square * gap.weights[i]);
      found.set(face, { mean, squares });
    }
  }
  const measured = known.map(({ face }) => found.get(face)!);
  const calibration = calibrate(
    measured.map(({ squares }) => squares),
    known.map(({ face }) => yawRad[face]),
  );
  return raw.map((gap, face) => {
    const own = found.get(face);
    if (!gap || !own) return null;
    return {
      models: gap.models,
      consensus: gap.consensus,
      medianPx: gap.medianPx,
      vectors: gap.consensus.map((_, i): readonly [number, number] => [
        gap.offset[2 * i] - own.mean[2 * i],
        gap.offset[2 * i + 1] - own.mean[2 * i + 1],
      ]),
      squares: own.squares.map((square, i) => square / calibration.factor(i, yawRad[face])),
    };
  });
}

interface RawGap extends Pick<PredictionGap, 'models' | 'consensus' | 'medianPx'> {
  /** [136] label minus consensus, reference-crop px; 0 where missing */
  readonly offset: Float64Array;
  readonly weights: Float64Array;
}

function rawGap({ id, annotation, image }: QualityFace, predictions: readonly ModelPredictions[]): RawGap | null {
  const answers = predictions.map(({ points }) => points.get(id)).filter((points) => points !== undefined);
  const frame = errorFrame(annotation, image);
  if (answers.length === 0 || !frame) return null;
  const weights = presence(annotation);
  const offset = new Float64Array(2 * POINT_COUNT);
  const consensus = Array.from({ length: POINT_COUNT }, (_, i) => {
    const sum = (axis: 0 | 1) => answers.reduce((total, points) => total + points[i][axis], 0);
    return imagePoint(sum(0) / answers.length, sum(1) / answers.length);
  });
  const lengths: number[] = [];
  for (const [i, point] of consensus.entries()) {
    if (weights[i] === 0) continue;
    const [x, y] = toCrop(frame, annotation.points[i]);
    const [u, v] = toCrop(frame, point);
    offset[2 * i] = x - u;
    offset[2 * i + 1] = y - v;
    lengths.push(Math.hypot(x - u, y - v));
  }
  return { models: answers.length, consensus, offset, weights, medianPx: median(lengths) };
}
