import { readFile } from 'node:fs/promises';
import type { TrainingConfig, TrainingProgress } from '@/lib/contracts/training-config';
import { assertIdFree, registerModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { inWorkbench } from '@/lib/server/workbench-dir';
import { FACEMESH_CONFIGS } from '../facemesh/config';
import { modelFolder } from '../facemesh/model-folder';
import { countTrainableParameters } from '../facemesh/weights';
import { buildKernels } from '../training/build-kernels.mjs';
import { modelCard } from '../training/model-card';
import { parseConfig } from '../training/parse-config';
import { progressLine } from '../training/progress-line';
import { train as runTraining, type TrainOptions } from '../training/trainer';
import { attend } from './attend';
import { type Command, type CommandResult, requireOption, UsageError } from './command';
import { databaseSets } from './database-sets';
import { namedWeights } from './named-weights';

const TELL_EVERY_MS = 5000;

async function readConfig(file: string) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--config: expected a JSON file, could not read ${file}`, { cause });
  }
  try {
    return parseConfig(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UsageError(`--config: ${file}: expected JSON, found ${error.message}`, { cause: error });
    throw error;
  }
}

export const train: Command = {
  name: 'train',
  usage: 'train --config FILE [--allow-overlap]',
  summary: 'train a network on datasets of the workbench; goes on where it was stopped',
  options: {
    config: { type: 'string' },
    'allow-overlap': { type: 'boolean' },
    /** for the server's queue: every progress event as a line of JSON on standard error */
    'progress-json': { type: 'boolean' },
    /** the same: `stop` and `finish` are heard on standard input, and its end is the server's */
    attended: { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options, { note, signal }) {
    const read = await readConfig(requireOption(options, 'config'));
    const config = options['allow-overlap'] ? { ...read, allowOverlap: true } : read;
    let told = Number.NEGATIVE_INFINITY;
    const tell = (progress: TrainingProgress) => {
      if (options['progress-json']) return note(JSON.stringify(progress));
      if (!progress.validation && performance.now() - told < TELL_EVERY_MS) return;
      told = performance.now();
      note(progressLine(progress));
    };
    const attendant = options.attended ? attend() : null;
    try {
      const stop = attendant ? AbortSignal.any([signal, attendant.stop]) : signal;
      return await trainOnWorkbench(config, { signal: stop, finishEarly: attendant?.finishEarly, onProgress: tell });
    } finally {
      attendant?.release();
    }
  },
};

/** Trains on the workbench's own sets; a run that came to its end becomes one of its models. */
async function trainOnWorkbench(
  config: TrainingConfig,
  options: Pick<TrainOptions, 'signal' | 'finishEarly' | 'onProgress'>,
): Promise<CommandResult> {
  await ready();
  // now, and not after hours of training
  await assertIdFree(config.model, 'trained');
  await buildKernels({ ifStale: true });
  const named = await namedWeights(config);
  const directory = inWorkbench('training', config.model);
  const run = await runTraining(config, { ...options, ...named, sets: databaseSets, directory });
  if (run.ended === 'stopped') {
    const lines = [`stopped after step ${run.step}; the same command goes on from there`];
    return { json: { model: config.model, ended: run.ended, step: run.step }, lines };
  }
  const card = modelCard(config, run.data, {
    step: run.step,
    parameters: countTrainableParameters(FACEMESH_CONFIGS[config.architecture]),
    commit: null,
    curves: run.curves,
  });
  const metrics = Object.fromEntries(Object.entries(run.validation ?? {}).map(([set, result]) => [set, { ...result }]));
  const model = await registerModel(
    await modelFolder({ card: { ...card, metrics }, weights: run.weights, trainedOn: run.data.trainedOn }),
    'trained',
  );
  return {
    json: {
      model: model.id,
      ended: run.ended,
      step: run.step,
      imagesPerSecond: run.imagesPerSecond,
      validation: run.validation,
    },
    lines: [
      `${model.id}: trained for ${run.step} steps, ${run.imagesPerSecond.toFixed(1)} images a second`,
      ...Object.entries(run.validation ?? {}).map(
        ([set, { me, std, nmeInterOcular }]) =>
          `  ${set}: ME ${me.toFixed(2)} ± ${std.toFixed(2)} px, NME ${nmeInterOcular.toFixed(2)} %`,
      ),
    ],
  };
}
