import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { extractCrop, squareFrame } from '@/lib/image/crop';
import { createRandom } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { CROP_BYTES, type CropPrediction } from '@/models/facemesh/codec';
import { FULL, SHALLOW } from '@/models/facemesh/config';
import { createCropPredictor } from '@/models/facemesh/crop-predictor';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { createKernelPredictor } from '@/models/inference/kernel-predictor';
import { KERNEL_FILES, kernelFile } from '@/models/inference/kernels';
import { loadKernels } from '@/models/inference/load-node';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { projectRoot } from '../../lib/server/workbench';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

let kernels: WebAssembly.Module;
beforeAll(async () => {
  await startNodeBackend();
  kernels = await loadKernels(KERNEL_FILES.plain);
});

function randomCrops(count: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(7);
  return new Uint8Array(count * CROP_BYTES).map(() => random.integer(256));
}

const numbers = ({ landmarks, z, confidence }: CropPrediction): number[] => [
  ...landmarks.flat(),
  ...(z ?? []),
  ...(confidence === null ? [] : [confidence]),
];

describe('the landmark network on kernels of its own', () => {
  it.each([
    ['full', FULL],
    ['shallow', SHALLOW],
  ] as const)('%s gives what TensorFlow.js gives, to a ten-thousandth of its range', async (architecture, config) => {
    const weights = randomWeights(config, createRandom(11));
    const output = { ...sampleCard().output, depth: true, confidence: true };
    const card = sampleCard({ architecture, output });
    const crops = randomCrops(3);
    const theirs = (await createCropPredictor(card, weights).predictCrops(crops)).predictions.map(numbers);
    const ours = (await createKernelPredictor(card, weights, kernels).predictCrops(crops)).predictions.map(numbers);
    expect(ours).toHaveLength(3);
    for (const [crop, values] of ours.entries()) {
      expect(values).toHaveLength(3 * 68 + 1);
      const off = values.map((value, i) => Math.abs(value - theirs[crop][i]));
      expect(Math.max(...off) / Math.max(...values.map(Math.abs))).toBeLessThan(1e-4);
    }
    // random weights are no constant network: another crop is another answer
    expect(Math.abs(ours[0][0] - ours[1][0])).toBeGreaterThan(0.001);
  });

  it('sees the landmarks of a face where TensorFlow.js sees them, to a hundredth of a pixel', async () => {
    const folder = path.join(projectRoot, 'models/pretrained/facemesh-68');
    const { card, weights } = await readModelFolder(folder);
    const { image } = synthesizeFace(2);
    const frame = squareFrame(image.width / 2, image.height / 2, 0.8 * image.width, 192, 0.1);
    const crop = new Uint8Array(extractCrop(image, frame, card.input).data);
    const [theirs] = (await createCropPredictor(card, weights).predictCrops(crop)).predictions;
    const [ours] = (await createKernelPredictor(card, weights, kernels).predictCrops(crop)).predictions;
    const expected = numbers(theirs);
    expect(Math.max(...numbers(ours).map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(0.01);
  });

  it('averages over the mirror image where the card says so', async () => {
    const card = sampleCard({ input: { ...sampleCard().input, mirrorAverage: true } });
    const weights = randomWeights(SHALLOW, createRandom(9));
    const [theirs] = (await createCropPredictor(card, weights).predictCrops(randomCrops(1))).predictions;
    const [ours] = (await createKernelPredictor(card, weights, kernels).predictCrops(randomCrops(1))).predictions;
    const [plain] = (await createKernelPredictor(sampleCard(), weights, kernels).predictCrops(randomCrops(1)))
      .predictions;
    const range = Math.max(...numbers(theirs).map(Math.abs));
    const furthest = (a: CropPrediction, b: CropPrediction) =>
      Math.max(...numbers(a).map((value, i) => Math.abs(value - numbers(b)[i]))) / range;
    expect(furthest(ours, theirs)).toBeLessThan(1e-4);
    expect(furthest(ours, plain)).toBeGreaterThan(1e-2);
  });

  it('leaves out what the model has not learnt', async () => {
    const card = sampleCard({ output: { ...sampleCard().output, depth: false, confidence: false } });
    const model = createKernelPredictor(card, randomWeights(SHALLOW, createRandom(3)), kernels);
    const [{ z, confidence, landmarks }] = (await model.predictCrops(randomCrops(1))).predictions;
    expect([z, confidence, landmarks.length]).toEqual([null, null, 68]);
  });

  it('forgets the crop before: the same crop gives the same answer', async () => {
    const model = createKernelPredictor(sampleCard(), randomWeights(SHALLOW, createRandom(3)), kernels);
    const crops = randomCrops(2);
    const both = (await model.predictCrops(crops)).predictions;
    const second = (await model.predictCrops(crops.slice(CROP_BYTES))).predictions;
    expect(second[0]).toEqual(both[1]);
  });

  it('lets a cancel in between two batches, and says so once disposed of', async () => {
    const model = createKernelPredictor(sampleCard(), randomWeights(SHALLOW, createRandom(3)), kernels);
    const controller = new AbortController();
    const run = model.predictCrops(randomCrops(20), controller.signal);
    setTimeout(() => controller.abort(new Error('enough')));
    await expect(run).rejects.toThrow('enough');
    model.dispose();
    await expect(model.predictCrops(randomCrops(1))).rejects.toThrow('sample: expected to be in use');
  });

  it('refuses weights of another architecture by the first tensor that is wrong', () => {
    const weights = randomWeights(FULL, createRandom(3));
    expect(() => createKernelPredictor(sampleCard({ architecture: 'shallow' }), weights, kernels)).toThrow(/expected/);
  });

  it('chooses the kernels that this engine can run', async () => {
    expect(Object.values(KERNEL_FILES)).toContain(kernelFile());
    expect(await loadKernels()).toBeInstanceOf(WebAssembly.Module);
    await expect(loadKernels('gone.wasm')).rejects.toThrow(
      /^inference: expected public\/wasm\/gone.wasm, found none; run/,
    );
  });
});
