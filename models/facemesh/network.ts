import * as tf from '@tensorflow/tfjs-core';
import { convolutionLayer, foldedBlock, referenceBlock, type TensorLayer } from './block';
import type { FaceMeshConfig } from './config';
import { faceMeshLayers, type Layer } from './layers';
import { assertWeightsFit, type FaceMeshWeights } from './weights';

export interface FaceMeshOutputs {
  /** [B, 204], as the network gives them; the codec knows their unit and layout */
  readonly coordinates: tf.Tensor2D;
  /** [B, 1] logits; null for a network built without its confidence head */
  readonly confidence: tf.Tensor2D | null;
}

export interface FaceMeshNetwork {
  readonly config: FaceMeshConfig;
  /** @param input [B, 192, 192, 3] in the units the network was trained on; the caller disposes of the outputs */
  forward(input: tf.Tensor4D): FaceMeshOutputs;
  dispose(): void;
}

export interface NetworkOptions {
  /** batch norms folded into the convolutions (the default), or kept as trained */
  readonly folded?: boolean;
  /** false leaves the confidence head out, which saves its time where it was never trained */
  readonly confidence?: boolean;
}

/**
 * Puts a network's weights on the current backend.
 *
 * @throws ModelFormatError when the weights are not of this config
 */
export function createNetwork(
  config: FaceMeshConfig,
  weights: FaceMeshWeights,
  { folded = true, confidence = true }: NetworkOptions = {},
): FaceMeshNetwork {
  assertWeightsFit(weights, config);
  const block = folded ? foldedBlock : referenceBlock;
  const build = (layers: readonly Layer[]): TensorLayer[] =>
    layers.map((layer) => (layer.kind === 'block' ? block(layer, weights) : convolutionLayer(layer, weights)));

  const layers = faceMeshLayers(config);
  const backbone = build(layers.backbone);
  const coordinateHead = build(layers.coordinateHead);
  const confidenceHead = confidence ? build(layers.confidenceHead) : null;
  const run = (stack: readonly TensorLayer[], input: tf.Tensor4D) => stack.reduce((x, layer) => layer.apply(x), input);

  return {
    config,
    forward(input) {
      // tidy keeps the tensors of an array, not those of a mixed object
      const [coordinates, logits] = tf.tidy((): tf.Tensor2D[] => {
        const features = run(backbone, input); // [B, 6, 6, 128]
        const batch = input.shape[0];
        const points = run(coordinateHead, features); // [B, 1, 1, 204]
        const outputs = [tf.reshape<tf.Rank.R2>(points, [batch, 3 * config.landmarkCount])];
        if (confidenceHead) outputs.push(tf.reshape<tf.Rank.R2>(run(confidenceHead, features), [batch, 1]));
        return outputs;
      });
      return { coordinates, confidence: logits ?? null };
    },
    dispose() {
      for (const { tensors } of [...backbone, ...coordinateHead, ...(confidenceHead ?? [])]) tf.dispose([...tensors]);
    },
  };
}
