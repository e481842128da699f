import { beforeAll, describe, expect, it } from 'vitest';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { createRandom } from '@/lib/random';
import { CROP_BYTES } from '@/models/facemesh/codec';
import { SHALLOW } from '@/models/facemesh/config';
import { type CropPredictor, createCropPredictor } from '@/models/facemesh/crop-predictor';
import { doubled, mirrorCrops } from '@/models/facemesh/mirror-average';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { randomWeights } from './random-weights';
import { sampleCard } from './sample-card';

beforeAll(startNodeBackend);

const random = createRandom(31);
const crops = Uint8Array.from({ length: 3 * CROP_BYTES }, () => random.integer(256));

describe('mirrorCrops', () => {
  it('moves each pixel to the other side of its own row and crop, colours in order', () => {
    const mirrored = mirrorCrops(crops);
    const at = (crop: number, x: number, y: number) => crop * CROP_BYTES + (y * 192 + x) * 3;
    expect([...mirrored.subarray(at(1, 5, 7), at(1, 5, 7) + 3)]).toEqual([
      ...crops.subarray(at(1, 186, 7), at(1, 186, 7) + 3),
    ]);
    expect(mirrorCrops(mirrored)).toEqual(crops);
  });

  it('puts the mirrored crops behind the plain ones', () => {
    expect(doubled(crops).subarray(0, crops.length)).toEqual(crops);
    expect(doubled(crops).subarray(crops.length)).toEqual(mirrorCrops(crops));
  });
});

describe('a model that averages over the mirror image', () => {
  const weights = randomWeights(SHALLOW, createRandom(21));
  const card = sampleCard();
  let plain: CropPredictor;
  let averaging: CropPredictor;
  beforeAll(() => {
    plain = createCropPredictor(card, weights);
    averaging = createCropPredictor({ ...card, input: { ...card.input, mirrorAverage: true } }, weights);
  });

  it('gives the mean of both answers, landmark by landmark', async () => {
    const { predictions } = await averaging.predictCrops(crops);
    const { predictions: seen } = await plain.predictCrops(crops);
    const { predictions: mirrored } = await plain.predictCrops(mirrorCrops(crops));
    expect(predictions).toHaveLength(3);
    // 36 is the right eye's outer corner, 45 the left one's
    const [x, y] = predictions[2].landmarks[36];
    expect(x).toBeCloseTo((seen[2].landmarks[36][0] + 191 - mirrored[2].landmarks[45][0]) / 2, 3); // crop px
    expect(y).toBeCloseTo((seen[2].landmarks[36][1] + mirrored[2].landmarks[45][1]) / 2, 3);
    expect(predictions[2].z?.[36]).toBeCloseTo(((seen[2].z?.[36] ?? 0) + (mirrored[2].z?.[45] ?? 0)) / 2, 3);
    expect(predictions[2].confidence).toBeCloseTo(((seen[2].confidence ?? 0) + (mirrored[2].confidence ?? 0)) / 2, 5);
    expect(seen[2].landmarks[36][0]).not.toBeCloseTo(x, 1);
  });

  it('answers a mirrored crop with the mirrored answer', async () => {
    const { predictions } = await averaging.predictCrops(crops);
    const { predictions: other } = await averaging.predictCrops(mirrorCrops(crops));
    predictions[0].landmarks.forEach(([x, y], i) => {
      const [mx, my] = other[0].landmarks[IBUG_68.mirror[i]];
      expect(191 - mx).toBeCloseTo(x, 2); // crop px
      expect(my).toBeCloseTo(y, 2);
    });
  });
});
