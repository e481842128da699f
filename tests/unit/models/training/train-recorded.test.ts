import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';
import { createRandom } from '@/lib/random';
import { SHALLOW } from '@/models/facemesh/config';
import { writeModelFolder } from '@/models/facemesh/model-folder-node';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { trainRecorded } from '@/models/training/train-recorded-node';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

let root: string;
const folder = (...names: string[]) => path.join(root, ...names);

const generated = {
  generate: { count: 12, seed: 5, jaw: 'outline' },
  kind: 'synthetic',
  licence: 'made by this workbench: free for any use',
};

async function record(config: Partial<TrainingConfigInput> & { model: string }): Promise<void> {
  const quick: Partial<TrainingConfigInput> = {
    title: config.model,
    architecture: 'shallow',
    data: [{ dataset: 'faces', validation: { count: 2 } }],
    ...{ batch: 4, workers: 1, steps: 4, warmupSteps: 1, validateEvery: 1 },
  };
  await mkdir(folder('pretrained', config.model), { recursive: true });
  await writeFile(
    folder('pretrained', config.model, 'training.json'),
    JSON.stringify({ folders: { faces: generated }, config: { ...quick, ...config } }),
  );
}

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  root = await mkdtemp(path.join(tmpdir(), 'recorded-'));
  await record({ model: 'second', startFrom: 'first' });
  await record({
    model: 'third',
    architecture: 'shallow',
    startFrom: 'second',
    teacher: { model: 'second', share: 0.5 },
  });
  // what is shipped: not what the records make, so that it shows which of the two was taken
  const weights = randomWeights(SHALLOW, createRandom(3));
  await writeModelFolder(folder('pretrained', 'first'), { card: sampleCard({ id: 'first' }), weights });
  await record({ model: 'first' });
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const trainIn = (runs: string, id: string, options: Partial<Parameters<typeof trainRecorded>[1]> = {}) =>
  trainRecorded(id, {
    pretrained: folder('pretrained'),
    generatedRoot: folder('generated'),
    directoryOf: (run) => folder(runs, run),
    ...options,
  });

const valuesOf = (weights: FaceMeshWeights) => [...weights.values()].flatMap(({ values }) => [...values]);

describe('a recorded run', () => {
  it('starts from the shipped model it names', async () => {
    await trainIn('plain', 'second');
    expect(await readdir(folder('plain'))).toEqual(['second']);
  });

  it('trains a start that is not shipped before it, from the shipped model which that one names', async () => {
    const lines: string[] = [];
    await trainIn('unshipped', 'third', { note: (line) => lines.push(line) });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['second', 'third']);
  });

  it('anew: everything that it rests on is trained before it, once, and the same call goes on with it', async () => {
    const lines: string[] = [];
    const third = await trainIn('anew', 'third', { anew: true, note: (line) => lines.push(line) });
    expect(lines.map((line) => line.split(':')[0])).toEqual(['first', 'second', 'third']);

    const again = await trainIn('anew', 'third', { anew: true });
    expect(again.step).toBe(4);
    expect(valuesOf(again.weights)).toEqual(valuesOf(third.weights));

    const shipped = await trainIn('plain', 'second');
    const anew = await trainIn('anew', 'second', { anew: true });
    expect(valuesOf(anew.weights)).not.toEqual(valuesOf(shipped.weights));
  });

  it('anew: stopped in one of those, it stops there', async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const run = await trainIn('stopped', 'third', { anew: true, signal: stop.signal, onProgress });
    expect(run).toMatchObject({ ended: 'stopped', config: { model: 'first' } });
    expect(await readdir(folder('stopped'))).toEqual(['first']);
  });

  it('is refused in one line where it is not there', async () => {
    await expect(trainIn('none', 'fourth')).rejects.toThrow(/^training: expected .*fourth\/training.json, found none$/);
  });
});
