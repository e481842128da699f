import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';
import { createRandom } from '@/lib/random';
import { SHALLOW } from '@/models/facemesh/config';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { initialWeights } from '@/models/training/engine/initialise';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { parseConfig } from '@/models/training/parse-config';
import { type SharedFace, shareFace } from '@/models/training/region-store';
import { type CreateEngine, PIXEL_RANGE, Replica } from '@/models/training/replica';
import { drawnSet } from './drawn-faces';

const CONFIG: TrainingConfigInput = {
  model: 'test',
  title: 'Test',
  architecture: 'shallow',
  data: [{ dataset: 'drawn' }],
  steps: 1,
  batch: 2,
  workers: 1,
  jitter: 0,
  negatives: 0,
};
/** both networks answer this at first: far from where landmarks are */
const FAR = new Float32Array(204).fill(400);

let kernels: WebAssembly.Module;
let faces: SharedFace[];
const createEngine: CreateEngine = (config, images) => new WasmEngine(kernels, config, images, PIXEL_RANGE);

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  kernels = await loadKernels();
  const loaded = await Promise.all(drawnSet(2).faces.map((face) => face.load()));
  faces = loaded.map(({ image, annotation }) => shareFace(image, annotation));
});

async function firstLoss(config: Partial<TrainingConfigInput>, own: readonly SharedFace[] = faces): Promise<number> {
  const teacher = initialWeights(SHALLOW, createRandom(77), FAR);
  const replica = new Replica(parseConfig({ ...CONFIG, ...config }), createEngine, own, FAR, { teacher });
  for (const i of [0, 1]) replica.place(i, replica.prepare(i, { strength: 0, mirrored: 0 }, `face ${i}`));
  return (await replica.differentiate()).landmarks;
}

describe('a replica', () => {
  it('is far from the labels at first, and near a teacher that starts where it does', async () => {
    const fromLabels = await firstLoss({ loss: { kind: 'l2' } });
    expect(fromLabels).toBeGreaterThan(300);
    expect(await firstLoss({ loss: { kind: 'l2' }, teacher: { model: 'other', share: 1 } })).toBeLessThan(5);
    // half way between label and teacher
    const half = await firstLoss({ loss: { kind: 'l2' }, teacher: { model: 'other', share: 0.5 } });
    expect(half / fromLabels).toBeGreaterThan(0.45);
    expect(half / fromLabels).toBeLessThan(0.55);
  });

  it('does not ask for missing landmarks', async () => {
    const missing = faces.map((face) => {
      const present = new SharedArrayBuffer(68);
      new Uint8Array(present).fill(1, 0, 17);
      return { ...face, present };
    });
    const all = await firstLoss({ loss: { kind: 'l2' } });
    const jawOnly = await firstLoss({ loss: { kind: 'l2' } }, missing);
    // 17 of 68 landmarks in the sum, all of them in the divisor
    expect(jawOnly / all).toBeGreaterThan(0.2);
    expect(jawOnly / all).toBeLessThan(0.3);
  });
});
