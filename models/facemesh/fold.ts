import type { BlockLayer } from './layers';
import { BATCH_NORM_EPSILON, type FaceMeshWeights, type WeightTensor } from './weights';

/** A block's two convolutions with both batch norms multiplied into them; the depthwise one needs no bias. */
export interface FoldedBlock {
  /** [I, 1, 3, 3] */
  readonly depthwise: WeightTensor;
  /** [O, I, 1, 1] */
  readonly pointwise: WeightTensor;
  /** [O] */
  readonly bias: WeightTensor;
}

/** Batch norm with fixed statistics after a convolution with this bias: x → scale · x + shift, by channel. */
function affineOf(
  weights: FaceMeshWeights,
  norm: string,
  convolutionBias: Float32Array,
): { scale: Float64Array; shift: Float64Array } {
  const values = (name: string) => weights.get(`${norm}.${name}`)!.values;
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(values);
  const scale = Float64Array.from(gamma, (g, i) => g / Math.sqrt(variance[i] + BATCH_NORM_EPSILON));
  const shift = scale.map((s, i) => (convolutionBias[i] - mean[i]) * s + beta[i]);
  return { scale, shift };
}

/**
 * Folds a block's batch norms into its convolutions, in float64 and rounded once.
 *
 * With y = s₁·dw(x) + t₁ and z = s₂·(W·y) + t₂ the block is W'·dw'(x) + b', where dw' = s₁·dw, W' = s₂·W and
 * b' = t₂ + W'·t₁. Moving t₁ past the depthwise convolution is exact at the border too, since the padding comes before it.
 */
export function foldBlock({ name, inputChannels, outputChannels }: BlockLayer, weights: FaceMeshWeights): FoldedBlock {
  const tensor = (suffix: string) => weights.get(`${name}.${suffix}`)!;
  const first = affineOf(weights, `${name}.convs.1`, tensor('convs.0.bias').values);
  const second = affineOf(weights, `${name}.convs.3`, tensor('convs.2.bias').values);

  const depthwise = tensor('convs.0.weight');
  const pointwise = tensor('convs.2.weight');
  const taps = depthwise.values.length / inputChannels;
  const pointwiseValues = new Float32Array(pointwise.values.length);
  const bias = Float32Array.from(second.shift, (shift, o) => {
    let sum = shift;
    for (let i = 0; i < inputChannels; i++) {
      const scaled = pointwise.values[o * inputChannels + i] * second.scale[o];
      pointwiseValues[o * inputChannels + i] = scaled;
      sum += scaled * first.shift[i];
    }
    return sum;
  });
  return {
    depthwise: {
      shape: depthwise.shape,
      values: depthwise.values.map((w, k) => w * first.scale[Math.floor(k / taps)]),
    },
    pointwise: { shape: pointwise.shape, values: pointwiseValues },
    bias: { shape: [outputChannels], values: bias },
  };
}
