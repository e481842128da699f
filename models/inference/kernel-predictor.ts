import type { ModelCard } from '@/lib/contracts/model-card';
import { CROP_BYTES, type CropPrediction, countCrops, decodeOutputs } from '../facemesh/codec';
import { facemeshConfigOf } from '../facemesh/config';
import { type CropPredictor, predictInBatches } from '../facemesh/crop-predictor';
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

  function lookAtAll(crops: Uint8Array): CropPrediction[] {
    return Array.from({ length: countCrops(crops) }, (_, i) => {
      const crop = crops.subarray(i * CROP_BYTES, (i + 1) * CROP_BYTES);
      const plain = look(crop);
      return card.input.mirrorAverage ? averageMirrored(plain, look(mirrorCrops(crop))) : plain;
    });
  }

  return {
    card,
    predictCrops: (crops, signal) => predictInBatches(crops, lookAtAll, signal),
    dispose() {
      // the memory goes with the network
      network = null;
    },
  };
}
