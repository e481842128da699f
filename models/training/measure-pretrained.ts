/**
 * Measures shipped weights again on what was held out of their training, and writes that into their card; the weights
 * stay as they are:
 *
 *   npx tsx models/training/measure-pretrained.ts facemesh-68 [--data ../shared/data]
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MODEL_FILES } from '@/models/facemesh/model-files';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { measureHeldOut } from './measure-held-out-node';
import { dataFolder, PRETRAINED, prepareRecorded, readRecorded } from './recorded-run-node';
import { TrainingError } from './training-set';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });

async function main(): Promise<void> {
  const [id] = positionals;
  if (!id) throw new TrainingError('measure-pretrained: expected the id of a folder in models/pretrained, found none');
  const folder = path.join(PRETRAINED, id);
  const { card, weights, trainedOn = null } = await readModelFolder(folder);
  // what its parents were trained on is part of what it remembers itself
  const { data } = await prepareRecorded(await readRecorded(id), { dataRoot: values.data, parents: [trainedOn] });
  await startNodeBackend();
  const metrics = await measureHeldOut(card, weights, data, dataFolder(values.data));
  await writeFile(path.join(folder, MODEL_FILES.card), `${JSON.stringify({ ...card, metrics }, null, 2)}\n`);
  for (const [set, metric] of Object.entries(metrics)) console.log(set, JSON.stringify(metric));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
