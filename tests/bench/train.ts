/**
 * Images a second of the training step as a run does it, augmentation and exchange included: FULL, batch 8, 2 workers.
 *
 *   npm run bench:train [-- seconds]
 *
 * Passes at 60 images a second, or at 0.8 of PyTorch's (2 threads, same network, same minute) where python3-torch is
 * installed and the machine is slow that day.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { train } from '@/models/training/trainer';
import { drawnSet, providerOf } from '../unit/models/training/drawn-faces';

const BAR_IMAGES_PER_SECOND = 60;
const BAR_OF_PYTORCH = 0.8;
const SECONDS = Number(process.argv[2] ?? 20);
const BATCH = 8;

async function ownImagesPerSecond(): Promise<number> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-train-'));
  const stop = new AbortController();
  let started = 0;
  let first = 0;
  let last = 0;
  let seconds = 0;
  try {
    await train(
      {
        model: 'bench',
        title: 'Benchmark',
        architecture: 'full',
        data: [{ dataset: 'drawn' }],
        batch: BATCH,
        workers: 2,
        steps: 1_000_000,
      },
      {
        sets: providerOf(drawnSet(64)),
        directory,
        signal: stop.signal,
        onProgress({ step }) {
          const now = performance.now();
          // the first second warms the compiler up
          if (started === 0) {
            started = now;
            first = step;
            return;
          }
          last = step;
          seconds = (now - started) / 1000;
          if (seconds >= SECONDS) stop.abort();
        },
      },
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return ((last - first) * BATCH) / seconds;
}

/** null where there is no PyTorch. */
function pytorchImagesPerSecond(): number | null {
  const script = path.join(import.meta.dirname, 'train_pytorch.py');
  for (const python of ['/usr/bin/python3', 'python3']) {
    const { status, stdout } = spawnSync(python, [script, String(BATCH), String(SECONDS)], { encoding: 'utf8' });
    if (status === 0) return Number(stdout);
  }
  return null;
}

await buildKernels({ ifStale: true });
const own = await ownImagesPerSecond();
const pytorch = pytorchImagesPerSecond();
console.log(`own engine: ${own.toFixed(1)} images/s (FULL, batch ${BATCH}, 2 workers, augmentation included)`);
console.log(
  pytorch === null
    ? 'PyTorch: not installed (Debian python3-torch), nothing to compare with'
    : `PyTorch, 2 threads, without augmentation: ${pytorch.toFixed(1)} images/s; ratio ${(own / pytorch).toFixed(2)}`,
);
const passed = own >= BAR_IMAGES_PER_SECOND || (pytorch !== null && own >= BAR_OF_PYTORCH * pytorch);
console.log(`bar: ${BAR_IMAGES_PER_SECOND} images/s or ${BAR_OF_PYTORCH} of PyTorch: ${passed ? 'met' : 'missed'}`);
process.exitCode = passed ? 0 : 1;
