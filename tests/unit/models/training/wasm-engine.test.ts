import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { FULL, SHALLOW } from '@/models/facemesh/config';
import { createNetwork } from '@/models/facemesh/network';
import { expectedTensors } from '@/models/facemesh/weights';
import { landmarkLoss } from '@/models/losses';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { initialWeights } from '@/models/training/engine/initialise';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { randomWeights } from '../facemesh/random-weights';
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

  it('answers as the network that inference builds, with shifts that training leaves out', async () => {
    await startNodeBackend();
    const weights = randomWeights(SHALLOW, createRandom(21));
    const engine = engineWith(SHALLOW, 2);
    engine.load(weights);
    engine.forward(false);
    const network = createNetwork(SHALLOW, weights, { folded: false });
    const input = tf.sub(tf.div(tf.tensor4d(Float32Array.from(engine.pixels), [2, 192, 192, 3]), 127.5), 1);
    const { coordinates, confidence } = network.forward(input as tf.Tensor4D);
    const { values, stride } = engine.landmarks;
    const found = Array.from({ length: 408 }, (_, i) => values[Math.floor(i / 204) * stride + (i % 204)]);
    expect(relativeDistance(found, coordinates.dataSync())).toBeLessThan(1e-4);
    const logits = [0, 1].map((image) => engine.confidence.values[image * engine.confidence.stride]);
    expect(relativeDistance(logits, confidence!.dataSync())).toBeLessThan(1e-4);
  });

  it('gives back the weights it was loaded with, but for the shifts that cancel and the means they move', () => {
    const engine = engineWith(FULL, 2);
    const weights = roughWeights(FULL);
    const back = engine.weights();
    for (const [name, { shape, values }] of weights) {
      expect(back.get(name)!.shape).toEqual(shape);
      if (!/convs\.(0|1|2)\.bias|running_mean/.test(name)) expect(back.get(name)!.values, name).toEqual(values);
    }
    expect([...back.keys()]).toEqual(expectedTensors(FULL).map(({ name }) => name));
  });

  it('agrees with finite differences through the losses', () => {
    const engine = engineWith(SHALLOW, 2);
    const random = createRandom(31);
    const target = Float32Array.from({ length: 2 * 204 }, () => random.uniform(-2, 2));
    const loss = (gradient: Float32Array) =>
      landmarkLoss(
        { kind: 'mse' },
        {
          images: 2,
          points: 68,
          dimensions: 3,
          prediction: engine.landmarks.values,
          predictionStride: engine.landmarks.stride,
          target,
          targetStride: 204,
          weight: new Float32Array(136).fill(1),
        },
        gradient,
      );
    engine.forward(true);
    loss(engine.landmarks.gradient);
    engine.backward();
    const gradients = engine.gradients();
    const weights = roughWeights(SHALLOW);
    // one direction a tensor: along its own gradient, where the slope is the gradient's length
    for (const name of [
      'backbone.0.weight',
      'backbone.3.convs.0.weight',
      'backbone.7.convs.3.weight',
      'coord_head.5.bias',
    ]) {
      const gradient = gradients.get(name)!.values;
      const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
      const step = 2e-3;
      const moved = (by: number) => {
        const tensor = weights.get(name)!;
        const values = tensor.values.map((value, i) => value + (by * gradient[i]) / length);
        engine.load(new Map(weights).set(name, { ...tensor, values }));
        engine.forward(true);
        return loss(new Float32Array(engine.landmarks.gradient.length));
      };
      expect((moved(step) - moved(-step)) / (2 * step) / length, name).toBeCloseTo(1, 1);
    }
  });

  it('takes Adam’s first step: every weight by the learning rate against the sign of its gradient', () => {
    const engine = engineWith(SHALLOW, 2);
    fillGradients(engine);
    engine.forward(true);
    engine.backward();
    const gradients = engine.gradients();
    const before = engine.weights();
    engine.step({ learningRate: 0.01, weightDecay: 0, clipNorm: Infinity, averageDecay: 0.9 });
    const after = engine.weights();
    for (const name of ['backbone.0.bias', 'coord_head.0.convs.2.weight', 'conf_head.4.weight']) {
      const [from, to, gradient] = [before, after, gradients].map((weights) => weights.get(name)!.values);
      for (let i = 0; i < from.length; i++) {
        if (Math.abs(gradient[i]) > 1e-3) expect(to[i]).toBeCloseTo(from[i] - 0.01 * Math.sign(gradient[i]), 4);
      }
    }
  });

  it('lets weights decay, but no shifts, scales or slopes', () => {
    const engine = engineWith(SHALLOW, 2);
    const before = engine.weights();
    engine.exchange.fill(0);
    engine.step({ learningRate: 0.1, weightDecay: 0.5, clipNorm: Infinity, averageDecay: 0.9 });
    const after = engine.weights();
    const ratio = (name: string) => after.get(name)!.values[3] / before.get(name)!.values[3];
    expect(ratio('backbone.3.convs.2.weight')).toBeCloseTo(0.95, 5);
    expect(ratio('backbone.3.convs.3.weight')).toBeCloseTo(1, 6);
    expect(ratio('backbone.3.act.weight')).toBeCloseTo(1, 6);
  });

  it('clips a long gradient to the norm allowed and tells how long it was', () => {
    const engine = engineWith(SHALLOW, 2);
    engine.exchange.fill(0);
    engine.exchange[0] = 30;
    engine.exchange[1] = 40;
    const options = { learningRate: 0.01, weightDecay: 0, averageDecay: 0.9 };
    expect(engine.step({ ...options, clipNorm: 5 })).toBeCloseTo(50, 4);
    // the first moments hold a tenth of the clipped gradient
    const { vectors } = engine.state();
    expect([...vectors.firstMoments.subarray(0, 2)]).toEqual([expect.closeTo(0.3, 5), expect.closeTo(0.4, 5)]);
  });
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
