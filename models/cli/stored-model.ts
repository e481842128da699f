import { readGroundTruthCrop } from '@/lib/server/images';
import { readModelFile, requireModel } from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { type CropPredictor, createCropPredictor } from '../facemesh/crop-predictor';
import { parseModelFiles } from '../facemesh/model-files';
import type { SampleStore } from '../predict-samples';
import { startNodeBackend } from '../runtime/backend-node';

/** A model of the workbench, ready on this thread. Dispose of it after use. */
export async function openStoredModel(id: string): Promise<CropPredictor> {
  const { card } = await requireModel(id);
  const manifest = JSON.parse(new TextDecoder().decode(await readModelFile(id, 'model.json')));
  const model = await parseModelFiles(card, manifest, await readModelFile(id, 'weights.bin'));
  await startNodeBackend();
  return createCropPredictor(model.card, model.weights);
}

/** Crops and predictions straight from and to the database: what the browser does over HTTP. */
export function databaseStore({ card }: CropPredictor): SampleStore {
  return {
    async readCrop(sampleId) {
      const { crop, header } = await readGroundTruthCrop(sampleId, card.input);
      return { crop: new Uint8Array(crop.data), header };
    },
    async storePredictions(items) {
      await storePredictions({ model: card.id, crop: 'ground-truth', items });
    },
  };
}
