import { readdir, rm } from 'node:fs/promises';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { PredictedPoints } from '@/lib/datasets/quality/quality-face';
import { groundTruthBox } from '@/lib/metrics/point-errors';
import { requireDatasetByName } from '@/lib/server/datasets';
import { readImage } from '@/lib/server/images';
import { newestSequence } from '@/lib/server/label-versions';
import { readAnnotation, readTrainingDataset } from '@/lib/server/training-samples';
import { inWorkbench } from '@/lib/server/workbench-dir';
import { assignFolds } from '../doctor/folds';
import { FACEMESH_CONFIGS } from '../facemesh/config';
import { createCropPredictor } from '../facemesh/crop-predictor';
import { formatModelFiles } from '../facemesh/model-files';
import { countTrainableParameters } from '../facemesh/weights';
import { predictFace } from '../pipeline';
import { startNodeBackend } from '../runtime/backend-node';
import { buildKernels } from '../training/build-kernels.mjs';
import { modelCard } from '../training/model-card';
import { parseConfig } from '../training/parse-config';
import { train } from '../training/trainer';
import { databaseSets } from './database-sets';

const BATCH = 16;

export interface OutOfFoldOptions {
  readonly folds: number;
  /** of each training */
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null, message: string) => void;
}

/**
 * Answers to a dataset's faces by models that have not seen their labels: the set is parted into folds, photos and persons
 * whole, and each fold is looked at by a small network trained on the others. Stopped, it goes on where it was; once the
 * labels change it begins anew.
 *
 * @throws UserError for an unknown set; RangeError for too few photos; TrainingError; the signal's reason
 */
export async function outOfFoldAnswers(
  name: string,
  { folds: count, steps, signal, progress }: OutOfFoldOptions,
): Promise<ModelPredictions> {
  const dataset = await requireDatasetByName(name);
  const { samples } = await readTrainingDataset(name);
  const keysOf = ({ imageId, person }: (typeof samples)[number]) => [
    imageId,
    ...(person === null ? [] : [`person ${person}`]),
  ];
  const folds = assignFolds(
    samples.map((sample) => ({ name: sample.key, keys: keysOf(sample) })),
    count,
  );
  const home = inWorkbench('doctor', dataset.id);
  const run = `folds-${count}-${steps}-labels-${await newestSequence(dataset.id)}`;
  await keepOnly(home, run);
  await buildKernels({ ifStale: true });
  await startNodeBackend();
  const points = new Map<string, PredictedPoints>();
  for (let fold = 0; fold < count; fold++) {
    const own = new Set(samples.flatMap(({ key }, i) => (folds[i] === fold ? [key] : [])));
    const trained = await train(
      {
        model: `fold-${fold + 1}`,
        title: `Fold ${fold + 1} of ${count}`,
        architecture: 'shallow',
        data: [{ dataset: name }],
        batch: BATCH,
        steps,
        warmupSteps: Math.min(200, Math.ceil(steps / 10)),
        validateEvery: steps,
        fitDepth: false,
        depthWeight: 0,
        confidenceWeight: 0,
        negatives: 0,
      },
      {
        sets: {
          async open(wanted) {
            const set = await databaseSets.open(wanted);
            return { ...set, faces: set.faces.filter((face) => !own.has(face.name)) };
          },
        },
        directory: `${home}/${run}/${fold + 1}`,
        signal,
        onProgress: ({ step }) =>
          progress(fold * steps + step, count * steps, `training ${fold + 1} of ${count} on the other folds, steps`),
      },
    );
    signal.throwIfAborted();
    const config = parseConfig(trained.config);
    const draft = modelCard(config, trained.data, {
      step: trained.step,
      parameters: countTrainableParameters(FACEMESH_CONFIGS[config.architecture]),
      commit: null,
      curves: trained.curves,
    });
    const { card } = await formatModelFiles({ card: draft, weights: trained.weights }, 'float32');
    const model = createCropPredictor(card, trained.weights);
    try {
      for (const { id, imageId, key } of samples) {
        if (!own.has(key)) continue;
        signal.throwIfAborted();
        const box = groundTruthBox(await readAnnotation(id));
        if (box) points.set(id, (await predictFace(model, await readImage(imageId), box)).landmarks);
      }
    } finally {
      model.dispose();
    }
  }
  return { model: `out of ${count} folds, ${steps} steps each`, points };
}

/** Checkpoints of trainings on other labels, or of another plan, are of no use any more. */
async function keepOnly(home: string, run: string): Promise<void> {
  const entries = await readdir(home).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    if (entry.startsWith('folds-') && entry !== run) await rm(`${home}/${entry}`, { recursive: true, force: true });
  }
}
