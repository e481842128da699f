import type { CropHeader, PredictionItem, StoredPredictions } from '@/lib/contracts/prediction';
import { frameScale, toImage } from '@/lib/image/crop';
import type { CropPrediction } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import type { PhotoPredictor } from '../pipeline';
import { photoItem } from './photo-items';
import { inParallel, type PredictProgress, rethrowIfOver, runProgress } from './run-progress';
import { httpGateway, type SampleCrop, type SampleGateway } from './sample-gateway';

/** A prediction as it was stored, with the errors that the server found. */
export type StoredItem = PredictionItem & Pick<StoredPredictions['stored'][number], 'error' | 'nme'>;

export type PredictSamplesOptions = CropChoice & RunOptions;

/** Where the crops come from; the detector's need predictors that find faces. Each takes batches by itself: one a GPU, several workers where the CPU computes. */
type CropChoice =
  | { readonly crop?: 'ground-truth'; readonly predictors: readonly CropPredictor[] }
  | { readonly crop: 'detector'; readonly predictors: readonly PhotoPredictor[] };

interface RunOptions {
  /** ends the run; what has been stored stays */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly onStored?: (items: readonly StoredItem[]) => void;
  readonly gateway?: SampleGateway;
}

/** Faces in one journey from crop to database. */
const BATCH = 16;
/** Searching a photo takes as long as predicting many crops. */
const PHOTO_BATCH = 4;
/** Crops that one batch asks for at a time; browsers open six connections to one server, and pages need some. */
const CROPS_IN_FLIGHT = 3;

/**
 * Runs a model over samples and stores what it says: crops (or, to find the face too, photos) from the server, the network
 * here, landmarks in image px back.
 * A sample that cannot be cropped, predicted or stored is reported and passed over.
 *
 * @returns how the run ended; its failures name every sample without a new prediction
 * @throws the signal's reason when it is aborted; RequestError when the server is gone; what a predictor throws
 */
export async function predictSamples(
  samples: readonly string[],
  options: PredictSamplesOptions,
): Promise<PredictProgress> {
  const { predictors, signal, onProgress, onStored, gateway = httpGateway } = options;
  const model = predictors[0].card.id;
  const crop = options.crop ?? 'ground-truth';
  const batches = chunksOf(samples, crop === 'detector' ? PHOTO_BATCH : BATCH);
  const run = runProgress(samples.length);
  const fail = (sample: string, reason: unknown) => run.fail(sample, reason, signal);

  async function runBatch(batch: readonly string[], lane: number) {
    const items =
      options.crop === 'detector'
        ? await itemsOfPhotos(batch, options.predictors[lane])
        : await itemsOfCrops(batch, predictors[lane]);
    await store(items);
    run.finish(batch.length);
    onProgress?.(run.now());
  }

  async function itemsOfCrops(batch: readonly string[], predictor: CropPredictor): Promise<PredictionItem[]> {
    const cropped = await fetchCrops(batch);
    if (cropped.length === 0) return [];
    const { predictions, durationMsPerFace } = await predictor.predictCrops(
      concatenate(cropped.map(({ crop }) => crop.pixels)),
      signal,
    );
    return cropped.flatMap(({ sample, crop }, index) => {
      const item = toItem(sample, crop.header, predictions[index], durationMsPerFace);
      if (!item) fail(sample, 'the model gave coordinates that are no numbers');
      return item ?? [];
    });
  }

  async function itemsOfPhotos(batch: readonly string[], predictor: PhotoPredictor): Promise<PredictionItem[]> {
    const items: PredictionItem[] = [];
    for (const sample of batch) {
      try {
        items.push(await photoItem(sample, predictor, gateway, signal));
      } catch (error) {
        fail(sample, error);
      }
    }
    return items;
  }

  async function fetchCrops(batch: readonly string[]) {
    const found = new Map<string, SampleCrop>();
    const queue = [...batch];
    await inParallel(CROPS_IN_FLIGHT, async () => {
      for (let sample = queue.shift(); sample !== undefined; sample = queue.shift()) {
        try {
          const crop = await gateway.fetchCrop(sample, model, signal);
          const bytes = 3 * crop.header.frame.size ** 2;
          if (crop.pixels.length !== bytes) {
            throw new Error(`sample ${sample}: expected a crop of ${bytes} bytes, found ${crop.pixels.length}`);
          }
          found.set(sample, crop);
        } catch (error) {
          fail(sample, error);
        }
      }
    });
    return batch.flatMap((sample) => {
      const crop = found.get(sample);
      return crop ? { sample, crop } : [];
    });
  }

  async function store(items: readonly PredictionItem[]): Promise<void> {
    if (items.length === 0) return;
    try {
      const { stored } = await gateway.store({ model, crop, items: [...items] }, signal);
      const answers = new Map(stored.map((answer) => [answer.sample, answer]));
      onStored?.(
        items.map((item) => {
          const answer = answers.get(item.sample);
          return { ...item, error: answer?.error ?? null, nme: answer?.nme ?? null };
        }),
      );
    } catch (error) {
      rethrowIfOver(error, signal);
      if (items.length === 1) {
        fail(items[0].sample, error);
        return;
      }
      // the server takes a batch whole or not at all: alone, each answers for itself
      for (const item of items) await store([item]);
    }
  }

  onProgress?.(run.now());
  // one lane more than predictors: while a batch is being computed, the next one's crops arrive
  await inParallel(predictors.length + 1, async (lane) => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      signal?.throwIfAborted();
      await runBatch(batch, lane % predictors.length);
    }
  });
  return run.now();
}

/** null when a coordinate is not finite */
function toItem(
  sample: string,
  { frame, revision }: CropHeader,
  { landmarks, z, confidence }: CropPrediction,
  durationMs: number,
): PredictionItem | null {
  const depth = z?.map((value) => value * frameScale(frame));
  const points = landmarks.map((point, index): [number, number] | [number, number, number] => {
    const [x, y] = toImage(frame, point);
    return depth ? [x, y, depth[index]] : [x, y];
  });
  if (!points.every((point) => point.every(Number.isFinite))) return null;
  return { sample, cropRevision: revision, landmarks: points, confidence, durationMs };
}

const chunksOf = <T>(items: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
