import { readGroundTruthCrop } from '@/lib/server/images';
import { readModelFile, requireModel } from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { type CropPredictor, createCropPredictor } from '../facemesh/crop-predictor';
import { parseModelFiles } from '../facemesh/model-files';
import { startNodeBackend } from '../runtime/backend-node';
import type { SampleGateway } from '../runtime/sample-gateway';

/** A model of the workbench, ready on this thread. Dispose of it after use. */
export async function openStoredModel(id: string): Promise<CropPredictor> {
  const { card } = await requireModel(id);
  const manifest = JSON.parse(new TextDecoder().decode(await readModelFile(id, 'model.json')));
  const model = await parseModelFiles(card, manifest, await readModelFile(id, 'weights.bin'));
  await startNodeBackend();
  return createCropPredictor(model.card, model.weights);
}

/** Crops and predictions straight from and to the database: what the browser asks for over HTTP. */
export const databaseGateway = ({ card }: CropPredictor): SampleGateway => ({
  async fetchCrop(sample) {
    const { crop, header } = await readGroundTruthCrop(sample, card.input);
    return { pixels: new Uint8Array(crop.data), header };
  },
  store: storePredictions,
});
