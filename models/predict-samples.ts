import type { CropHeader, PredictionItem } from '@/lib/contracts/prediction';
import { CROP_BYTES } from './facemesh/codec';
import type { CropPredictor } from './facemesh/crop-predictor';
import { mapToImage } from './pipeline';

/** Where crops come from and answers go: HTTP in the browser, the database on the command line. */
export interface SampleStore {
  /** the sample's network input, made by the server's code in either place */
  readCrop(sampleId: string, signal?: AbortSignal): Promise<{ readonly crop: Uint8Array; readonly header: CropHeader }>;
  storePredictions(items: PredictionItem[], signal?: AbortSignal): Promise<void>;
}

export interface PredictionProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: readonly FailedSample[];
}

export interface FailedSample {
  readonly sample: string;
  readonly reason: string;
}

export interface PredictSamplesOptions {
  readonly signal?: AbortSignal;
  /** after each stored batch */
  readonly onProgress?: (progress: PredictionProgress) => void;
}

/** Crops in one answer of the network and one write. */
const BATCH = 16;

/**
 * Runs a model over labelled samples, each batch stored before the next is asked for, so that a cancel loses nothing.
 * The next batch's crops are made while the network runs. A sample whose crop fails is told and passed over.
 *
 * @throws the signal's reason once it is aborted; an Error when the model or the store fails
 */
export async function predictSamples(
  ids: readonly string[],
  model: CropPredictor,
  store: SampleStore,
  { signal, onProgress }: PredictSamplesOptions = {},
): Promise<PredictionProgress> {
  const failed: FailedSample[] = [];
  let done = 0;
  const readBatch = async (first: number) => {
    const batch = ids.slice(first, first + BATCH);
    const crops = await Promise.all(
      batch.map(async (sample) => {
        try {
          return { sample, ...(await store.readCrop(sample, signal)) };
        } catch (error) {
          signal?.throwIfAborted();
          failed.push({ sample, reason: error instanceof Error ? error.message : String(error) });
          return null;
        }
      }),
    );
    return crops.filter((crop) => crop !== null);
  };
  // A failing look-ahead must not count as unhandled while the network still works on the batch before.
  const ahead = (first: number) => {
    const batch = readBatch(first);
    batch.catch(() => {});
    return batch;
  };
  let next = ahead(0);
  for (let first = 0; first < ids.length; first += BATCH) {
    const batch = await next;
    next = ahead(first + BATCH);
    signal?.throwIfAborted();
    if (batch.length > 0) await store.storePredictions(await predictBatch(model, batch, signal), signal);
    done = Math.min(first + BATCH, ids.length);
    onProgress?.({ done, total: ids.length, failed });
  }
  return { done, total: ids.length, failed };
}

async function predictBatch(
  model: CropPredictor,
  batch: readonly { readonly sample: string; readonly crop: Uint8Array; readonly header: CropHeader }[],
  signal: AbortSignal | undefined,
): Promise<PredictionItem[]> {
  const crops = new Uint8Array(batch.length * CROP_BYTES);
  batch.forEach(({ crop }, i) => {
    crops.set(crop, i * CROP_BYTES);
  });
  const { predictions, durationMsPerFace } = await model.predictCrops(crops, signal);
  return batch.map(({ sample, header }, i) => {
    const { landmarks, z, confidence } = mapToImage(predictions[i], header.frame);
    return {
      sample,
      cropRevision: header.revision,
      landmarks: landmarks.map(([x, y], k): [number, number] | [number, number, number] => (z ? [x, y, z[k]] : [x, y])),
      confidence,
      durationMs: durationMsPerFace,
    };
  });
}
