import { describe, expect, it } from 'vitest';
import { createRgbImage } from '@/lib/image/rgb-image';
import { cropPoint } from '@/lib/landmarks/geometry';
import { CROP_BYTES } from '@/models/facemesh/codec';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import { predictFace, predictFaces } from '@/models/pipeline';
import { createFaceMeshPredictor } from '@/models/predictor';
import { sampleCard } from './facemesh/sample-card';

/** Answers every crop with its first pixel's red value as all coordinates and depths; remembers what it was given. */
function fakeModel(card = sampleCard()): CropPredictor & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    card,
    batches,
    dispose() {},
    async predictCrops(crops, signal) {
      signal?.throwIfAborted();
      const count = crops.length / CROP_BYTES;
      batches.push(count);
      return {
        durationMsPerFace: 4,
        predictions: Array.from({ length: count }, (_, i) => {
          const red = crops[i * CROP_BYTES];
          return {
            landmarks: Array.from({ length: 68 }, () => cropPoint(red, red + 1)),
            z: Array.from({ length: 68 }, () => red),
            confidence: 0.5,
          };
        }),
      };
    },
  };
}

function grey(width: number, height: number, level: number) {
  const image = createRgbImage(width, height);
  image.data.fill(level);
  return image;
}

describe('predictFaces', () => {
  it('maps the answer of a square crop back to image px, depth by the crop’s scale', async () => {
    // side 1.5 · 256 = 384, so one crop px is 2 image px, and the crop's centre 95.5 is the box's, 300
    const box = { x: 172, y: 200, width: 256, height: 200 };
    const face = await predictFace(fakeModel(), grey(800, 800, 10), box);
    expect(face.landmarks[0][0]).toBeCloseTo(300 + 2 * (10 - 95.5), 9);
    expect(face.landmarks[0][1]).toBeCloseTo(300 + 2 * (11 - 95.5), 9);
    expect(face.z?.[67]).toBeCloseTo(20, 9);
    expect(face.confidence).toBe(0.5);
    expect(face.box).toBe(box);
    expect(face.durationMs).toBeGreaterThanOrEqual(4);
  });

  it('gives the reference crop its own factor on each axis', async () => {
    const card = sampleCard({ input: { ...sampleCard().input, crop: { shape: 'reference' } } });
    // bounds 300 ± 96 and 400 ± 192: 1 image px a crop px across, 2 down
    const face = await predictFace(fakeModel(card), grey(800, 800, 20), { x: 252, y: 304, width: 96, height: 192 });
    expect(face.landmarks[0][0]).toBeCloseTo(204 + 20, 9);
    expect(face.landmarks[0][1]).toBeCloseTo(208 - 0.5 + 2 * 21.5, 9);
  });

  it('crops faces of several images in one batch and keeps their order', async () => {
    const model = fakeModel();
    const box = { x: 100, y: 100, width: 128, height: 128 }; // crop px = image px − 68.5
    const faces = await predictFaces(model, [
      { image: grey(300, 300, 7), box },
      { image: grey(300, 300, 9), box },
    ]);
    expect(model.batches).toEqual([2]);
    expect(faces.map(({ landmarks }) => landmarks[0][0])).toEqual([75.5, 77.5]);
    expect(await predictFaces(model, [])).toEqual([]);
  });

  it('follows a face’s rotation in a square crop', async () => {
    const box = { x: 100, y: 100, width: 128, height: 128 };
    const [face] = await predictFaces(fakeModel(), [{ image: grey(300, 300, 0), box, angleRad: Math.PI / 2 }]);
    // crop (0, 1) is (−95.5, −94.5) from the crop's centre; a quarter turn clockwise makes that (94.5, −95.5)
    expect(face.landmarks[0][0]).toBeCloseTo(164 + 94.5, 9);
    expect(face.landmarks[0][1]).toBeCloseTo(164 - 95.5, 9);
  });
});

describe('createFaceMeshPredictor', () => {
  const image = grey(300, 300, 5);
  const request = { key: 'a', loadImage: async () => image, boxes: [{ x: 100, y: 100, width: 128, height: 128 }] };

  it('answers one face a box without asking for a detector', async () => {
    const predictor = createFaceMeshPredictor(fakeModel());
    expect(predictor.id).toBe('sample');
    expect(await predictor.predict(request)).toHaveLength(1);
  });

  it('loads no pixels when there is no box to look at', async () => {
    const predictor = createFaceMeshPredictor(fakeModel());
    const loadImage = () => Promise.reject(new Error('loaded'));
    expect(await predictor.predict({ key: 'a', loadImage, boxes: [] })).toEqual([]);
  });

  it('crops where the detector says when the request brings no boxes', async () => {
    const found = { x: 10, y: 20, width: 100, height: 100 };
    const predictor = createFaceMeshPredictor(fakeModel(), async () => [{ box: found }]);
    const faces = await predictor.predict({ ...request, boxes: null });
    expect(faces.map(({ box }) => box)).toEqual([found]);
    const blind = createFaceMeshPredictor(fakeModel(), async () => []);
    expect(await blind.predict({ ...request, boxes: null })).toEqual([]);
  });

  it('says what is missing when there are neither boxes nor a detector', async () => {
    const predictor = createFaceMeshPredictor(fakeModel());
    await expect(predictor.predict({ ...request, boxes: null })).rejects.toThrow(
      'sample: expected face boxes or a detector, found neither',
    );
  });

  it('throws the reason of an aborted signal', async () => {
    const predictor = createFaceMeshPredictor(fakeModel());
    await expect(predictor.predict(request, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
