import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlazeFaceModel, Operation } from '@/models/blazeface/description';
import { createBlazeFaceNetwork } from '@/models/blazeface/network';
import type { WeightTensor } from '@/models/facemesh/weights';
import { startNodeBackend } from '@/models/runtime/backend-node';

beforeAll(startNodeBackend);

/** 2×2 pixels, channel c of pixel i is 10 · i + c */
const PIXELS = Float32Array.of(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);

const model = (
  operations: Operation[],
  weights: Record<string, WeightTensor> = {},
  input: [1, number, number, 3] = [1, 2, 2, 3],
): BlazeFaceModel => {
  const { output } = operations[operations.length - 1];
  return {
    description: { input: { value: 0, shape: input }, regressors: output, logits: output, operations },
    weights: new Map(Object.entries(weights)),
  };
};

async function run(...args: Parameters<typeof model>): Promise<number[]> {
  const before = tf.memory().numTensors;
  const network = createBlazeFaceNetwork(model(...args));
  const { logits } = await network.run(PIXELS);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return [...logits];
}

const unit = { input: 0, output: 1 };

describe('an operation', () => {
  it('conv2d multiplies, adds its bias, pads as told and rectifies', async () => {
    const convolution: Operation = {
      kind: 'conv2d',
      ...unit,
      filter: 'f',
      bias: 'b',
      strides: [2, 2],
      padding: [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 0],
      ],
      activation: 'relu',
    };
    // a 2×2 window over a border of zeros above and left: only its last tap sees pixel 0
    const taps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 100];
    const filter = { shape: [2, 2, 3, 1], values: Float32Array.from(taps) };
    expect(await run([convolution], { f: filter, b: { shape: [1], values: Float32Array.of(-3) } })).toEqual([207]);
    expect(await run([convolution], { f: filter, b: { shape: [1], values: Float32Array.of(-300) } })).toEqual([0]);
  });

  it('depthwiseConv2d keeps channels apart', async () => {
    const values = Float32Array.of(1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1);
    const operation: Operation = {
      kind: 'depthwiseConv2d',
      ...unit,
      filter: 'f',
      bias: 'b',
      strides: [1, 1],
      padding: 'valid',
      activation: 'linear',
    };
    const weights = { f: { shape: [2, 2, 3, 1], values }, b: { shape: [3], values: Float32Array.of(0, 0.5, 0) } };
    expect(await run([operation], weights)).toEqual([30, 2 + 31 + 0.5, 6 + 32]);
  });

  it('maxPool, pad of channels and add, as a block goes round its convolutions', async () => {
    const operations: Operation[] = [
      { kind: 'maxPool', input: 0, output: 1, window: [2, 2], strides: [2, 2], padding: 'same' },
      {
        kind: 'pad',
        input: 1,
        output: 2,
        paddings: [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 2],
        ],
      },
      { kind: 'add', inputs: [2, 2], output: 3, activation: 'linear' },
    ];
    expect(await run(operations)).toEqual([60, 62, 64, 0, 0]);
  });

  it('resizeBilinear places samples at the centres of pixels', async () => {
    const operation: Operation = {
      kind: 'resizeBilinear',
      ...unit,
      size: [2, 4],
      alignCorners: false,
      halfPixelCenters: true,
    };
    const firstChannel = (await run([operation])).filter((_, i) => i % 3 === 0);
    expect(firstChannel).toEqual([0, 2.5, 7.5, 10, 20, 22.5, 27.5, 30]);
  });

  it('depthToSpace, reshape, concatenation and relu', async () => {
    const operations: Operation[] = [
      { kind: 'reshape', input: 0, output: 1, shape: [1, 1, 1, 12] },
      { kind: 'depthToSpace', input: 1, output: 2, blockSize: 2 },
      { kind: 'reshape', input: 2, output: 3, shape: [1, 4, 3] },
      { kind: 'concatenation', inputs: [3, 3], output: 4, axis: 2 },
      { kind: 'relu', input: 4, output: 5 },
    ];
    expect(await run(operations)).toEqual([
      0, 1, 2, 0, 1, 2, 10, 11, 12, 10, 11, 12, 20, 21, 22, 20, 21, 22, 30, 31, 32, 30, 31, 32,
    ]);
  });
});

it('refuses a network that reads what nothing makes, or whose output nothing makes', () => {
  expect(() => createBlazeFaceNetwork(model([{ kind: 'relu', input: 7, output: 1 }]))).toThrow(
    'network.json: operations.0: expected value 7 to be made before it is read',
  );
  const { description, weights } = model([{ kind: 'relu', input: 0, output: 1 }]);
  expect(() => createBlazeFaceNetwork({ description: { ...description, regressors: 9 }, weights })).toThrow(
    'network.json: expected output 9 to be made, it is not',
  );
  expect(() => createBlazeFaceNetwork(model([{ kind: 'relu', ...unit }], {}, [1, 2, 3, 3]))).toThrow(
    'network.json: input: expected a square, found 2×3',
  );
});
