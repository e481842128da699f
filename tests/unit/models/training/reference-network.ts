import * as tf from '@tensorflow/tfjs';
import type { FaceMeshConfig } from '@/models/facemesh/config';
import { faceMeshLayers, type Layer } from '@/models/facemesh/layers';
import { BATCH_NORM_EPSILON, expectedTensors, type FaceMeshWeights } from '@/models/facemesh/weights';

/** Trainable tensors by name, filters in tfjs's layout. */
export type Variables = Record<string, tf.Tensor>;

/** PyTorch [out, in / groups, h, w] → [h, w, in / groups, out], depthwise → [h, w, channels, 1]. */
export function toVariables(config: FaceMeshConfig, weights: FaceMeshWeights): Variables {
  return Object.fromEntries(
    expectedTensors(config)
      .filter(({ trainable }) => trainable)
      .map(({ name, shape }) => {
        const tensor = tf.tensor(weights.get(name)!.values, [...shape]);
        if (shape.length !== 4) return [name, tensor];
        return [name, tf.transpose(tensor, name.endsWith('convs.0.weight') ? [2, 3, 0, 1] : [2, 3, 1, 0])];
      }),
  );
}

/** The gradients back in PyTorch's layout, flat. */
export function toTorchLayout(name: string, gradient: tf.Tensor): Float32Array {
  if (gradient.rank !== 4) return gradient.dataSync<'float32'>();
  const order = name.endsWith('convs.0.weight') ? [2, 3, 0, 1] : [3, 2, 0, 1];
  return tf.transpose(gradient, order).dataSync<'float32'>();
}

const batchNorm = (x: tf.Tensor4D, variables: Variables, name: string): tf.Tensor4D => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    variables[`${name}.bias`] as tf.Tensor1D,
    variables[`${name}.weight`] as tf.Tensor1D,
    BATCH_NORM_EPSILON,
  );
};

/** One layer as plain tfjs ops with batch statistics: slow, differentiated by tfjs itself. */
function applyLayer(x: tf.Tensor4D, layer: Layer, variables: Variables): tf.Tensor4D {
  const variable = <T extends tf.Tensor>(name: string) => variables[name] as T;
  if (layer.kind === 'convolution') {
    // the stem pads one zero pixel at the top and left only
    const padded = layer.stride === 2 ? tf.pad(x, [[0, 0], [1, 0], [1, 0], [0, 0]]) : x; // biome-ignore format: one axis a pair
    const filter = variable<tf.Tensor4D>(`${layer.name}.weight`);
    const z = tf.add(tf.conv2d(padded, filter, layer.stride, 'valid'), variable(`${layer.name}.bias`));
    return (layer.activation ? tf.prelu(z, variable(`${layer.activation}.weight`)) : z) as tf.Tensor4D;
  }
  const { name, stride, inputChannels, outputChannels } = layer;
  let h: tf.Tensor4D = tf.depthwiseConv2d(x, variable<tf.Tensor4D>(`${name}.convs.0.weight`), stride, 'same');
  h = batchNorm(tf.add(h, variable(`${name}.convs.0.bias`)), variables, `${name}.convs.1`);
  h = tf.conv2d(h, variable<tf.Tensor4D>(`${name}.convs.2.weight`), 1, 'valid');
  h = batchNorm(tf.add(h, variable(`${name}.convs.2.bias`)), variables, `${name}.convs.3`);
  const pooled = stride === 2 ? tf.maxPool(x, 2, 2, 'valid') : x;
  const skip = tf.pad(pooled, [[0, 0], [0, 0], [0, 0], [0, outputChannels - inputChannels]]); // biome-ignore format: one axis a pair
  return tf.prelu(tf.add(h, skip), variable(`${name}.act.weight`));
}

/** @param input [B, 192, 192, 3] @returns [B, 204] and [B, 1] */
export function referenceForward(
  config: FaceMeshConfig,
  variables: Variables,
  input: tf.Tensor4D,
): [tf.Tensor, tf.Tensor] {
  const { backbone, coordinateHead, confidenceHead } = faceMeshLayers(config);
  const through = (x: tf.Tensor4D, layers: readonly Layer[]) =>
    layers.reduce((value, layer) => applyLayer(value, layer, variables), x);
  const features = through(input, backbone);
  return [coordinateHead, confidenceHead].map((head) => {
    const out = through(features, head);
    return tf.reshape(out, [out.shape[0], -1]);
  }) as [tf.Tensor, tf.Tensor];
}
