/**
 * Trains shipped weights from the recorded settings, or goes on where an earlier call was stopped:
 *
 *   npx tsx models/training/train-pretrained.ts facemesh-68 [--data ../shared/data] [--out .workbench/training] [--anew]
 *
 * What it starts from and is taught by is taken from the shipped weights, or trained first by its own record where it is
 * not shipped. --anew trains all of it: one command for the whole.
 *
 * Ctrl-C stops with a checkpoint. SIGTERM brings the learning rate down first, so that the weights so far are usable.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildKernels } from './build-kernels.mjs';
import { progressLine } from './progress-line';
import { trainRecorded } from './train-recorded-node';
import { TrainingError } from './training-set';

const root = path.resolve(import.meta.dirname, '../..');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, out: { type: 'string' }, anew: { type: 'boolean' } },
});

async function main(): Promise<void> {
  const [id] = positionals;
  if (!id) throw new TrainingError('train-pretrained: expected the id of a folder in models/pretrained, found none');
  await buildKernels({ ifStale: true });
  const stop = new AbortController();
  const finishEarly = new AbortController();
  process.on('SIGINT', () => stop.abort());
  process.on('SIGTERM', () => finishEarly.abort());
  let lastLine = 0;
  await trainRecorded(id, {
    dataRoot: values.data,
    directoryOf: (run) => path.resolve(root, values.out ?? '.workbench/training', run),
    anew: values.anew,
    signal: stop.signal,
    finishEarly: finishEarly.signal,
    onProgress(progress) {
      if (!progress.validation && performance.now() - lastLine < 15_000) return;
      lastLine = performance.now();
      console.log(progressLine(progress));
    },
    note: console.log,
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
