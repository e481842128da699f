import { median } from '@/lib/metrics/statistics';
import { invertPositiveDefinite, type SquareMatrix } from './linear-algebra';

/** Degrees of freedom of the multivariate t that weighs vectors (Lange, Little & Taylor 1989): low forgives outliers. */
const FREEDOM = 5;
/** A vector this many times further out than the middle one is not looked at. */
const TRIM = 4;

/** Mean and inverse covariance of vectors most of which are sound. */
export interface RobustGaussian {
  /** [n] */
  readonly mean: Float64Array;
  /** [n·n] */
  readonly precision: SquareMatrix;
}

/** dᵀ·P·d */
export function squaredDistance(precision: SquareMatrix, d: ArrayLike<number>): number {
  const n = d.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += precision[i * n + j] * d[j];
    sum += d[i] * row;
  }
  return sum;
}

/** The matrix with floor² added on its diagonal. */
export function withFloor(covariance: SquareMatrix, floor: number): SquareMatrix {
  const n = Math.sqrt(covariance.length);
  return covariance.map((value, at) => (at % (n + 1) === 0 ? value + floor * floor : value));
}

/**
 * One round of reweighting: mean and covariance of the vectors, each the lighter the further out it lies under the
 * precision so far, the farthest left out.
 *
 * @param vectors already centred on the mean so far
 */
export function weighByDistance(
  vectors: readonly Float64Array[],
  precision: SquareMatrix,
): { mean: Float64Array; covariance: SquareMatrix; medianDistance: number; kept: number } {
  const n = vectors[0].length;
  const distances = vectors.map((vector) => squaredDistance(precision, vector));
  const middle = Math.max(median(distances), Number.MIN_VALUE);
  const weights = distances.map((distance) =>
    // distances are brought to their own middle first: early precisions are far too large or too small
    distance > TRIM * middle ? 0 : (FREEDOM + n) / (FREEDOM + (distance * n) / middle),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = new Float64Array(n);
  for (const [v, vector] of vectors.entries()) {
    for (let k = 0; k < n; k++) mean[k] += (weights[v] * vector[k]) / total;
  }
  const covariance = new Float64Array(n * n);
  const d = new Float64Array(n);
  for (const [v, vector] of vectors.entries()) {
    if (weights[v] === 0) continue;
    for (let k = 0; k < n; k++) d[k] = vector[k] - mean[k];
    for (let i = 0; i < n; i++) {
      const share = (weights[v] * d[i]) / total;
      for (let j = 0; j <= i; j++) covariance[i * n + j] += share * d[j];
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) covariance[j * n + i] = covariance[i * n + j];
  return { mean, covariance, medianDistance: middle, kept: weights.filter((weight) => weight > 0).length };
}

/**
 * @param floor standard deviation that no coordinate can fall below
 * @throws RangeError for no vectors
 */
export function fitRobustGaussian(vectors: readonly Float64Array[], floor: number, rounds = 5): RobustGaussian {
  if (vectors.length === 0) throw new RangeError('robust Gaussian: expected at least one vector, found 0');
  const n = vectors[0].length;
  const mean = Float64Array.from({ length: n }, (_, k) => median(vectors.map((vector) => vector[k])));
  let precision: SquareMatrix = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const spread = 1.4826 * median(vectors.map((vector) => Math.abs(vector[k] - mean[k])));
    precision[k * n + k] = 1 / Math.max(spread, floor) ** 2;
  }
  for (let round = 0; round < rounds; round++) {
    const step = weighByDistance(
      vectors.map((vector) => vector.map((value, k) => value - mean[k])),
      precision,
    );
    for (let k = 0; k < n; k++) mean[k] += step.mean[k];
    precision = invertPositiveDefinite(withFloor(step.covariance, floor), n);
  }
  return { mean, precision };
}

/** What one point of a vector of points does against what all others say of it. */
export interface Surprise {
  /** actual minus expected, in the vector's unit */
  readonly dx: number;
  readonly dy: number;
  /** squared Mahalanobis distance, 2 degrees of freedom */
  readonly square: number;
}

/**
 * For each point its distance from the place that all the others, jointly Gaussian, expect it at:
 * with P = Σ⁻¹, x_i − E[x_i | rest] = P_ii⁻¹·(P·d)_i and its covariance is P_ii⁻¹ (2 × 2 blocks).
 *
 * @param d      [2·K] minus the mean, what the others are judged by
 * @param actual [2·K] minus the mean, what is judged; differs from d where d has an outlier replaced
 */
export function surprises(precision: SquareMatrix, d: Float64Array, actual: Float64Array = d): Surprise[] {
  const n = d.length;
  return Array.from({ length: n / 2 }, (_, point) => {
    const i = 2 * point;
    let [u, v] = [0, 0];
    for (let k = 0; k < n; k++) {
      u += precision[i * n + k] * d[k];
      v += precision[(i + 1) * n + k] * d[k];
    }
    const xx = precision[i * n + i];
    const xy = precision[i * n + i + 1];
    const yy = precision[(i + 1) * n + i + 1];
    const determinant = xx * yy - xy * xy;
    const dx = (yy * u - xy * v) / determinant + actual[i] - d[i];
    const dy = (xx * v - xy * u) / determinant + actual[i + 1] - d[i + 1];
    return { dx, dy, square: xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy };
  });
}
