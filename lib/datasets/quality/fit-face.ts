import { type CropFrame, toCrop } from '@/lib/image/crop';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { errorFrame } from '@/lib/metrics/point-errors';
import { POINT_COUNT, presence, type QualityFace, shapeVector } from './quality-face';
import { type Surprise, surprises } from './robust-gaussian';
import { alignToModel, modelOffset, modeWeights, type ShapeModel } from './shape-model';
import { alignSimilarity, applySimilarity, invertSimilarity, type ShapeVector, type Similarity } from './similarity';

const ROUNDS = 8;
/** Student's t: a landmark far from the fit loses its say. */
const FREEDOM = 3;
/** A landmark this far from the fit, model px, is off the face, and the others are judged without it. */
const OUTLIER_PX = 10;

/** The model laid onto a face so that a few nonsense landmarks do not pull it away. */
export interface FaceFit {
  /** image px → model px */
  readonly toModel: Similarity;
  /** [136] the face, model px, minus the mean */
  readonly offset: Float64Array;
  /** [136] what the modes make of it, model px, minus the mean */
  readonly expected: Float64Array;
  /** [68] distance between the two, model px; means nothing where the landmark is missing */
  readonly distances: Float64Array;
}

/**
 * @param weights [68] 0 for landmarks that must not be looked at
 * @returns null when the weighted points lie in one place
 */
export function fitFace(model: ShapeModel, shape: ShapeVector, weights: ArrayLike<number>): FaceFit | null {
  let toModel = alignSimilarity(shape, model.mean, weights);
  if (!toModel) return null;
  const trust = Float64Array.from(weights);
  const distances = new Float64Array(POINT_COUNT);
  let offset = new Float64Array(shape.length);
  let expected = new Float64Array(shape.length);
  for (let round = 0; round < ROUNDS; round++) {
    offset = applySimilarity(toModel, shape).map((value, k) => value - model.mean[k]) as Float64Array<ArrayBuffer>;
    expected = modelOffset(model, modeWeights(model, offset, trust)) as Float64Array<ArrayBuffer>;
    for (let i = 0; i < POINT_COUNT; i++) {
      const dx = offset[2 * i] - expected[2 * i];
      const dy = offset[2 * i + 1] - expected[2 * i + 1];
      distances[i] = Math.hypot(dx, dy);
      const square = dx ** 2 / model.noise[2 * i] + dy ** 2 / model.noise[2 * i + 1];
      trust[i] = (weights[i] * (FREEDOM + 2)) / (FREEDOM + square);
    }
    const target = expected.map((value, k) => value + model.mean[k]);
    toModel = alignSimilarity(shape, target, trust) ?? toModel;
  }
  return { toModel, offset, expected, distances };
}

/** Where the landmarks of a face stand against where all the others put them. */
export interface FaceResiduals {
  /** [68] label minus expectation, reference-crop px; 0 where the landmark is missing */
  readonly vectors: readonly (readonly [dx: number, dy: number])[];
  /** [68] length of each vector, reference-crop px */
  readonly distances: readonly number[];
  /** [68] squared Mahalanobis distance, 2 degrees of freedom when the model holds; 0 where missing */
  readonly squares: Float64Array;
  /** [68] image px */
  readonly expected: readonly ImagePoint[];
}

/**
 * Leave-one-out residuals: each landmark against the place that the other 67 expect it at. Landmarks far off the robust
 * fit do not vouch for the others.
 *
 * @returns null for a face without a reference crop or with all its landmarks in one place
 */
export function residuals(model: ShapeModel, face: QualityFace): FaceResiduals | null {
  const shape = shapeVector(face.annotation.points);
  const weights = presence(face.annotation);
  const frame = errorFrame(face.annotation, face.image);
  const fit = fitFace(model, shape, weights);
  if (!frame || !fit) return null;
  const isSound = weights.map((weight, i) => (fit.distances[i] > OUTLIER_PX ? 0 : weight));
  const aligned = alignToModel(model, shape, isSound) ?? alignToModel(model, shape, weights);
  if (!aligned) return null;
  const { offset, toModel } = aligned;
  const actual = applySimilarity(toModel, shape).map((value, k) => value - model.mean[k]) as Float64Array;
  for (let k = 0; k < actual.length; k++) if (weights[k >> 1] === 0) actual[k] = offset[k];
  return inCrop(frame, model, toModel, actual, surprises(model.precision, offset, actual), weights);
}

function inCrop(
  frame: CropFrame,
  { mean }: ShapeModel,
  toModel: Similarity,
  actual: Float64Array,
  found: readonly Surprise[],
  weights: ArrayLike<number>,
): FaceResiduals {
  const expectation = actual.map((value, k) => {
    const { dx, dy } = found[k >> 1];
    return mean[k] + value - (k % 2 === 0 ? dx : dy);
  });
  const toImage = invertSimilarity(toModel);
  const place = (shape: Float64Array) => applySimilarity(toImage, shape);
  const expected = place(expectation);
  const labelled = place(actual.map((value, k) => mean[k] + value));
  const points = Array.from({ length: POINT_COUNT }, (_, i) => imagePoint(expected[2 * i], expected[2 * i + 1]));
  const vectors = points.map((point, i): readonly [number, number] => {
    if (weights[i] === 0) return [0, 0];
    const [x, y] = toCrop(frame, imagePoint(labelled[2 * i], labelled[2 * i + 1]));
    const [u, v] = toCrop(frame, point);
    return [x - u, y - v];
  });
  return {
    vectors,
    distances: vectors.map(([dx, dy]) => Math.hypot(dx, dy)),
    squares: Float64Array.from(found, ({ square }, i) => (weights[i] === 0 ? 0 : square)),
    expected: points,
  };
}
