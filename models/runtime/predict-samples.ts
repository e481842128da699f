import type { CropHeader, PredictionItem, StoredPredictions } from '@/lib/contracts/prediction';
import { frameScale, toImage } from '@/lib/image/crop';
import { RequestError } from '@/lib/request';
import type { CropPrediction } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { httpGateway, type SampleCrop, type SampleGateway } from './sample-gateway';

export interface SampleFailure {
  readonly sample: string;
  readonly reason: string;
}

export interface PredictProgress {
  /** stored or failed */
  readonly done: number;
  readonly total: number;
  readonly failures: readonly SampleFailure[];
  /** since the start; null before the first batch */
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** A prediction as it was stored, with the errors that the server found. */
export type StoredItem = PredictionItem & Pick<StoredPredictions['stored'][number], 'error' | 'nme'>;

export interface PredictSamplesOptions {
  /** each takes batches by itself: one a GPU, several workers where the CPU computes */
  readonly predictors: readonly CropPredictor[];
  /** ends the run; what has been stored stays */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PredictProgress) => void;
  readonly onStored?: (items: readonly StoredItem[]) => void;
  readonly gateway?: SampleGateway;
}

/** Faces in one journey from crop to database. */
const BATCH = 16;
/** Crops that one batch asks for at a time; browsers open six connections to one server, and pages need some. */
const CROPS_IN_FLIGHT = 3;

/**
 * Runs a model over samples and stores what it says: crops from the server, the network here, landmarks in image px back.
 * A sample that cannot be cropped, predicted or stored is reported and passed over.
 *
 * @returns how the run ended; its failures name every sample without a new prediction
 * @throws the signal's reason when it is aborted; RequestError when the server is gone; what a predictor throws
 */
export async function predictSamples(
  samples: readonly string[],
  { predictors, signal, onProgress, onStored, gateway = httpGateway }: PredictSamplesOptions,
): Promise<PredictProgress> {
  const model = predictors[0].card.id;
  const batches = chunksOf(samples, BATCH);
  const failures: SampleFailure[] = [];
  const start = performance.now();
  let done = 0;

  const progress = (): PredictProgress => {
    const seconds = (performance.now() - start) / 1000;
    const imagesPerSecond = done > 0 && seconds > 0 ? done / seconds : null;
    return {
      done,
      total: samples.length,
      failures: [...failures],
      imagesPerSecond,
      secondsLeft: imagesPerSecond === null ? null : (samples.length - done) / imagesPerSecond,
    };
  };
  const fail = (sample: string, reason: unknown) =>
    failures.push({ sample, reason: reason instanceof Error ? reason.message : String(reason) });

  async function runBatch(batch: readonly string[], predictor: CropPredictor) {
    const cropped = await fetchCrops(batch);
    if (cropped.length > 0) {
      const { predictions, durationMsPerFace } = await predictor.predictCrops(
        concatenate(cropped.map(({ crop }) => crop.pixels)),
        signal,
      );
      const items = cropped.flatMap(({ sample, crop }, index) => {
        const item = toItem(sample, crop.header, predictions[index], durationMsPerFace);
        if (!item) fail(sample, 'the model gave coordinates that are no numbers');
        return item ?? [];
      });
      await store(items);
    }
    done += batch.length;
    onProgress?.(progress());
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
          rethrowIfOver(error);
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
      const { stored } = await gateway.store({ model, crop: 'ground-truth', items: [...items] }, signal);
      const answers = new Map(stored.map((answer) => [answer.sample, answer]));
      onStored?.(
        items.map((item) => {
          const answer = answers.get(item.sample);
          return { ...item, error: answer?.error ?? null, nme: answer?.nme ?? null };
        }),
      );
    } catch (error) {
      rethrowIfOver(error);
      if (items.length === 1) {
        fail(items[0].sample, error);
        return;
      }
      // the server takes a batch whole or not at all: alone, each answers for itself
      for (const item of items) await store([item]);
    }
  }

  /** What ends the whole run: a cancel, or a server that does not answer. */
  function rethrowIfOver(error: unknown) {
    signal?.throwIfAborted();
    if (error instanceof RequestError && error.status === 0) throw error;
  }

  onProgress?.(progress());
  // one lane more than predictors: while a batch is being computed, the next one's crops arrive
  await inParallel(predictors.length + 1, async (lane) => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      signal?.throwIfAborted();
      await runBatch(batch, predictors[lane % predictors.length]);
    }
  });
  return progress();
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

const inParallel = (count: number, work: (index: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

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
