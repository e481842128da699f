import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '@/lib/contracts/model-card';
import { decodeImage } from '@/lib/image/decode-node';
import { createCropPredictor } from '@/models/facemesh/crop-predictor';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { measureFaceless, measureSet } from './measure-model';
import type { PreparedData } from './prepare';

const SEED = 5;

/**
 * What a shipped card says of a model: every set's held-out faces, and pictures that show none.
 *
 * @param dataRoot the folder of the sets; frames of a table lie there, in video/no-face-frames
 */
export async function measureHeldOut(
  card: ModelCard,
  weights: FaceMeshWeights,
  { meanShape, validation }: PreparedData,
  dataRoot: string,
): Promise<ModelCard['metrics']> {
  const model = createCropPredictor(card, weights);
  const metrics: ModelCard['metrics'] = {};
  for (const set of new Set(validation.map((face) => face.set))) {
    const faces = validation.filter((face) => face.set === set);
    metrics[set] = { ...(await measureSet(model, faces, meanShape, SEED)) };
  }
  // what they show was never trained on
  const folder = path.join(dataRoot, 'video/no-face-frames');
  const files = await readdir(folder).catch(() => []);
  const frames = files.filter((file) => /\.(jpg|png)$/.test(file)).sort();
  if (frames.length > 0) {
    const images = [];
    for (const file of frames) images.push(await decodeImage(await readFile(path.join(folder, file))));
    metrics['pictures without a face'] = {
      images: frames.length,
      facelessCropsBelow: await measureFaceless(model, images, SEED),
    };
  }
  model.dispose();
  return metrics;
}
