import type { ModelCard } from '@/lib/contracts/model-card';
import { CROP_BYTES, type CropPrediction, countCrops, decodeOutputs } from '../facemesh/codec';
import { facemeshConfigOf } from '../facemesh/config';
import { BATCH, type CropPredictor, nextTask } from '../facemesh/crop-predictor';
import { averageMirrored, mirrorCrops } from '../facemesh/mirror-average';
import type { FaceMeshWeights } from '../facemesh/weights';
import { FaceMeshKernels } from './facemesh-kernels';

/**
 * The model on kernels of its own in this thread: the answers of createCropPredictor, sooner.
 *
 * @param module of loadKernels or fetchKernels
 * @throws ModelFormatError when the weights are not of the card's architecture
 */
export function createKernelPredictor(
  card: ModelCard,
  weights: FaceMeshWeights,
  module: WebAssembly.Module,
): CropPredictor {
  const { confidence } = card.output;
  let network: FaceMeshKernels | null = new FaceMeshKernels(module, facemeshConfigOf(card), weights, card.input, {
    confidence,
  });
  function look(crop: Uint8Array): CropPrediction {
    if (!network) throw new Error(`${card.id}: expected to be in use, found it disposed of`);
    network.pixels.set(crop);
    network.run();
    return decodeOutputs(network.coordinates, network.confidence, card.output)[0];
  }

  return {
    card,
    async predictCrops(crops, signal) {
      const count = countCrops(crops);
      const predictions: CropPrediction[] = [];
      let durationMs = 0;
      for (let i = 0; i < count; i++) {
        if (i > 0 && i % BATCH === 0) await nextTask();
        signal?.throwIfAborted();
        const start = performance.now();
        const crop = crops.subarray(i * CROP_BYTES, (i + 1) * CROP_BYTES);
        const plain = look(crop);
        predictions.push(card.input.mirrorAverage ? averageMirrored(plain, look(mirrorCrops(crop))) : plain);
        durationMs += performance.now() - start;
      }
      return { predictions, durationMsPerFace: durationMs / count };
    },
    dispose() {
      // the memory goes with the network
      network = null;
    },
  };
}
