import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InputSpec } from '@/lib/contracts/model-card';
import { createRandom } from '@/lib/random';
import { encodeCrops } from '@/models/facemesh/codec';
import { FULL, SHALLOW } from '@/models/facemesh/config';
import { createNetwork, type FaceMeshNetwork } from '@/models/facemesh/network';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { randomWeights } from './random-weights';
import { hasReferenceModel, readReferenceCases, readReferenceWeights } from './reference-model';

const RAW_PIXELS: InputSpec = {
  size: 192,
  crop: { shape: 'reference' },
  antialias: false,
  padding: 'zero',
  scale: 1,
  offset: 0,
};

beforeAll(startNodeBackend);

/** Output values of a network, everything else disposed of. */
function run(network: FaceMeshNetwork, input: tf.Tensor4D): { coordinates: Float32Array; confidence: Float32Array } {
  const outputs = network.forward(input);
  const coordinates = outputs.coordinates.dataSync<'float32'>();
  const confidence = outputs.confidence?.dataSync<'float32'>() ?? new Float32Array();
  tf.dispose([outputs.coordinates, ...(outputs.confidence ? [outputs.confidence] : [])]);
  return { coordinates, confidence };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

const randomInput = (seed: number, batch: number): tf.Tensor4D => {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: batch * 192 * 192 * 3 }, () => random.uniform(-1, 1));
  return tf.tensor4d(values, [batch, 192, 192, 3]);
};

describe.each([FULL, SHALLOW])('$title', (config) => {
  it('gives the same outputs with its batch norms folded, within 1e-3', () => {
    const weights = randomWeights(config, createRandom(7));
    const input = randomInput(3, 2);
    const folded = run(createNetwork(config, weights), input);
    const unfolded = run(createNetwork(config, weights, { folded: false }), input);
    expect(folded.coordinates).toHaveLength(2 * 204);
    expect(folded.confidence).toHaveLength(2);
    // large enough that a wrong shift or scale could not hide under the tolerance
    expect(Math.max(...unfolded.coordinates.map(Math.abs))).toBeGreaterThan(1);
    expect(largestDifference(folded.coordinates, unfolded.coordinates)).toBeLessThan(1e-3);
    expect(largestDifference(folded.confidence, unfolded.confidence)).toBeLessThan(1e-3);
  });
});

describe('createNetwork', () => {
  it('leaves the confidence head out on request, and the coordinates stay as they were', () => {
    const weights = randomWeights(SHALLOW, createRandom(5));
    const input = randomInput(4, 1);
    const without = createNetwork(SHALLOW, weights, { confidence: false }).forward(input);
    expect(without.confidence).toBeNull();
    expect(without.coordinates.dataSync()).toEqual(run(createNetwork(SHALLOW, weights), input).coordinates);
  });

  it('refuses weights of another config', () => {
    expect(() => createNetwork(FULL, randomWeights(SHALLOW, createRandom(5)))).toThrow('FaceMesh 68 full: expected');
  });

  it.each([true, false])('holds nothing after dispose and leaks nothing in forward (folded: %s)', (folded) => {
    const weights = randomWeights(SHALLOW, createRandom(6));
    const before = tf.memory().numTensors;
    const network = createNetwork(SHALLOW, weights, { folded });
    const input = randomInput(5, 1);
    run(network, input);
    const settled = tf.memory().numTensors;
    run(network, input);
    expect(tf.memory().numTensors).toBe(settled);
    input.dispose();
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.skipIf(!hasReferenceModel)(
  'the reference checkpoint (skipped where ../shared/data/reference-model is absent)',
  () => {
    it.each([true, false])('agrees with PyTorch on its five crops within 1e-3 (folded: %s)', async (folded) => {
      const { cases, crops } = await readReferenceCases();
      const network = createNetwork(FULL, readReferenceWeights(), { folded });
      const { coordinates, confidence } = run(network, tf.tensor4d(encodeCrops(crops, RAW_PIXELS), [5, 192, 192, 3]));
      expect(cases).toHaveLength(5);
      cases.forEach(({ raw, confidence: expected }, i) => {
        expect(largestDifference(coordinates.subarray(204 * i, 204 * (i + 1)), raw)).toBeLessThan(1e-3);
        expect(Math.abs(confidence[i] - expected)).toBeLessThan(1e-3);
      });
    });
  },
);
