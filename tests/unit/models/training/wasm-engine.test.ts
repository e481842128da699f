import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { type FULL, SHALLOW } from '@/models/facemesh/config';
import { expectedTensors } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { initialWeights } from '@/models/training/engine/initialise';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { referenceForward, toTorchLayout, toVariables } from './reference-network';

const RANGE = { scale: 1 / 127.5, offset: -1 };
let kernels: WebAssembly.Module;

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  kernels = await loadKernels();
});

/** Weights away from the identity, so that no term of a gradient hides behind a 0 or a 1. */
function roughWeights(config: typeof FULL) {
  const random = createRandom(11);
  const weights = initialWeights(config, random, new Float32Array(204));
  for (const [name, { values }] of weights) {
    if (!/convs\.[13]|act|activation/.test(name)) continue;
    if (name.endsWith('running_var')) continue;
    for (let i = 0; i < values.length; i++) values[i] += random.uniform(-0.2, 0.2);
  }
  return weights;
}

function engineWith(config: typeof FULL, images: number): WasmEngine {
  const engine = new WasmEngine(kernels, config, images, RANGE);
  engine.load(roughWeights(config));
  const random = createRandom(5);
  for (let i = 0; i < engine.pixels.length; i++) engine.pixels[i] = random.integer(256);
  return engine;
}

/** Random weights of the outputs: loss = Σ coefficient · output. */
function fillGradients(engine: WasmEngine): void {
  const random = createRandom(9);
  for (const { values, gradient, stride, count } of [engine.landmarks, engine.confidence]) {
    for (let i = 0; i < values.length; i++) if (i % stride < count) gradient[i] = random.uniform(-1, 1);
  }
}

describe('the wasm training engine', () => {
  it('gives the gradients of tfjs autodiff on the cpu backend, tensor by tensor', async () => {
    await tf.setBackend('cpu');
    const engine = engineWith(SHALLOW, 2);
    fillGradients(engine);
    engine.forward(true);
    engine.backward();

    const weights = roughWeights(SHALLOW);
    const variables = toVariables(SHALLOW, weights);
    const names = Object.keys(variables);
    const input = tf.sub(tf.div(tf.tensor4d(Float32Array.from(engine.pixels), [2, 192, 192, 3]), 127.5), 1);
    const outputs = referenceForward(SHALLOW, variables, input as tf.Tensor4D);
    const gradientOf = ({ gradient, stride, count }: typeof engine.landmarks) =>
      tf.slice(tf.tensor2d(Float32Array.from(gradient), [2, stride]), [0, 0], [2, count]);
    const loss = (...values: tf.Tensor[]) => {
      const [landmarks, confidence] = referenceForward(
        SHALLOW,
        Object.fromEntries(names.map((name, i) => [name, values[i]])),
        input as tf.Tensor4D,
      );
      return tf.add(
        tf.sum(tf.mul(landmarks, gradientOf(engine.landmarks))),
        tf.sum(tf.mul(confidence, gradientOf(engine.confidence))),
      ) as tf.Scalar;
    };
    const { grads } = tf.valueAndGrads(loss)(names.map((name) => variables[name]));

    const expected = outputs[0].dataSync();
    const found = Array.from({ length: 408 }, (_, i) => engine.landmarks.values[Math.floor(i / 204) * 208 + (i % 204)]);
    expect(relativeDistance(found, expected)).toBeLessThan(1e-5);

    const own = engine.gradients();
    const distances = names.flatMap((name, i) => {
      // shifts in front of a batch norm have no gradient: rounding is all there is
      const gradient = toTorchLayout(name, grads[i]);
      const values = own.get(name)!.values;
      return /convs\.(0|1|2)\.bias$/.test(name) ? [] : [{ name, distance: relativeDistance(values, gradient) }];
    });
    expect(distances).toHaveLength(expectedTensors(SHALLOW).filter((t) => t.trainable).length - 3 * 14);
    expect(distances.filter(({ distance }) => !(distance < 1e-3))).toEqual([]);
  }, 300_000);
});

function relativeDistance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (found[i] - expected[i]) ** 2;
    norm += expected[i] ** 2;
  }
  return Math.sqrt(difference / norm);
}
