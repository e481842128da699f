import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { CROP_BYTES } from '@/models/facemesh/codec';
import { SHALLOW } from '@/models/facemesh/config';
import { createCropPredictor } from '@/models/facemesh/crop-predictor';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { randomWeights } from './random-weights';
import { sampleCard } from './sample-card';

beforeAll(startNodeBackend);

const weights = randomWeights(SHALLOW, createRandom(21));

function randomCrops(count: number): Uint8Array {
  const random = createRandom(22);
  return Uint8Array.from({ length: count * CROP_BYTES }, () => random.integer(256));
}

describe('createCropPredictor', () => {
  it('predicts more crops than one batch holds, each as it would alone', async () => {
    const model = createCropPredictor(sampleCard(), weights);
    const crops = randomCrops(10);
    const { predictions, durationMsPerFace } = await model.predictCrops(crops);
    expect(predictions).toHaveLength(10);
    expect(durationMsPerFace).toBeGreaterThan(0);
    const alone = await model.predictCrops(crops.subarray(9 * CROP_BYTES));
    predictions[9].landmarks.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(alone.predictions[0].landmarks[i][0], 2); // crop px
      expect(y).toBeCloseTo(alone.predictions[0].landmarks[i][1], 2);
    });
    expect(predictions[9].landmarks).not.toEqual(predictions[8].landmarks);
    expect(predictions[0].confidence).toBeGreaterThan(0);
    expect(predictions[0].confidence).toBeLessThan(1);
    model.dispose();
  });

  it('leaks no tensor, and holds none after dispose', async () => {
    const before = tf.memory().numTensors;
    const model = createCropPredictor(sampleCard(), weights);
    const loaded = tf.memory().numTensors;
    expect(loaded).toBeGreaterThan(before);
    await model.predictCrops(randomCrops(9));
    expect(tf.memory().numTensors).toBe(loaded);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops between batches once the signal is aborted', async () => {
    const model = createCropPredictor(sampleCard(), weights);
    const controller = new AbortController();
    const running = model.predictCrops(randomCrops(9), controller.signal);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    model.dispose();
  });
});
