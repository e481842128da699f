/**
 * Losses as value and gradient over plain arrays: the training engine fills its output gradients with them, and no
 * automatic differentiation runs.
 *
 * Reduction: the mean over every coordinate (MSE, wing) or point (L2) of the batch, B·K·D or B·K; missing points count
 * as zero error but stay in the divisor, so that a replica with many of them does not weigh the others more.
 * (The report averages over all coordinates as well; mmpose sums over K·D, so learning rates do not carry over.)
 */
export interface LossBatch {
  /** B */
  readonly images: number;
  /** K */
  readonly points: number;
  /** D: row b holds coordinate d of point k at b · stride + d · K + k */
  readonly dimensions: number;
  readonly prediction: Float32Array;
  readonly predictionStride: number;
  /** same unit as the prediction */
  readonly target: Float32Array;
  readonly targetStride: number;
  /** [B · K] weight of each point; 0 for a missing one */
  readonly weight: Float32Array;
}

export type LossSpec =
  | { readonly kind: 'mse' }
  /** mean Euclidean distance: the mean error itself */
  | { readonly kind: 'l2' }
  /** Feng et al., CVPR 2018, eq. 5; width and curvature in the unit of the coordinates */
  | { readonly kind: 'wing'; readonly width: number; readonly curvature: number };

/**
 * @param gradient laid out like the prediction; `scale` · dLoss/dPrediction is written for every coordinate of the batch
 * @returns `scale` · loss
 */
export function landmarkLoss(spec: LossSpec, batch: LossBatch, gradient: Float32Array, scale = 1): number {
  if (spec.kind === 'l2') return distanceLoss(batch, gradient, scale);
  const penalty = spec.kind === 'mse' ? squaredError : wing(spec);
  return coordinateLoss(batch, gradient, scale, penalty);
}

/** Value of a difference d ≥ 0 and its slope. */
interface Penalty {
  value(d: number): number;
  slope(d: number): number;
}

const squaredError: Penalty = { value: (d) => d * d, slope: (d) => 2 * d };

/** w·ln(1 + d/ε) below w, d − C beyond, C = w − w·ln(1 + w/ε): both pieces meet at w, their slopes do not. */
function wing({ width, curvature }: { readonly width: number; readonly curvature: number }): Penalty {
  const constant = width - width * Math.log1p(width / curvature);
  return {
    value: (d) => (d < width ? width * Math.log1p(d / curvature) : d - constant),
    slope: (d) => (d < width ? width / (curvature + d) : 1),
  };
}

function coordinateLoss(batch: LossBatch, gradient: Float32Array, scale: number, penalty: Penalty): number {
  const { images, points, dimensions, prediction, predictionStride, target, targetStride, weight } = batch;
  const unit = scale / (images * points * dimensions);
  let sum = 0;
  for (let b = 0; b < images; b++) {
    for (let d = 0; d < dimensions; d++) {
      for (let k = 0; k < points; k++) {
        const at = b * predictionStride + d * points + k;
        const pointWeight = weight[b * points + k];
        if (pointWeight === 0) {
          gradient[at] = 0;
          continue;
        }
        const difference = prediction[at] - target[b * targetStride + d * points + k];
        const size = Math.abs(difference);
        sum += pointWeight * penalty.value(size);
        gradient[at] = unit * pointWeight * Math.sign(difference) * penalty.slope(size);
      }
    }
  }
  return unit * sum;
}

function distanceLoss(batch: LossBatch, gradient: Float32Array, scale: number): number {
  const { images, points, dimensions, prediction, predictionStride, target, targetStride, weight } = batch;
  const unit = scale / (images * points);
  let sum = 0;
  for (let b = 0; b < images; b++) {
    for (let k = 0; k < points; k++) {
      const pointWeight = weight[b * points + k];
      let squares = 0;
      for (let d = 0; d < dimensions; d++) {
        const at = d * points + k;
        squares += (prediction[b * predictionStride + at] - target[b * targetStride + at]) ** 2;
      }
      const length = pointWeight === 0 ? 0 : Math.sqrt(squares);
      sum += pointWeight * length;
      // at distance 0 every direction is a subgradient; 0 is the one that stays put
      const factor = length === 0 ? 0 : (unit * pointWeight) / length;
      for (let d = 0; d < dimensions; d++) {
        const at = d * points + k;
        const difference = prediction[b * predictionStride + at] - target[b * targetStride + at];
        gradient[b * predictionStride + at] = factor === 0 ? 0 : factor * difference;
      }
    }
  }
  return unit * sum;
}

/**
 * Binary cross-entropy of a logit, mean over the batch: −y·ln σ(x) − (1 − y)·ln(1 − σ(x)), written so that no
 * exponential overflows.
 *
 * @param logits one at b · stride
 * @param target [B] 1 face, 0 none
 * @param weight [B] 0 leaves an image out (it stays in the divisor)
 * @param gradient laid out like the logits; `scale` · dLoss/dLogit is written
 * @returns `scale` · loss
 */
export function confidenceLoss(
  {
    logits,
    stride,
    target,
    weight,
  }: {
    readonly logits: Float32Array;
    readonly stride: number;
    readonly target: Float32Array;
    readonly weight: Float32Array;
  },
  gradient: Float32Array,
  scale = 1,
): number {
  const unit = scale / target.length;
  let sum = 0;
  for (let b = 0; b < target.length; b++) {
    const x = logits[b * stride];
    const probability = 1 / (1 + Math.exp(-x));
    sum += weight[b] * (Math.max(x, 0) - x * target[b] + Math.log1p(Math.exp(-Math.abs(x))));
    gradient[b * stride] = unit * weight[b] * (probability - target[b]);
  }
  return unit * sum;
}
