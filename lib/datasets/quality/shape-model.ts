import { IBUG_68 } from '@/lib/landmarks/scheme';
import { median } from '@/lib/metrics/statistics';
import { estimatePose } from './head-pose';
import { cholesky, invertPositiveDefinite, type SquareMatrix, solveCholesky, symmetricEigen } from './linear-algebra';
import { MEAN_HEAD } from './mean-head';
import { POINT_COUNT, presence, type QualityFace, shapeVector } from './quality-face';
import { squaredDistance, weighByDistance, withFloor } from './robust-gaussian';
import { alignSimilarity, applySimilarity, type ShapeVector, type Similarity } from './similarity';

const SIZE = 2 * POINT_COUNT;

/** Side of the mean face in model px: half the reference crop, as a face that lies well inside its image. */
export const MODEL_FACE_PX = 96;
/** Faces that a model is fitted to at most, spread evenly over the set: more change no digit that matters. */
const MAX_FACES = 2000;
const ROUNDS = 5;
/** Nobody places a landmark better than this, model px: keeps the covariance invertible, and few faces from boasting. */
const NOISE_FLOOR_PX = 0.2;

/** What the faces of a set look like: mean, modes and noise after similarity alignment, in model px (y down). */
export interface ShapeModel {
  /** [136] */
  readonly mean: ShapeVector;
  /** unit vectors [136], the strongest first */
  readonly modes: readonly Float64Array[];
  /** variance along each mode, px² */
  readonly variances: readonly number[];
  /** share of all variance that the modes explain, 0–1 */
  readonly explained: number;
  /** [136] variance that the modes leave to each coordinate, px² */
  readonly noise: Float64Array;
  /** inverse of the whole covariance (all modes) plus the floor of the noise */
  readonly precision: SquareMatrix;
  /** squared Mahalanobis distance of the middle face of those it was fitted to */
  readonly medianDistance: number;
  /** how many faces it was fitted to, those left out as outliers not counted */
  readonly faces: number;
}

export interface ShapeModelOptions {
  /** share of the variance that the modes keep, 0–1 */
  readonly keep?: number;
}

/** A face laid onto the mean shape. */
export interface AlignedShape {
  /** image px → model px */
  readonly toModel: Similarity;
  /** [136] model px, minus the mean; the model's guess where the landmark is missing */
  readonly offset: Float64Array;
}

/** The mean head seen from the front, model px. */
export function frontalHead(): ShapeVector {
  const xs = MEAN_HEAD.map(([x]) => x);
  const ys = MEAN_HEAD.map(([, y]) => y);
  const scale = MODEL_FACE_PX / Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  return Float64Array.from({ length: SIZE }, (_, k) => MEAN_HEAD[k >> 1][k & 1] * scale);
}

function alignToMean(mean: ShapeVector, shape: ShapeVector, weights: ArrayLike<number>): AlignedShape | null {
  const toModel = alignSimilarity(shape, mean, weights);
  if (!toModel) return null;
  const offset = applySimilarity(toModel, shape);
  for (let k = 0; k < SIZE; k++) offset[k] = weights[k >> 1] === 0 ? 0 : offset[k] - mean[k];
  return { toModel, offset };
}

/** @returns null when the weighted points lie in one place */
export function alignToModel(model: ShapeModel, shape: ShapeVector, weights: ArrayLike<number>): AlignedShape | null {
  const aligned = alignToMean(model.mean, shape, weights);
  if (aligned) fillMissing(model, aligned.offset, weights);
  return aligned;
}

/** Squared Mahalanobis distance of a shape from the model: how unusual it is as a whole; Infinity for no shape at all. */
export function shapeDistance(model: ShapeModel, shape: ShapeVector, weights: ArrayLike<number>): number {
  const aligned = alignToModel(model, shape, weights);
  return aligned ? squaredDistance(model.precision, aligned.offset) : Number.POSITIVE_INFINITY;
}

/**
 * Robust shape model of a set: Procrustes alignment, then mean and covariance in which a face counts the less the further
 * out it lies, the farthest not at all. A tenth of nonsense labels hardly moves it.
 *
 * @throws RangeError for fewer than 3 usable faces: two shapes have no spread to speak of
 */
export function fitShapeModel(faces: readonly QualityFace[], { keep = 0.985 }: ShapeModelOptions = {}): ShapeModel {
  const step = Math.max(1, faces.length / MAX_FACES);
  const shapes = Array.from({ length: Math.min(faces.length, MAX_FACES) }, (_, i) => {
    const { annotation } = faces[Math.floor(i * step)];
    return { shape: shapeVector(annotation.points), weights: presence(annotation) };
  });
  const lookHere = shapes.filter(({ shape, weights }) => (estimatePose(shape, weights)?.facing ?? 1) > 0);
  // no camera sees a face from behind; unless most do, which is the set's fault and not a face's
  const sound = lookHere.length > shapes.length / 2 ? lookHere : shapes;
  // faces are symmetric, sets are not: mirror images double what is known and take the set's lean out of it
  const both = [...sound, ...sound.map(mirrored)];
  let model = firstGuess(both);
  for (let round = 0; round < ROUNDS; round++) model = refit(model, both, keep, round === ROUNDS - 1);
  return model;
}

interface WeightedShape {
  readonly shape: ShapeVector;
  readonly weights: Float64Array;
}

/** The face in a looking glass, left and right exchanged. */
function mirrored({ shape, weights }: WeightedShape): WeightedShape {
  const { mirror } = IBUG_68;
  return {
    shape: shape.map((_, k) => (k % 2 === 0 ? -shape[2 * mirror[k >> 1]] : shape[2 * mirror[k >> 1] + 1])),
    weights: weights.map((_, i) => weights[mirror[i]]),
  };
}

/** Medians of each coordinate: half of the faces may be nonsense. */
function firstGuess(shapes: readonly WeightedShape[]): ShapeModel {
  const head = frontalHead();
  const aligned = shapes.flatMap(({ shape, weights }) => {
    const result = alignToMean(head, shape, weights);
    return result ? [{ offset: result.offset, weights }] : [];
  });
  if (aligned.length < 6) {
    throw new RangeError(`shape model: expected at least 3 labelled faces, found ${aligned.length / 2}`);
  }
  const mean = head.slice();
  const noise = new Float64Array(SIZE).fill((MODEL_FACE_PX / 4) ** 2);
  const precision = new Float64Array(SIZE * SIZE);
  for (let k = 0; k < SIZE; k++) {
    const values = aligned.filter(({ weights }) => weights[k >> 1] > 0).map(({ offset }) => offset[k]);
    if (values.length > 0) {
      const centre = median(values);
      const spread = 1.4826 * median(values.map((value) => Math.abs(value - centre)));
      mean[k] += centre;
      noise[k] = Math.max(spread, NOISE_FLOOR_PX) ** 2;
    }
    precision[k * SIZE + k] = 1 / noise[k];
  }
  const modes = { modes: [], variances: [], explained: 0, noise };
  return { mean, ...modes, precision, medianDistance: SIZE, faces: aligned.length };
}

function refit(model: ShapeModel, shapes: readonly WeightedShape[], keep: number, isLast: boolean): ShapeModel {
  const offsets = shapes.flatMap(({ shape, weights }) => alignToModel(model, shape, weights)?.offset ?? []);
  const { mean: shift, covariance, medianDistance, kept } = weighByDistance(offsets, model.precision);
  const mean = upright(model.mean.map((value, k) => value + shift[k]));
  const precision = invertPositiveDefinite(withFloor(covariance, NOISE_FLOOR_PX), SIZE);
  // only the last model's modes are looked at
  const modes = isLast ? principalModes(covariance, keep) : model;
  return { ...model, ...modes, mean, precision, medianDistance, faces: kept / 2 };
}

/** Turned and scaled as the frontal head, so that rounds do not drift. */
function upright(mean: ShapeVector): ShapeVector {
  const toHead = alignSimilarity(mean, frontalHead(), new Float64Array(POINT_COUNT).fill(1));
  return toHead ? applySimilarity(toHead, mean) : mean;
}

function principalModes(
  covariance: SquareMatrix,
  keep: number,
): Pick<ShapeModel, 'modes' | 'variances' | 'explained' | 'noise'> {
  const { values, vectors } = symmetricEigen(covariance, SIZE);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let count = 0;
  let explained = 0;
  while (count < SIZE && explained < keep * total && values[count] > 0) explained += values[count++];
  const modes = vectors.slice(0, count);
  const variances = [...values.slice(0, count)];
  const noise = Float64Array.from({ length: SIZE }, (_, k) => {
    const inModes = modes.reduce((sum, mode, m) => sum + variances[m] * mode[k] ** 2, 0);
    return Math.max(covariance[k * SIZE + k] - inModes, 0) + NOISE_FLOOR_PX ** 2;
  });
  return { modes, variances, explained: total > 0 ? explained / total : 0, noise };
}

/** Puts the most probable place, given the landmarks that are there, where landmarks are missing. */
function fillMissing({ precision }: ShapeModel, offset: Float64Array, weights: ArrayLike<number>): void {
  const missing = [...offset.keys()].filter((k) => weights[k >> 1] === 0);
  const n = missing.length;
  if (n === 0 || n === SIZE) return;
  // E[d_M | d_O] = −P_MM⁻¹·P_MO·d_O; d_M is still 0 here
  const block = new Float64Array(n * n);
  const right = new Float64Array(n);
  for (const [row, i] of missing.entries()) {
    for (const [column, j] of missing.entries()) block[row * n + column] = precision[i * SIZE + j];
    for (let j = 0; j < SIZE; j++) right[row] -= precision[i * SIZE + j] * offset[j];
  }
  const filled = solveCholesky(cholesky(block, n), n, right);
  for (const [row, i] of missing.entries()) offset[i] = filled[row];
}

/**
 * Most probable strength of each mode for this shape.
 *
 * @param offset  [136] aligned, minus the mean
 * @param weights [68] how far each landmark is trusted, 0–1
 */
export function modeWeights(
  { modes, variances, noise }: ShapeModel,
  offset: Float64Array,
  weights: ArrayLike<number>,
): Float64Array {
  const n = modes.length;
  const normal = new Float64Array(n * n);
  const right = new Float64Array(n);
  const trust = Float64Array.from(noise, (variance, k) => weights[k >> 1] / variance);
  const trusted = new Float64Array(SIZE);
  for (let a = 0; a < n; a++) {
    for (let k = 0; k < SIZE; k++) trusted[k] = modes[a][k] * trust[k];
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let k = 0; k < SIZE; k++) sum += trusted[k] * modes[b][k];
      normal[a * n + b] = sum;
      normal[b * n + a] = sum;
    }
    normal[a * n + a] += 1 / variances[a];
    for (let k = 0; k < SIZE; k++) right[a] += trusted[k] * offset[k];
  }
  return solveCholesky(cholesky(normal, n), n, right);
}

/** [136] what the modes of these strengths add to the mean, model px */
export function modelOffset({ modes }: ShapeModel, strengths: Float64Array): Float64Array {
  const offset = new Float64Array(SIZE);
  for (const [m, mode] of modes.entries()) for (let k = 0; k < SIZE; k++) offset[k] += strengths[m] * mode[k];
  return offset;
}
