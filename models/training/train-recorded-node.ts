import { fromFloat16Bits, toFloat16Bits } from '@/models/facemesh/float16';
import type { FaceMeshModel } from '@/models/facemesh/model-files';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import {
  PRETRAINED,
  parentIds,
  type RecordedSetsOptions,
  readRecorded,
  readShipped,
  recordedSets,
} from './recorded-run-node';
import type { TrainingRun } from './run-recorder';
import { type TrainOptions, train } from './trainer';

export interface RecordedOptions
  extends RecordedSetsOptions,
    Pick<TrainOptions, 'signal' | 'finishEarly' | 'onProgress'> {
  /** the folder of a run's checkpoint */
  readonly directoryOf: (id: string) => string;
  /** trains also the shipped models that it starts from and is taught by, each by its own record, before it */
  readonly anew?: boolean;
  /** models/pretrained where it is left out */
  readonly pretrained?: string;
  readonly note?: (line: string) => void;
}

/**
 * Trains what models/pretrained/<id>/training.json records, or goes on with it. What it starts from and is not shipped is
 * trained before it, and used as if it were: with weights rounded to float16.
 *
 * @returns the run of `id`, or of the one before it that was stopped
 * @throws TrainingError as train and readRecorded do
 */
export async function trainRecorded(id: string, options: RecordedOptions): Promise<TrainingRun> {
  const { pretrained = PRETRAINED, note = () => {}, anew = false } = options;
  const recorded = await readRecorded(id, pretrained);
  const { config } = recorded;
  const parents = new Map<string, Pick<FaceMeshModel, 'weights' | 'trainedOn'>>();
  for (const parent of parentIds(config)) {
    const shipped = anew ? null : await readShipped(parent, pretrained);
    if (shipped) {
      parents.set(parent, shipped);
      continue;
    }
    const run = await trainRecorded(parent, options);
    if (run.ended === 'stopped') return run;
    parents.set(parent, { weights: asShipped(run.weights), trainedOn: run.data.trainedOn });
  }
  const weightsOf = (parent: string | null | undefined) => (parent == null ? undefined : parents.get(parent)?.weights);
  const start = performance.now();
  const run = await train(config, {
    startFrom: weightsOf(config.startFrom),
    teacher: weightsOf(config.teacher?.model),
    parents: [...parents.values()].map(({ trainedOn }) => trainedOn ?? null),
    sets: recordedSets(recorded, options),
    directory: options.directoryOf(id),
    signal: options.signal,
    finishEarly: options.finishEarly,
    onProgress: options.onProgress,
  });
  const minutes = (performance.now() - start) / 60_000;
  note(
    `${id}: ${run.ended} after step ${run.step}, ${run.imagesPerSecond.toFixed(1)} images/s, ${minutes.toFixed(1)} min in this session`,
  );
  return run;
}

/** Weights as they are read back from a shipped folder. */
const asShipped = (weights: FaceMeshWeights): FaceMeshWeights =>
  new Map([...weights].map(([name, tensor]) => [name, { ...tensor, values: tensor.values.map(round) }]));

const round = (value: number) => fromFloat16Bits(toFloat16Bits(value));
