import type { FacePrediction } from '@/lib/evaluation/predictor';
import { type CropFrame, cropFrame, extractCrop, type FaceBox, frameScale, toImage } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { FaceFinder } from './blazeface/finder';
import { CROP_BYTES, type CropPrediction } from './facemesh/codec';
import type { CropPredictor } from './facemesh/crop-predictor';

/** A face to look at. */
export interface FaceRegion {
  readonly image: RgbImage;
  readonly box: FaceBox;
  /** rotation of the face in the image, clockwise; only square crops follow it */
  readonly angleRad?: number;
}

/** A crop's answer, brought back to image px. */
export function mapToImage(
  { landmarks, z, confidence }: CropPrediction,
  frame: CropFrame,
): Omit<FacePrediction, 'box' | 'durationMs'> {
  const scale = frameScale(frame);
  return {
    landmarks: landmarks.map((point) => toImage(frame, point)),
    z: z?.map((depth) => depth * scale) ?? null,
    confidence,
  };
}

/**
 * Image → crop → network → image px, for any number of faces in one batch. The one path of the browser's worker, the
 * command line and the live demo.
 *
 * @returns one a region, in their order
 */
export async function predictFaces(
  model: CropPredictor,
  regions: readonly FaceRegion[],
  signal?: AbortSignal,
): Promise<FacePrediction[]> {
  if (regions.length === 0) return [];
  const { input } = model.card;
  const start = performance.now();
  const crops = new Uint8Array(regions.length * CROP_BYTES);
  const frames = regions.map(({ image, box, angleRad }, i) => {
    const frame = cropFrame(input.crop, box, image, input.size, angleRad);
    crops.set(extractCrop(image, frame, input).data, i * CROP_BYTES);
    return frame;
  });
  const cropMs = (performance.now() - start) / regions.length;
  const { predictions, durationMsPerFace } = await model.predictCrops(crops, signal);
  return predictions.map((prediction, i) => ({
    box: regions[i].box,
    ...mapToImage(prediction, frames[i]),
    durationMs: cropMs + durationMsPerFace,
  }));
}

/** predictFaces for one face. */
export async function predictFace(model: CropPredictor, image: RgbImage, box: FaceBox): Promise<FacePrediction> {
  const [face] = await predictFaces(model, [{ image, box }]);
  return face;
}

/** A model that finds the faces of photos itself, wherever it runs. */
export interface PhotoPredictor extends CropPredictor {
  /** See predictPhoto; a worker takes the picture's buffer over. */
  predictPhoto(image: RgbImage, labelled: FaceBox | null, signal?: AbortSignal): Promise<readonly FacePrediction[]>;
}

/**
 * The faces of a photo, found by the detectors and predicted.
 *
 * @param labelled tight box of the landmarks of the one face that is wanted, image px; null for all of them
 * @returns [] where no face, or not that one, was found
 */
export async function predictPhoto(
  { model, finder }: { readonly model: CropPredictor; readonly finder: FaceFinder },
  image: RgbImage,
  labelled: FaceBox | null,
  signal?: AbortSignal,
): Promise<FacePrediction[]> {
  const wanted = labelled && (await finder.findLabelled(image, labelled, signal));
  const faces = labelled ? (wanted ? [wanted] : []) : await finder.find(image, signal);
  return predictFaces(
    model,
    faces.map(({ box, angleRad }) => ({ image, box, angleRad })),
    signal,
  );
}
