import type { ModelInfo } from '@/lib/contracts/model';
import { storeDetectedFaces } from '@/lib/server/detected-faces';
import { readGroundTruthCrop, readSamplePhoto } from '@/lib/server/images';
import { readModelFile, requireModel } from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { createFaceFinder, type FaceFinder } from '../blazeface/finder';
import { readPackageNetwork } from '../blazeface/package-node';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { type FaceMeshModel, parseModelFiles } from '../facemesh/model-files';
import { createKernelPredictor } from '../inference/kernel-predictor';
import { loadKernels } from '../inference/load-node';
import { type PhotoPredictor, predictPhoto } from '../pipeline';
import { startNodeBackend } from '../runtime/backend-node';
import type { SampleGateway } from '../runtime/sample-gateway';

/** A model's files, checked. */
export async function readStoredModel({ id, card }: ModelInfo): Promise<FaceMeshModel> {
  const manifest = JSON.parse(new TextDecoder().decode(await readModelFile(id, 'model.json')));
  return parseModelFiles(card, manifest, await readModelFile(id, 'weights.bin'));
}

/** A model of the workbench, ready on this thread. Dispose of it after use. */
export async function openStoredModel(id: string): Promise<CropPredictor> {
  const model = await readStoredModel(await requireModel(id));
  return createKernelPredictor(model.card, model.weights, await loadKernels());
}

/** Both detectors, on this thread. Dispose of them after use. */
export async function openFinder(): Promise<FaceFinder> {
  await startNodeBackend();
  return createFaceFinder({
    'close-up': await readPackageNetwork('close-up'),
    distant: await readPackageNetwork('distant'),
  });
}

/** A model of the workbench that finds the faces itself. Dispose of it after use. */
export async function openPhotoPredictor(id: string): Promise<PhotoPredictor> {
  const model = await openStoredModel(id);
  const finder = await openFinder();
  return {
    ...model,
    predictPhoto: (image, labelled, signal) => predictPhoto({ model, finder }, image, labelled, signal),
    dispose() {
      finder.dispose();
      model.dispose();
    },
  };
}

/** Crops, photos and predictions straight from and to the database: what the browser asks for over HTTP. */
export const databaseGateway = ({ card }: CropPredictor): SampleGateway => ({
  async fetchCrop(sample) {
    const { crop, header } = await readGroundTruthCrop(sample, card.input);
    return { pixels: new Uint8Array(crop.data), header };
  },
  fetchPhoto: readSamplePhoto,
  store: (predictions) => storePredictions(predictions),
  storeFaces: storeDetectedFaces,
});
