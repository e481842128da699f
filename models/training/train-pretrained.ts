/**
 * Trains shipped weights from the recorded settings, or goes on where an earlier call was stopped:
 *
 *   npx tsx models/training/train-pretrained.ts facemesh-68 [--data ../shared/data] [--out .workbench/training/facemesh-68]
 *
 * Ctrl-C stops with a checkpoint. SIGTERM brings the learning rate down first, so that the weights so far are usable.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildKernels } from './build-kernels.mjs';
import { progressLine } from './progress-line';
import { readParents, readRecorded, recordedSets } from './recorded-run-node';
import { train } from './trainer';
import { TrainingError } from './training-set';

const root = path.resolve(import.meta.dirname, '../..');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, out: { type: 'string' } },
});

async function main(): Promise<void> {
  const [id] = positionals;
  if (!id) throw new TrainingError('train-pretrained: expected the id of a folder in models/pretrained, found none');
  const recorded = await readRecorded(id);
  const { config } = recorded;
  await buildKernels({ ifStale: true });
  const stop = new AbortController();
  const finishEarly = new AbortController();
  process.on('SIGINT', () => stop.abort());
  process.on('SIGTERM', () => finishEarly.abort());
  let lastLine = 0;
  const parents = await readParents(config);
  const run = await train(config, {
    startFrom: parents.get(config.startFrom)?.weights,
    teacher: parents.get(config.teacher?.model)?.weights,
    parents: [...parents.values()].map(({ trainedOn }) => trainedOn ?? null),
    sets: recordedSets(recorded, values.data, stop.signal),
    directory: path.resolve(root, values.out ?? `.workbench/training/${id}`),
    signal: stop.signal,
    finishEarly: finishEarly.signal,
    onProgress(progress) {
      if (!progress.validation && performance.now() - lastLine < 15_000) return;
      lastLine = performance.now();
      console.log(progressLine(progress));
    },
  });
  console.log(`${run.ended} after step ${run.step}, ${run.imagesPerSecond.toFixed(1)} images/s`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
