import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { faceBox } from '@/lib/image/crop';
import type { ImagePoint } from '@/lib/landmarks/geometry';
import { type CropPredictor, createCropPredictor } from '@/models/facemesh/crop-predictor';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { predictFace } from '@/models/pipeline';
import { startNodeBackend } from '@/models/runtime/backend-node';
import type { LabelledSet } from './labelled-sets';

const PRETRAINED = path.resolve(import.meta.dirname, '../../models/pretrained');

/** @param folder of a model; the shipped one where it is left out. @returns null where it has no weights */
export async function openModel(folder = path.join(PRETRAINED, 'facemesh-68')): Promise<CropPredictor | null> {
  await startNodeBackend();
  if (!existsSync(path.join(folder, 'model.json'))) return null;
  const { card, weights } = await readModelFolder(folder);
  return createCropPredictor(card, weights);
}

export type Predict = (faces: readonly QualityFace[]) => Promise<ModelPredictions>;

/** The model's answers to faces of a set, cropped around their labels as an evaluation does. */
export const predictorOf =
  (set: Pick<LabelledSet, 'readImage'>, model: CropPredictor): Predict =>
  async (faces) => {
    const points = new Map<string, readonly ImagePoint[]>();
    for (const face of faces) {
      const box = faceBox(face.annotation.points.slice(0, 68));
      points.set(face.id, (await predictFace(model, await set.readImage(face), box)).landmarks);
    }
    return { model: model.card.id, points };
  };
