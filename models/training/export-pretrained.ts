/**
 * Writes the shipped folder of a model from its run's last checkpoint, measured on what was held out:
 *
 *   npx tsx models/training/export-pretrained.ts facemesh-68 [--data ../shared/data] [--out .workbench/training]
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TRAINED_ON_FILE } from '@/lib/datasets/trained-on';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { formatModelFiles, MODEL_FILES } from '@/models/facemesh/model-files';
import { countTrainableParameters, parseWeights } from '@/models/facemesh/weights';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { buildKernels } from './build-kernels.mjs';
import { assertFits } from './checkpoint';
import { readCheckpoint } from './checkpoint-node';
import { loadKernels } from './kernels/load-node';
import { measureHeldOut } from './measure-held-out-node';
import { modelCard } from './model-card';
import { dataFolder, prepareRecorded, readRecorded } from './recorded-run-node';
import { weightsOf } from './run-recorder';
import { TrainingError } from './training-set';

const root = path.resolve(import.meta.dirname, '../..');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, out: { type: 'string' } },
});

async function main(): Promise<void> {
  const [id] = positionals;
  if (!id) throw new TrainingError('export-pretrained: expected the id of a folder in models/pretrained, found none');
  const directory = path.resolve(root, values.out ?? '.workbench/training', id);
  const recorded = await readRecorded(id);
  const checkpoint = await readCheckpoint(directory);
  if (!checkpoint) throw new TrainingError(`export-pretrained: ${directory}: expected a checkpoint, found none`);
  const { config, data } = await prepareRecorded(recorded, { dataRoot: values.data });
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
  const metrics = await measureHeldOut(
    shipped.card,
    parseWeights(shipped.manifest, shipped.bytes),
    data,
    dataFolder(values.data),
  );
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

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
