import type { PhotoPredictor } from '../pipeline';
import { landmarksOf, photoImage } from './photo-items';
import { inParallel, type PredictProgress, runProgress } from './run-progress';
import { httpGateway, type SampleGateway } from './sample-gateway';

export interface AnnotateProgress extends PredictProgress {
  /** faces found and stored */
  readonly faces: number;
  /** images in which none was found */
  readonly withoutFace: number;
}

export interface AnnotateSamplesOptions {
  /** each takes an image at a time */
  readonly predictors: readonly PhotoPredictor[];
  /** ends the run; what has been stored stays */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnnotateProgress) => void;
  readonly gateway?: SampleGateway;
}

/**
 * Finds the faces of images that nobody has labelled, predicts their landmarks, and stores each face as labels by the
 * model, to be reviewed. An image that has labels by now, or cannot be read, is reported and passed over.
 *
 * @throws the signal's reason when it is aborted; RequestError when the server is gone
 */
export async function annotateSamples(
  samples: readonly string[],
  { predictors, signal, onProgress, gateway = httpGateway }: AnnotateSamplesOptions,
): Promise<AnnotateProgress> {
  const run = runProgress(samples.length);
  let faces = 0;
  let withoutFace = 0;
  const progress = (): AnnotateProgress => ({ ...run.now(), faces, withoutFace });

  async function annotate(sample: string, predictor: PhotoPredictor): Promise<void> {
    const photo = await gateway.fetchPhoto(sample, signal);
    if (photo.header.revision > 0) throw new Error(`sample ${sample}: expected an image without labels, found labels`);
    const found = await predictor.predictPhoto(photoImage(sample, photo), null, signal);
    const stored = found.map((face) => ({
      landmarks: landmarksOf(face),
      box: face.box,
      confidence: face.confidence,
      durationMs: face.durationMs,
    }));
    await gateway.storeFaces(sample, { model: predictor.card.id, faces: stored }, signal);
    faces += stored.length;
    if (stored.length === 0) withoutFace++;
  }

  onProgress?.(progress());
  const queue = [...samples];
  // one lane more than predictors: while an image is searched, the next one arrives
  await inParallel(predictors.length + 1, async (lane) => {
    for (let sample = queue.shift(); sample !== undefined; sample = queue.shift()) {
      signal?.throwIfAborted();
      try {
        await annotate(sample, predictors[lane % predictors.length]);
      } catch (error) {
        run.fail(sample, error, signal);
      }
      run.finish(1);
      onProgress?.(progress());
    }
  });
  return progress();
}
