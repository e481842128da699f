/**
 * Writes the shipped folder of a model from its run's last checkpoint, measured on what was held out:
 *
 *   npx tsx models/training/export-pretrained.ts facemesh-68 [--data ../shared/data] [--out .workbench/training]
 */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelCard } from '@/lib/contracts/model-card';
import { TRAINED_ON_FILE } from '@/lib/datasets/trained-on';
import { decodeImage } from '@/lib/image/decode-node';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { createCropPredictor } from '@/models/facemesh/crop-predictor';
import { formatModelFiles, MODEL_FILES } from '@/models/facemesh/model-files';
import { countTrainableParameters, parseWeights } from '@/models/facemesh/weights';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { buildKernels } from './build-kernels.mjs';
import { assertFits } from './checkpoint';
import { readCheckpoint } from './checkpoint-node';
import { loadKernels } from './kernels/load-node';
import { measureFaceless, measureSet } from './measure-model';
import { modelCard } from './model-card';
import { parseConfig } from './parse-config';
import { type PreparedData, prepareData } from './prepare';
import { readParents, readRecorded, recordedSets } from './recorded-run-node';
import { weightsOf } from './run-recorder';
import { TrainingError } from './training-set';

const root = path.resolve(import.meta.dirname, '../..');
const MEASURE_SEED = 5;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, out: { type: 'string' } },
});

async function main(): Promise<void> {
  const [id] = positionals;
  if (!id) throw new TrainingError('export-pretrained: expected the id of a folder in models/pretrained, found none');
  const dataRoot = path.resolve(root, values.data ?? '../shared/data');
  const directory = path.resolve(root, values.out ?? '.workbench/training', id);
  const recorded = await readRecorded(id);
  const config = parseConfig(recorded.config);
  const checkpoint = await readCheckpoint(directory);
  if (!checkpoint) throw new TrainingError(`export-pretrained: ${directory}: expected a checkpoint, found none`);
  const data = await prepareData(config, recordedSets(recorded, { dataRoot: values.data }), {
    parents: [...(await readParents(config)).values()].map(({ trainedOn }) => trainedOn ?? null),
  });
  assertFits(checkpoint, config, data.fingerprint);
  await buildKernels({ ifStale: true });
  const weights = weightsOf(config, await loadKernels(), checkpoint.state);
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const written = modelCard(config, data, {
    step: checkpoint.state.engine.step,
    parameters: countTrainableParameters(FACEMESH_CONFIGS[config.architecture]),
    commit,
    curves: checkpoint.curves,
    notes: recorded.notes,
  });
  const draft = { ...written, ...recorded.card };

  await startNodeBackend();
  // measured as shipped: what float16 costs is in the numbers
  const shipped = await formatModelFiles({ card: draft, weights }, 'float16');
  const metrics = await measure(shipped.card, parseWeights(shipped.manifest, shipped.bytes), data, dataRoot);
  const { card, manifest, bytes, trainedOnBytes } = await formatModelFiles(
    { card: { ...draft, metrics }, weights, trainedOn: data.trainedOn },
    'float16',
  );
  const folder = path.join(root, 'models/pretrained', id);
  await writeFile(path.join(folder, MODEL_FILES.weights), bytes);
  if (trainedOnBytes) await writeFile(path.join(folder, TRAINED_ON_FILE), trainedOnBytes);
  await writeFile(path.join(folder, MODEL_FILES.manifest), `${JSON.stringify(manifest)}\n`);
  await writeFile(path.join(folder, MODEL_FILES.card), `${JSON.stringify(card, null, 2)}\n`);
  for (const [set, metric] of Object.entries(metrics)) console.log(set, JSON.stringify(metric));
  console.log(`${folder}: step ${checkpoint.state.engine.step} of ${config.steps}, ${bytes.length} bytes`);
}

async function measure(
  card: ModelCard,
  weights: Parameters<typeof createCropPredictor>[1],
  data: PreparedData,
  dataRoot: string,
): Promise<ModelCard['metrics']> {
  const { meanShape, validation } = data;
  if (!meanShape)
    throw new TrainingError('export-pretrained: expected every landmark in some training image, found one in none');
  const model = createCropPredictor(card, weights);
  const metrics: ModelCard['metrics'] = {};
  for (const set of new Set(validation.map((face) => face.set))) {
    const faces = validation.filter((face) => face.set === set);
    metrics[set] = { ...(await measureSet(model, faces, meanShape, MEASURE_SEED)) };
  }
  // frames of a table: what they show was never trained on
  const folder = path.join(dataRoot, 'video/no-face-frames');
  const files = await readdir(folder).catch(() => []);
  const frames = files.filter((file) => /\.(jpg|png)$/.test(file)).sort();
  if (frames.length > 0) {
    const images = [];
    for (const file of frames) images.push(await decodeImage(await readFile(path.join(folder, file))));
    metrics['pictures without a face'] = {
      images: frames.length,
      facelessCropsBelow: await measureFaceless(model, images, MEASURE_SEED),
    };
  }
  model.dispose();
  return metrics;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
