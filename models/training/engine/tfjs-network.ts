import * as tf from '@tensorflow/tfjs-core';
import type { FaceMeshConfig } from '@/models/facemesh/config';
import { type BlockLayer, faceMeshLayers, type Layer } from '@/models/facemesh/layers';
import { BATCH_NORM_EPSILON } from '@/models/facemesh/weights';

/** Tensors by their name in the checkpoint, filters in tfjs's layout. */
export type Variables = Readonly<Record<string, tf.Tensor>>;

export interface TrainingOutputs {
  /** [B, 204] crop px */
  readonly landmarks: tf.Tensor2D;
  /** [B, 1] logits */
  readonly confidence: tf.Tensor2D;
  /** of every block in order: variance of the first norm, mean and variance of the second, each [channels]; biased */
  readonly statistics: readonly tf.Tensor[];
}

/** Blocks in the order in which their statistics are given, with the side of their output. */
function blocksOf(config: FaceMeshConfig): { readonly name: string; readonly size: number }[] {
  const { backbone, coordinateHead, confidenceHead } = faceMeshLayers(config);
  const sized = (layers: readonly Layer[], input: number) => {
    let size = input;
    return layers.map((layer) => {
      size /= layer.stride;
      return { layer, size };
    });
  };
  const trunk = sized(backbone, config.inputSize);
  const { size } = trunk[trunk.length - 1];
  return [...trunk, ...sized(coordinateHead, size), ...sized(confidenceHead, size)].flatMap((entry) =>
    entry.layer.kind === 'block' ? { name: entry.layer.name, size: entry.size } : [],
  );
}

/**
 * The network in ops that tfjs can differentiate, with batch statistics in training. Shifts that the second norm of a
 * block cancels are left out, as in the wasm engine (block-layer.ts), so both compute the same function.
 *
 * @param input [B, 192, 192, 3]; call inside tf.tidy
 */
export function trainingForward(
  config: FaceMeshConfig,
  variables: Variables,
  input: tf.Tensor4D,
  training: boolean,
): TrainingOutputs {
  const statistics: tf.Tensor[] = [];
  const through = (x: tf.Tensor4D, layers: readonly Layer[]) =>
    layers.reduce((value, layer) => applyLayer(value, layer, variables, training ? statistics : null), x);
  const { backbone, coordinateHead, confidenceHead } = faceMeshLayers(config);
  const features = through(input, backbone); // [B, 6, 6, 128]
  const [landmarks, confidence] = [coordinateHead, confidenceHead].map((head) => {
    const out = through(features, head); // [B, 1, 1, outputs]
    return tf.reshape<tf.Rank.R2>(out, [input.shape[0], out.shape[3]]);
  });
  return { landmarks, confidence, statistics };
}

function applyLayer(x: tf.Tensor4D, layer: Layer, variables: Variables, statistics: tf.Tensor[] | null): tf.Tensor4D {
  const variable = <T extends tf.Tensor>(name: string) => variables[name] as T;
  if (layer.kind === 'block') return applyBlock(x, layer, variables, statistics);
  // the stem pads one zero pixel at the top and left only
  const padded = layer.stride === 2 ? tf.pad(x, [[0, 0], [1, 0], [1, 0], [0, 0]]) : x; // biome-ignore format: one axis a pair
  const filter = variable<tf.Tensor4D>(`${layer.name}.weight`);
  const z = tf.add<tf.Tensor4D>(tf.conv2d(padded, filter, layer.stride, 'valid'), variable(`${layer.name}.bias`));
  return layer.activation ? prelu(z, variable(`${layer.activation}.weight`)) : z;
}

function applyBlock(
  x: tf.Tensor4D,
  { name, stride, inputChannels, outputChannels }: BlockLayer,
  variables: Variables,
  statistics: tf.Tensor[] | null,
): tf.Tensor4D {
  const variable = <T extends tf.Tensor>(suffix: string) => variables[`${name}.${suffix}`] as T;
  const h = tf.depthwiseConv2d(x, variable<tf.Tensor4D>('convs.0.weight'), stride, 'same'); // [B, H, W, I]
  const variance1 = statistics ? tf.moments(h, ROWS).variance : variable('convs.1.running_var');
  const scaled = tf.mul<tf.Tensor4D>(h, tf.mul(variable('convs.1.weight'), inverseDeviation(variance1)));
  const z = tf.conv2d(scaled, variable<tf.Tensor4D>('convs.2.weight'), 1, 'valid'); // [B, H, W, O]
  const { mean, variance } = statistics
    ? tf.moments(z, ROWS)
    : { mean: variable('convs.3.running_mean'), variance: variable('convs.3.running_var') };
  statistics?.push(variance1, mean, variance);
  const normed = tf.add<tf.Tensor4D>(
    tf.mul(tf.sub(z, mean), tf.mul(variable('convs.3.weight'), inverseDeviation(variance))),
    variable('convs.3.bias'),
  );
  const pooled = stride === 2 ? tf.maxPool(x, 2, 2, 'valid') : x;
  const skip = tf.pad(pooled, [[0, 0], [0, 0], [0, 0], [0, outputChannels - inputChannels]]); // biome-ignore format: one axis a pair
  return prelu(tf.add<tf.Tensor4D>(normed, skip), variable('act.weight'));
}

/** all axes but the channels */
const ROWS = [0, 1, 2];

const inverseDeviation = (variance: tf.Tensor): tf.Tensor => tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON));

const prelu = (x: tf.Tensor4D, slopes: tf.Tensor): tf.Tensor4D => tf.prelu<tf.Tensor>(x, slopes) as tf.Tensor4D;

/**
 * What running statistics follow: unbiased variances, as PyTorch has them, under the checkpoint's names.
 *
 * @param statistics values of TrainingOutputs.statistics
 */
export function batchStatisticsOf(
  config: FaceMeshConfig,
  statistics: readonly Float32Array[],
  images: number,
): [name: string, values: Float32Array][] {
  return blocksOf(config).flatMap(({ name, size }, i): [string, Float32Array][] => {
    const rows = images * size * size;
    const unbiased = (variance: Float32Array) => variance.map((value) => (value * rows) / (rows - 1));
    const [variance1, mean, variance2] = statistics.slice(3 * i, 3 * i + 3);
    return [
      [`${name}.convs.1.running_var`, unbiased(variance1)],
      [`${name}.convs.3.running_mean`, mean],
      [`${name}.convs.3.running_var`, unbiased(variance2)],
    ];
  });
}
