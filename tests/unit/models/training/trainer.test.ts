import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput, TrainingProgress, TrainingSamples } from '@/lib/contracts/training-config';
import { CHECKPOINT_FILE } from '@/lib/contracts/training-files';
import { augmentFace } from '@/lib/datasets/augment';
import { folderHolder, LOCK_FILE, lockFolder } from '@/lib/folder-lock-node';
import { decodeImage } from '@/lib/image/decode-node';
import { createRandom } from '@/lib/random';
import { FULL } from '@/models/facemesh/config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { regionOf, shareFace } from '@/models/training/region-store';
import { PIXEL_RANGE } from '@/models/training/replica';
import { train } from '@/models/training/trainer';
import { drawnSet, providerOf } from './drawn-faces';

let root: string;
let folders = 0;
const freshFolder = () => path.join(root, `run-${folders++}`);

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  root = await mkdtemp(path.join(tmpdir(), 'training-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const QUICK: TrainingConfigInput = {
  model: 'test',
  title: 'Test',
  architecture: 'shallow',
  data: [{ dataset: 'drawn', validation: { count: 2 } }],
  steps: 8,
  batch: 4,
  workers: 2,
  warmupSteps: 2,
  validateEvery: 3,
};

const bytesOf = (weights: FaceMeshWeights) =>
  Buffer.concat(
    [...weights.values()].map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );

const run = (
  config: TrainingConfigInput,
  directory = freshFolder(),
  options: Partial<Parameters<typeof train>[1]> = {},
) => train(config, { sets: providerOf(drawnSet(10)), directory, ...options });

describe('training', () => {
  it('learns 8 images by heart, to under half a pixel of the crop', async () => {
    const set = drawnSet(8);
    const { weights } = await train(
      {
        ...QUICK,
        architecture: 'full',
        data: [{ dataset: 'drawn' }],
        batch: 8,
        workers: 2,
        steps: 260,
        learningRate: 4e-3,
        warmupSteps: 20,
        weightDecay: 0,
        averageDecay: 0.9,
        augmentation: 0,
        jitter: 0,
        confidenceWeight: 0,
      },
      { sets: providerOf(set), directory: freshFolder() },
    );
    const engine = new WasmEngine(await loadKernels(), FULL, 8, PIXEL_RANGE);
    engine.load(weights);
    const settings = { margin: 1.4, size: 192, strength: 0, jitter: 0, negatives: 0, mirrored: 0 };
    const targets: Float32Array[] = [];
    for (const [i, face] of set.faces.entries()) {
      const { image, annotation } = await face.load();
      const pixels = engine.pixels.subarray(i * 192 * 192 * 3, (i + 1) * 192 * 192 * 3);
      targets.push(augmentFace(regionOf(shareFace(image, annotation)), settings, createRandom(1), pixels).points);
    }
    engine.forward(false);
    const { values, stride } = engine.landmarks;
    const distances = targets.flatMap((target, i) =>
      Array.from({ length: 68 }, (_, k) =>
        Math.hypot(values[i * stride + k] - target[k], values[i * stride + 68 + k] - target[68 + k]),
      ),
    );
    expect(distances.reduce((sum, d) => sum + d, 0) / distances.length).toBeLessThan(0.5);
  }, 120_000);

  it('gives the same weights for the same seed, and others for another', async () => {
    const [first, second, other] = [await run(QUICK), await run(QUICK), await run({ ...QUICK, seed: 2 })];
    expect(bytesOf(first.weights).equals(bytesOf(second.weights))).toBe(true);
    expect(bytesOf(first.weights).equals(bytesOf(other.weights))).toBe(false);
    expect(first.curves).toEqual(second.curves);
  });

  it('goes on exactly after it was stopped', async () => {
    const directory = freshFolder();
    const stop = new AbortController();
    const half = await run(QUICK, directory, {
      signal: stop.signal,
      onProgress: ({ validation }) => validation && stop.abort(),
    });
    expect(half.ended).toBe('stopped');
    expect(half.step).toBeLessThan(8);
    const whole = await run(QUICK, directory);
    const straight = await run(QUICK);
    expect(whole.ended).toBe('done');
    expect(bytesOf(whole.weights).equals(bytesOf(straight.weights))).toBe(true);
    expect(whole.curves).toEqual(straight.curves);
  });

  it('goes on exactly from a checkpoint that a killed run left', async () => {
    const [directory, left] = [freshFolder(), freshFolder()];
    const config = { ...QUICK, checkpointSeconds: 1e-3 };
    await mkdir(left, { recursive: true });
    const kept: Promise<void>[] = [];
    const straight = await run(config, directory, {
      onProgress: ({ step, validation }) => {
        if (step === 6 && validation)
          kept.push(copyFile(path.join(directory, CHECKPOINT_FILE), path.join(left, CHECKPOINT_FILE)));
      },
    });
    expect(kept).toHaveLength(1);
    await Promise.all(kept);
    const resumed = await run(config, left);
    expect(bytesOf(resumed.weights).equals(bytesOf(straight.weights))).toBe(true);
    expect(resumed.curves).toEqual(straight.curves);
  });

  it('brings the learning rate down and ends when it is asked to finish early', async () => {
    const finish = new AbortController();
    const events: TrainingProgress[] = [];
    const { ended, step, curves } = await run({ ...QUICK, steps: 5000, coolDownSteps: 50, warmupSteps: 0 }, undefined, {
      finishEarly: finish.signal,
      onProgress: (progress) => {
        events.push(progress);
        if (progress.validation) finish.abort();
      },
    });
    expect(ended).toBe('finished-early');
    expect(step).toBeLessThan(200);
    expect(curves.training.at(-1)!.learningRate).toBeLessThan(2e-3);
    expect(events.some(({ validation }) => validation?.drawn.images === 2)).toBe(true);
  });

  it('goes on for more steps than it was first given', async () => {
    const directory = freshFolder();
    await run({ ...QUICK, steps: 2 }, directory);
    const { step, ended } = await run({ ...QUICK, steps: 5 }, directory);
    expect([step, ended]).toEqual([5, 'done']);
  });

  it('writes curves beside the checkpoint', async () => {
    const directory = freshFolder();
    const { curves } = await run(QUICK, directory);
    expect(curves.validation.map(({ step }) => step)).toEqual([3, 6, 8]);
    expect(curves.validation[2].sets.drawn).toMatchObject({
      images: 2,
      me: expect.any(Number),
      sr20: expect.any(Number),
    });
    expect(JSON.parse(await readFile(path.join(directory, 'curves.json'), 'utf8'))).toEqual(curves);
  });

  it('writes what the weights say of a few held-out faces, on their crops', async () => {
    const directory = freshFolder();
    await run(QUICK, directory);
    const samples: TrainingSamples = JSON.parse(await readFile(path.join(directory, 'samples.json'), 'utf8'));
    expect(samples).toMatchObject({ step: 8, faces: [{ set: 'drawn' }, { set: 'drawn' }] });
    const image = await decodeImage(await readFile(path.join(directory, 'sample-1.png')));
    expect([image.width, image.height]).toEqual([192, 192]);
  });

  it('leaves no lock behind', async () => {
    const directory = freshFolder();
    await run({ ...QUICK, steps: 1 }, directory);
    expect(await folderHolder(directory)).toBeNull();
    expect(await readdir(directory)).not.toContain(LOCK_FILE);
  });
});

describe('training that cannot go on says so in one line', () => {
  it('for a split without images', async () => {
    await expect(run({ ...QUICK, data: [{ dataset: 'drawn', splits: ['test'] }] })).rejects.toThrow(
      'training: drawn, split test: expected labelled images, found none',
    );
    await expect(run({ ...QUICK, data: [{ dataset: 'drawn', validation: { split: 'test' } }] })).rejects.toThrow(
      'training: drawn: expected images in split test, found none',
    );
  });

  it('for settings that are wrong', async () => {
    await expect(run({ ...QUICK, steps: 0 })).rejects.toThrow(/^training: config: steps: .+/);
    await expect(run({ ...QUICK, batch: 5 })).rejects.toThrow(
      'training: config: batch: expected at least 2 images for each of 2 workers and none left over, found 5',
    );
  });

  it('for numbers that overflow, and keeps the checkpoint before', async () => {
    const directory = freshFolder();
    const config: TrainingConfigInput = { ...QUICK, loss: { kind: 'mse' } };
    await expect(
      run(config, directory, { sets: providerOf(drawnSet(10, (k) => (k % 2 === 0 ? 1e37 : -1e37))) }),
    ).rejects.toThrow(
      /^training: step 1: expected finite numbers, found a (loss|gradient) of .+; the last checkpoint is kept$/,
    );
  });

  it('for a checkpoint of another architecture, another setting or other images', async () => {
    const directory = freshFolder();
    await run({ ...QUICK, steps: 1 }, directory);
    await expect(run({ ...QUICK, steps: 1, architecture: 'full' }, directory)).rejects.toThrow(
      'training: checkpoint: architecture: expected "full", found "shallow"',
    );
    await expect(run({ ...QUICK, steps: 1, seed: 7 }, directory)).rejects.toThrow(
      'training: checkpoint: seed: expected 7, found 1',
    );
    await expect(run({ ...QUICK, steps: 1 }, directory, { sets: providerOf(drawnSet(12)) })).rejects.toThrow(
      /^training: checkpoint: training images: expected \d+, found \d+$/,
    );
  });

  it('for a folder that another trainer works in', async () => {
    const directory = freshFolder();
    const unlock = await lockFolder(directory);
    await expect(run(QUICK, directory)).rejects.toThrow(
      `training: ${directory}: expected a folder nobody works in, found process ${process.pid} at it`,
    );
    unlock();
  });

  it('for a disk that takes no more, and keeps the checkpoint before', async () => {
    const directory = freshFolder();
    await run({ ...QUICK, steps: 1 }, directory);
    const before = await readFile(path.join(directory, CHECKPOINT_FILE));
    // a folder in the place of the partial file fails like a full disk does: at the write
    await mkdir(path.join(directory, `${CHECKPOINT_FILE}.partial`), { recursive: true });
    await expect(run({ ...QUICK, steps: 1 }, directory)).rejects.toThrow(/expected to write a checkpoint, found .+/);
    expect((await readFile(path.join(directory, CHECKPOINT_FILE))).equals(before)).toBe(true);
  });
});
