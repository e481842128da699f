import { describe, expect, it } from 'vitest';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { StoreFaces } from '@/lib/contracts/prediction';
import { imagePoint } from '@/lib/landmarks/geometry';
import { RequestError } from '@/lib/request';
import type { PhotoPredictor } from '@/models/pipeline';
import { annotateSamples } from '@/models/runtime/annotate-samples';
import type { SampleGateway } from '@/models/runtime/sample-gateway';

/** Finds as many faces as the photo's first byte says. */
const counting: PhotoPredictor = {
  card: { id: 'counting' } as ModelCard,
  predictCrops: () => Promise.reject(new Error('no crops are asked for here')),
  async predictPhoto({ data }) {
    return Array.from({ length: data[0] }, (_, face) => ({
      box: { x: face, y: 2, width: 30, height: 40 },
      landmarks: Array.from({ length: 68 }, (_, i) => imagePoint(i, face)),
      z: Array.from({ length: 68 }, () => 7),
      confidence: 0.25,
      durationMs: 5,
    }));
  },
  dispose() {},
};

/** Sample "s2" has two faces; "labelled" has labels already. */
function fakeServer(overrides: Partial<SampleGateway> = {}) {
  const stored = new Map<string, StoreFaces>();
  const gateway: SampleGateway = {
    fetchCrop: () => Promise.reject(new Error('no crops are asked for here')),
    store: () => Promise.reject(new Error('no predictions are stored here')),
    async fetchPhoto(sample) {
      return {
        header: { revision: sample === 'labelled' ? 3 : 0, width: 1, height: 1, labelled: null },
        pixels: new Uint8Array(3).fill(Number(sample.slice(1)) || 0),
      };
    },
    async storeFaces(sample, faces) {
      stored.set(sample, faces);
      return { samples: faces.faces.map((_, i) => `${sample}-${i}`) };
    },
    ...overrides,
  };
  return { gateway, stored };
}

describe('annotateSamples', () => {
  it('stores every face found, and that none was', async () => {
    const { gateway, stored } = fakeServer();
    const end = await annotateSamples(['s0', 's2', 's1'], { predictors: [counting], gateway });
    expect(end).toMatchObject({ done: 3, total: 3, faces: 3, withoutFace: 1, failures: [] });
    expect(stored.get('s0')).toEqual({ model: 'counting', faces: [] });
    const [, second] = stored.get('s2')?.faces ?? [];
    expect(second.landmarks[67]).toEqual([67, 1, 7]);
    expect(second).toMatchObject({ box: { x: 1, y: 2, width: 30, height: 40 }, confidence: 0.25, durationMs: 5 });
  });

  it('passes over an image that has labels, and says so', async () => {
    const { gateway, stored } = fakeServer();
    const end = await annotateSamples(['labelled', 's1'], { predictors: [counting], gateway });
    expect(end.failures).toEqual([
      { sample: 'labelled', reason: 'sample labelled: expected an image without labels, found labels' },
    ]);
    expect([...stored.keys()]).toEqual(['s1']);
  });

  it('ends when the server is gone, and when it is cancelled', async () => {
    const gone = new RequestError('The server does not answer.', 0, null);
    const { gateway } = fakeServer({ storeFaces: () => Promise.reject(gone) });
    await expect(annotateSamples(['s1'], { predictors: [counting], gateway })).rejects.toBe(gone);

    const controller = new AbortController();
    const run = annotateSamples(['s1', 's2', 's3'], {
      predictors: [counting],
      gateway: fakeServer().gateway,
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && controller.abort(new Error('cancelled')),
    });
    await expect(run).rejects.toThrow('cancelled');
  });
});
