import * as tf from '@tensorflow/tfjs-core';
import type { ModelCard } from '@/lib/contracts/model-card';
import { CROP_BYTES, type CropPrediction, countCrops, decodeOutputs, encodeCrops } from './codec';
import { facemeshConfigOf } from './config';
import { doubled, halved } from './mirror-average';
import { createNetwork } from './network';
import type { FaceMeshWeights } from './weights';

/** What came of a batch of crops. */
export interface CropBatch {
  /** one a crop, in their order */
  readonly predictions: readonly CropPrediction[];
  /** time of encoding, network and decoding, shared out evenly */
  readonly durationMsPerFace: number;
}

/** A model that takes crops, wherever it runs: in this thread or behind a worker. */
export interface CropPredictor {
  readonly card: ModelCard;
  /**
   * @param crops B · 192 · 192 · 3 bytes, R G B, row-major; a worker takes the buffer over
   * @throws the signal's reason once it is aborted
   */
  predictCrops(crops: Uint8Array, signal?: AbortSignal): Promise<CropBatch>;
  dispose(): void;
}

/** Crops in one pass of the network: more gains nothing on wasm and keeps a cancel waiting. */
const BATCH = 8;

/** Lets messages in, a cancel among them; wasm itself never leaves the thread. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Crops in batches one after another, so that a cancel comes between two. @param predict one batch */
export async function predictInBatches(
  crops: Uint8Array,
  predict: (batch: Uint8Array) => Promise<CropPrediction[]> | CropPrediction[],
  signal?: AbortSignal,
): Promise<CropBatch> {
  const count = countCrops(crops);
  const predictions: CropPrediction[] = [];
  let durationMs = 0;
  for (let first = 0; first < count; first += BATCH) {
    if (first > 0) await nextTask();
    signal?.throwIfAborted();
    const start = performance.now();
    predictions.push(...(await predict(crops.subarray(first * CROP_BYTES, (first + BATCH) * CROP_BYTES))));
    durationMs += performance.now() - start;
  }
  return { predictions, durationMsPerFace: durationMs / count };
}

/**
 * The model on the current backend of this thread.
 *
 * @throws ModelFormatError when the weights are not of the card's architecture
 */
export function createCropPredictor(card: ModelCard, weights: FaceMeshWeights): CropPredictor {
  const network = createNetwork(facemeshConfigOf(card), weights, { confidence: card.output.confidence });

  async function predictBatch(crops: Uint8Array): Promise<CropPrediction[]> {
    return card.input.mirrorAverage ? halved(await runNetwork(doubled(crops))) : runNetwork(crops);
  }

  async function runNetwork(crops: Uint8Array): Promise<CropPrediction[]> {
    const { size } = card.input;
    const input = tf.tensor4d(encodeCrops(crops, card.input), [countCrops(crops), size, size, 3]);
    const { coordinates, confidence } = network.forward(input);
    try {
      const [values, logits] = await Promise.all([
        coordinates.data<'float32'>(),
        confidence?.data<'float32'>() ?? null,
      ]);
      return decodeOutputs(values, logits, card.output);
    } finally {
      tf.dispose([input, coordinates, ...(confidence ? [confidence] : [])]);
    }
  }

  return {
    card,
    predictCrops: (crops, signal) => predictInBatches(crops, predictBatch, signal),
    dispose: () => network.dispose(),
  };
}
