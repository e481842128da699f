import { describe, expect, it } from 'vitest';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { StorePredictions } from '@/lib/contracts/prediction';
import { cropPoint, imagePoint } from '@/lib/landmarks/geometry';
import { RequestError } from '@/lib/request';
import { CROP_BYTES } from '@/models/facemesh/codec';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import type { PhotoPredictor } from '@/models/pipeline';
import { predictSamples, type StoredItem } from '@/models/runtime/predict-samples';
import type { PredictProgress } from '@/models/runtime/run-progress';
import type { SampleGateway } from '@/models/runtime/sample-gateway';

/** Says the first byte of the crop as x of every landmark, twice that as y, three times as z. */
const echo: CropPredictor = {
  card: { id: 'echo' } as ModelCard,
  async predictCrops(crops) {
    const predictions = Array.from({ length: crops.length / CROP_BYTES }, (_, crop) => {
      const value = crops[crop * CROP_BYTES];
      return {
        landmarks: Array.from({ length: 68 }, () => cropPoint(value, 2 * value)),
        z: Array.from({ length: 68 }, () => 3 * value),
        confidence: 0.5,
      };
    });
    return { predictions, durationMsPerFace: 7 };
  },
  dispose() {},
};

/** Sample "s5" has a crop that begins with 5; the crop spans 2 × 8 image px a crop px and begins at (100, 200). */
function fakeServer(overrides: Partial<SampleGateway> = {}): SampleGateway & { stored: StorePredictions[] } {
  const stored: StorePredictions[] = [];
  return {
    stored,
    async fetchCrop(sample) {
      const pixels = new Uint8Array(CROP_BYTES);
      pixels[0] = Number(sample.slice(1));
      return { header: { revision: 3, frame: { size: 192, a: 2, b: 0, c: 0, d: 8, tx: 100, ty: 200 } }, pixels };
    },
    async fetchPhoto(sample) {
      const value = Number(sample.slice(1));
      return {
        header: { revision: 3, width: 2, height: 1, labelled: { x: value, y: 0, width: 1, height: 1 } },
        pixels: new Uint8Array(6).fill(value),
      };
    },
    async storeFaces() {
      throw new Error('no faces are stored here');
    },
    async store(predictions) {
      stored.push(predictions);
      return { stored: predictions.items.map(({ sample }) => ({ sample, error: 1.5, nme: 2.5 })) };
    },
    ...overrides,
  };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`);

/** Finds the labelled face where its box begins on an even x. */
const finding: PhotoPredictor = {
  ...echo,
  async predictPhoto({ width, height, data }, labelled) {
    if (labelled === null || labelled.x % 2 === 1) return [];
    const landmarks = Array.from({ length: 68 }, () => imagePoint(width + data[5], height));
    return [{ box: labelled, landmarks, z: null, confidence: 0.75, durationMs: 9 }];
  },
};

describe('predictSamples', () => {
  it('with crops from the detector keeps the labelled face where it is found, and that it was not', async () => {
    const gateway = fakeServer();
    const end = await predictSamples(['s4', 's5'], { crop: 'detector', predictors: [finding], gateway });
    expect(end).toMatchObject({ done: 2, failures: [] });
    const [{ crop, items }] = gateway.stored;
    expect(crop).toBe('detector');
    expect(items[0]).toMatchObject({ sample: 's4', cropRevision: 3, confidence: 0.75, durationMs: 9 });
    expect(items[0].landmarks[67]).toEqual([6, 1]);
    expect(items[1]).toMatchObject({ sample: 's5', landmarks: [], confidence: null });
  });

  it('with crops from the detector passes over what nobody has labelled', async () => {
    const gateway = fakeServer({
      fetchPhoto: async () => ({
        header: { revision: 0, width: 1, height: 1, labelled: null },
        pixels: new Uint8Array(3),
      }),
    });
    const end = await predictSamples(['s4'], { crop: 'detector', predictors: [finding], gateway });
    expect(end.failures).toEqual([
      { sample: 's4', reason: expect.stringMatching(/^sample s4: expected labels .*; detect and annotate it$/) },
    ]);
    expect(gateway.stored).toEqual([]);
  });

  it('brings landmarks and depth from the crop into the image', async () => {
    const gateway = fakeServer();
    const told: StoredItem[] = [];
    await predictSamples(['s5'], { predictors: [echo], gateway, onStored: (items) => told.push(...items) });
    // x = 2·5 + 100, y = 8·10 + 200, z = √(2·8)·15
    const [item] = gateway.stored[0].items;
    expect(item.landmarks[67]).toEqual([110, 280, 60]);
    expect(item).toMatchObject({ sample: 's5', cropRevision: 3, confidence: 0.5, durationMs: 7 });
    expect(told).toMatchObject([{ sample: 's5', error: 1.5, nme: 2.5 }]);
  });

  it('predicts every sample once, whatever the number of predictors', async () => {
    const gateway = fakeServer();
    const end = await predictSamples(ids(37), { predictors: [echo, echo], gateway });
    const stored = gateway.stored.flatMap(({ items }) => items.map(({ sample }) => sample));
    expect(stored.toSorted()).toEqual(ids(37).toSorted());
    expect(end).toMatchObject({ done: 37, total: 37, failures: [], secondsLeft: 0 });
  });

  it('passes over a sample without a crop, says why, and goes on', async () => {
    const whole = fakeServer();
    const gateway = fakeServer({
      fetchCrop: (sample, model) =>
        sample === 's2'
          ? Promise.reject(new RequestError('sample s2: nobody has labelled it', 409, null))
          : whole.fetchCrop(sample, model),
    });
    const end = await predictSamples(ids(4), { predictors: [echo], gateway });
    expect(end.failures).toEqual([{ sample: 's2', reason: 'sample s2: nobody has labelled it' }]);
    expect(end.done).toBe(4);
    expect(gateway.stored[0].items.map(({ sample }) => sample)).toEqual(['s0', 's1', 's3']);
  });

  it('passes over a sample whose coordinates are no numbers', async () => {
    const broken: CropPredictor = {
      ...echo,
      async predictCrops(crops) {
        const batch = await echo.predictCrops(crops);
        const [first, ...rest] = batch.predictions;
        return { ...batch, predictions: [{ ...first, z: Array(68).fill(Number.NaN) }, ...rest] };
      },
    };
    const gateway = fakeServer();
    const end = await predictSamples(ids(3), { predictors: [broken], gateway });
    expect(end.failures).toEqual([{ sample: 's0', reason: 'the model gave coordinates that are no numbers' }]);
    expect(gateway.stored[0].items).toHaveLength(2);
  });

  it('finds the one sample that a refused batch is about', async () => {
    const kept: string[] = [];
    const gateway = fakeServer({
      async store({ items }) {
        if (items.some(({ sample }) => sample === 's1')) throw new RequestError('sample s1: not found', 404, null);
        kept.push(...items.map(({ sample }) => sample));
        return { stored: [] };
      },
    });
    const end = await predictSamples(ids(3), { predictors: [echo], gateway });
    expect(kept).toEqual(['s0', 's2']);
    expect(end.failures).toEqual([{ sample: 's1', reason: 'sample s1: not found' }]);
  });

  it('ends when the server is gone', async () => {
    const gone = new RequestError('The server does not answer.', 0, null);
    const gateway = fakeServer({ fetchCrop: () => Promise.reject(gone) });
    await expect(predictSamples(ids(3), { predictors: [echo], gateway })).rejects.toBe(gone);
  });

  it('keeps what was stored before a cancel and stores nothing after it', async () => {
    const controller = new AbortController();
    const gateway = fakeServer();
    const seen: PredictProgress[] = [];
    const run = predictSamples(ids(200), {
      predictors: [echo],
      gateway,
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.done > 0) controller.abort(new Error('cancelled'));
      },
    });
    await expect(run).rejects.toThrow('cancelled');
    const before = gateway.stored.length;
    expect(before).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(gateway.stored.length).toBeLessThanOrEqual(before + 1);
    expect(seen.at(-1)?.done).toBeLessThan(200);
  });

  it('asks for few crops at a time', async () => {
    const whole = fakeServer();
    let open = 0;
    let most = 0;
    const gateway = fakeServer({
      async fetchCrop(sample, model) {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 1));
        open--;
        return whole.fetchCrop(sample, model);
      },
    });
    await predictSamples(ids(40), { predictors: [echo], gateway });
    expect(most).toBe(6);
  });
});
