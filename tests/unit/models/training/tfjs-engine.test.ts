import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { SHALLOW } from '@/models/facemesh/config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { TfjsEngine } from '@/models/training/engine/tfjs-engine';
import type { TrainingEngine } from '@/models/training/engine/training-engine';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { PIXEL_RANGE } from '@/models/training/replica';
import { randomWeights } from '../facemesh/random-weights';

/** the cpu backend takes its time over each */
const IMAGES = 1;
const OPTIONS = { learningRate: 1e-3, weightDecay: 0.01, clipNorm: 20, averageDecay: 0.9 };
let wasm: WasmEngine;
let tfjs: TfjsEngine;

/** The same weights, pixels and output gradients for both. */
function prepare(engine: TrainingEngine): void {
  engine.load(randomWeights(SHALLOW, createRandom(41)));
  const random = createRandom(42);
  for (let i = 0; i < engine.pixels.length; i++) engine.pixels[i] = random.integer(256);
  for (const { gradient, stride, count } of [engine.landmarks, engine.confidence]) {
    for (let image = 0; image < engine.images; image++) {
      for (let k = 0; k < count; k++) gradient[image * stride + k] = random.uniform(-1, 1);
    }
  }
}

const outputs = ({ landmarks: { values, stride, count }, images }: TrainingEngine): number[] =>
  Array.from({ length: images * count }, (_, i) => values[Math.floor(i / count) * stride + (i % count)]);

beforeAll(async () => {
  await tf.setBackend('cpu');
  await buildKernels({ ifStale: true });
  const kernels = await loadKernels();
  wasm = new WasmEngine(kernels, SHALLOW, IMAGES, PIXEL_RANGE);
  tfjs = new TfjsEngine(kernels, SHALLOW, IMAGES, PIXEL_RANGE);
});

describe('the tfjs training engine', () => {
  it('takes the same step as the wasm engine: outputs, gradients, statistics, weights', async () => {
    for (const engine of [wasm, tfjs] as TrainingEngine[]) {
      prepare(engine);
      await engine.forward(true);
    }
    expect(relativeDistance(outputs(tfjs), outputs(wasm))).toBeLessThan(1e-5);
    const tensors = tf.memory().numTensors;
    for (const engine of [wasm, tfjs] as TrainingEngine[]) await engine.backward();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(relativeDistance(tfjs.exchange, wasm.exchange)).toBeLessThan(1e-3);
    expect(tfjs.step(OPTIONS) / wasm.step(OPTIONS)).toBeCloseTo(1, 4);
    expect(worstDistance(tfjs.weights(), wasm.weights())).toBeLessThan(2e-3);

    // inference by running statistics, and the average in the place of the weights
    for (const engine of [wasm, tfjs] as TrainingEngine[]) {
      await engine.withAverage(async () => {
        await engine.forward(false);
      });
    }
    expect(relativeDistance(outputs(tfjs), outputs(wasm))).toBeLessThan(1e-4);
  }, 300_000);

  it('goes on from a state of the wasm engine, and leaks no tensor', async () => {
    tfjs.restore(wasm.state());
    tfjs.dispose();
    const before = tf.memory().numTensors;
    await tfjs.forward(false);
    await wasm.forward(false);
    expect(relativeDistance(outputs(tfjs), outputs(wasm))).toBeLessThan(1e-4);
    tfjs.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(tfjs.state().step).toBe(1);
  }, 300_000);
});

function worstDistance(found: FaceMeshWeights, expected: FaceMeshWeights): number {
  return Math.max(
    ...[...expected].map(([name, { values }]) =>
      values.every((value) => value === 0) ? 0 : relativeDistance(found.get(name)!.values, values),
    ),
  );
}

function relativeDistance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (found[i] - expected[i]) ** 2;
    norm += expected[i] ** 2;
  }
  return Math.sqrt(difference / norm);
}
