import type { PredictionItem } from '@/lib/contracts/prediction';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { PhotoPredictor } from '../pipeline';
import type { SampleGateway, SamplePhoto } from './sample-gateway';

/** The model's own coordinates, when a face is to be stored. @throws Error when one is not finite */
export function landmarksOf({ landmarks, z }: FacePrediction): PredictionItem['landmarks'] {
  const points = landmarks.map(([x, y], i): [number, number] | [number, number, number] => (z ? [x, y, z[i]] : [x, y]));
  if (points.every((point) => point.every(Number.isFinite))) return points;
  throw new Error('the model gave coordinates that are no numbers');
}

/** @throws Error when the body is not of the size that its header says */
export function photoImage(sample: string, { header, pixels }: SamplePhoto): RgbImage {
  const { width, height } = header;
  const bytes = 3 * width * height;
  if (pixels.length !== bytes) {
    throw new Error(`sample ${sample}: expected a photo of ${bytes} bytes, found ${pixels.length}`);
  }
  return { width, height, data: pixels };
}

/**
 * What a model says of a sample when the detector finds its face: `landmarks` is [] where it has not found it.
 *
 * @throws Error when nobody has labelled the sample, so that nobody can say which face is meant
 */
export async function photoItem(
  sample: string,
  predictor: PhotoPredictor,
  gateway: Pick<SampleGateway, 'fetchPhoto'>,
  signal?: AbortSignal,
): Promise<PredictionItem> {
  const photo = await gateway.fetchPhoto(sample, signal);
  const { labelled, revision } = photo.header;
  if (!labelled) {
    throw new Error(
      `sample ${sample}: expected labels that say which face is meant, found none; detect and annotate it`,
    );
  }
  const start = performance.now();
  const [face] = await predictor.predictPhoto(photoImage(sample, photo), labelled, signal);
  return {
    sample,
    cropRevision: revision,
    landmarks: face ? landmarksOf(face) : [],
    confidence: face?.confidence ?? null,
    durationMs: face?.durationMs ?? performance.now() - start,
  };
}
