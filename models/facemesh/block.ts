import * as tf from '@tensorflow/tfjs-core';
import { foldBlock } from './fold';
import type { BlockLayer, ConvolutionLayer } from './layers';
import { BATCH_NORM_EPSILON, type FaceMeshWeights, type WeightTensor } from './weights';

/** A layer with its weights on the backend: NHWC in, NHWC out. Call `apply` inside tf.tidy. */
export interface TensorLayer {
  apply(input: tf.Tensor4D): tf.Tensor4D;
  /** the weights it holds, for whoever disposes of the network */
  readonly tensors: readonly tf.Tensor[];
}

const vector = ({ values }: WeightTensor): tf.Tensor1D => tf.tensor1d(values);

/** PyTorch's [O, I, h, w] to TensorFlow's [h, w, I, O] */
const convolutionFilter = ({ values, shape }: WeightTensor): tf.Tensor4D =>
  tf.tidy(() => tf.transpose(tf.tensor4d(values, shape as [number, number, number, number]), [2, 3, 1, 0]));

/** PyTorch's [C, 1, h, w] to TensorFlow's [h, w, C, 1] */
const depthwiseFilter = ({ values, shape }: WeightTensor): tf.Tensor4D =>
  tf.tidy(() => tf.transpose(tf.tensor4d(values, shape as [number, number, number, number]), [2, 3, 0, 1]));

/** PReLU with one slope a channel; tfjs broadcasts [C], its types do not. */
const prelu = (x: tf.Tensor4D, slopes: tf.Tensor1D): tf.Tensor4D => tf.prelu<tf.Tensor>(x, slopes) as tf.Tensor4D;

/** A block's way round its convolutions: [B, H, W, I] → [B, H / stride, W / stride, O] */
function shortcut(input: tf.Tensor4D, { inputChannels, outputChannels, stride }: BlockLayer): tf.Tensor4D {
  const pooled = stride === 2 ? tf.maxPool(input, 2, 2, 'valid') : input; // [B, H / stride, W / stride, I]
  const grown = outputChannels - inputChannels;
  return grown === 0
    ? pooled
    : tf.pad4d(pooled, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, grown],
      ]); // [B, H / stride, W / stride, O]
}

/** Convolution, bias and PReLU in one kernel. */
export function convolutionLayer(layer: ConvolutionLayer, weights: FaceMeshWeights): TensorLayer {
  const filter = convolutionFilter(weights.get(`${layer.name}.weight`)!);
  const bias = vector(weights.get(`${layer.name}.bias`)!);
  const slopes = layer.activation === null ? null : vector(weights.get(`${layer.activation}.weight`)!);
  return {
    tensors: slopes ? [filter, bias, slopes] : [filter, bias],
    apply: (x) =>
      tf.fused.conv2d({
        x,
        filter,
        bias,
        strides: layer.stride,
        // the stem pads top and left only, where 'same' would pad bottom and right; the heads' 3×3 shrinks 3×3 to 1×1
        pad:
          layer.stride === 2
            ? [
                [0, 0],
                [1, 0],
                [1, 0],
                [0, 0],
              ]
            : 'valid',
        activation: slopes ? 'prelu' : 'linear',
        preluActivationWeights: slopes ?? undefined,
      }),
  };
}

/** A block as it was trained, its batch norms kernels of their own: what the folded one is checked against. */
export function referenceBlock(layer: BlockLayer, weights: FaceMeshWeights): TensorLayer {
  const get = (suffix: string) => weights.get(`${layer.name}.${suffix}`)!;
  const depthwise = depthwiseFilter(get('convs.0.weight'));
  const depthwiseBias = vector(get('convs.0.bias'));
  const pointwise = convolutionFilter(get('convs.2.weight'));
  const pointwiseBias = vector(get('convs.2.bias'));
  const slopes = vector(get('act.weight'));
  const norm = (name: string) =>
    ['running_mean', 'running_var', 'bias', 'weight'].map((part) => vector(get(`${name}.${part}`)));
  const firstNorm = norm('convs.1');
  const secondNorm = norm('convs.3');
  const normalise = (x: tf.Tensor4D, [mean, variance, beta, gamma]: tf.Tensor1D[]) =>
    tf.batchNorm4d(x, mean, variance, beta, gamma, BATCH_NORM_EPSILON);
  return {
    tensors: [depthwise, depthwiseBias, pointwise, pointwiseBias, slopes, ...firstNorm, ...secondNorm],
    apply(input) {
      // on even sides stride 2 with 'same' pads bottom and right, as PyTorch's pad(0, 2, 0, 2) in effect does
      const spread = tf.fused.depthwiseConv2d({
        x: input,
        filter: depthwise,
        strides: layer.stride,
        pad: 'same',
        bias: depthwiseBias,
      }); // [B, H / stride, W / stride, I]
      const mixed = tf.fused.conv2d({
        x: normalise(spread, firstNorm),
        filter: pointwise,
        strides: 1,
        pad: 'valid',
        bias: pointwiseBias,
      }); // [B, H / stride, W / stride, O]
      return prelu(tf.add<tf.Tensor4D>(normalise(mixed, secondNorm), shortcut(input, layer)), slopes);
    },
  };
}

/** The same block with its batch norms folded away: about half the time on wasm, whose batch norm kernel is slow. */
export function foldedBlock(layer: BlockLayer, weights: FaceMeshWeights): TensorLayer {
  const folded = foldBlock(layer, weights);
  const depthwise = depthwiseFilter(folded.depthwise);
  const pointwise = convolutionFilter(folded.pointwise);
  const bias = vector(folded.bias);
  const slopes = vector(weights.get(`${layer.name}.act.weight`)!);
  return {
    tensors: [depthwise, pointwise, bias, slopes],
    apply(input) {
      const spread = tf.depthwiseConv2d(input, depthwise, layer.stride, 'same'); // [B, H / stride, W / stride, I]
      const mixed = tf.fused.conv2d({ x: spread, filter: pointwise, strides: 1, pad: 'valid', bias }); // [… O]
      return prelu(tf.add<tf.Tensor4D>(mixed, shortcut(input, layer)), slopes);
    },
  };
}
