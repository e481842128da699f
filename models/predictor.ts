import type { Predictor } from '@/lib/evaluation/predictor';
import type { FaceBox } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { CropPredictor } from './facemesh/crop-predictor';
import { type FaceRegion, predictFaces } from './pipeline';

/** Finds the faces of an image; the boxes mean what ground-truth boxes mean, the tight box of the 68 landmarks. */
export type FindFaces = (image: RgbImage) => Promise<readonly Pick<FaceRegion, 'box' | 'angleRad'>[]>;

/**
 * A FaceMesh model as the evaluation sees it; the model may live in this thread or behind a worker.
 *
 * @param findFaces where crops come from when a request brings no boxes
 */
export function createFaceMeshPredictor(model: CropPredictor, findFaces?: FindFaces): Predictor {
  const regionsOf = async (image: RgbImage, boxes: readonly FaceBox[] | null): Promise<FaceRegion[]> => {
    if (boxes) return boxes.map((box) => ({ image, box }));
    if (!findFaces) throw new Error(`${model.card.id}: expected face boxes or a detector, found neither`);
    return (await findFaces(image)).map((face) => ({ image, ...face }));
  };
  return {
    id: model.card.id,
    async predict({ loadImage, boxes }, signal) {
      signal?.throwIfAborted();
      if (boxes?.length === 0) return [];
      return predictFaces(model, await regionsOf(await loadImage(), boxes), signal);
    },
  };
}
