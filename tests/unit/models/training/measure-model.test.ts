import { describe, expect, it } from 'vitest';
import type { ModelCard } from '@/lib/contracts/model-card';
import { cropFrame, extractCrop, toCrop } from '@/lib/image/crop';
import { createRgbImage } from '@/lib/image/rgb-image';
import { boundingBox, imagePoint } from '@/lib/landmarks/geometry';
import { mean } from '@/lib/metrics/statistics';
import { createRandom } from '@/lib/random';
import { CROP_BYTES } from '@/models/facemesh/codec';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import { measureFaceless, measureSet } from '@/models/training/measure-model';
import type { ValidationFace } from '@/models/training/prepare';

const CROP = { shape: 'square', margin: 1.5 } as const;
const IMAGE = { width: 300, height: 280 };
const random = createRandom(6);
/** one shape for all faces, so that its place in the true crop is always the same */
const SHAPE = Array.from(
  { length: 68 },
  () => [random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)] as const,
);

/** A dark picture with a lit disc in the middle of the face. */
function face(cx: number, cy: number, scale: number): ValidationFace {
  const points = SHAPE.map(([x, y]) => imagePoint(cx + scale * x, cy + scale * y));
  const box = boundingBox(points);
  const image = createRgbImage(IMAGE.width, IMAGE.height);
  for (let y = 0; y < IMAGE.height; y++) {
    for (let x = 0; x < IMAGE.width; x++) {
      const distance = Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2);
      if (distance < 0.6 * scale) image.data.fill(200, (y * IMAGE.width + x) * 3, (y * IMAGE.width + x) * 3 + 3);
    }
  }
  const annotation = {
    scheme: 'ibug-68',
    points,
    z: SHAPE.map(([, , z]) => scale * z + 50),
    visibility: null,
  } as const;
  const frame = cropFrame(CROP, box, IMAGE, 192);
  const crop = new SharedArrayBuffer(CROP_BYTES);
  new Uint8Array(crop).set(extractCrop(image, frame, { antialias: true, padding: 'zero' }).data);
  return {
    set: 'discs',
    name: 'disc',
    annotation,
    image: IMAGE,
    frame,
    crop,
    load: async () => ({ image, annotation }),
  };
}

const FACES = [face(140, 130, 50), face(160, 150, 60), face(150, 128, 44)];

/** Answers as if every crop were the true one of the shape; sees a face where the middle of the crop is lit. */
const model: CropPredictor = {
  card: {
    id: 'disc-finder',
    weightsSha256: '0'.repeat(64),
    input: { size: 192, crop: CROP, antialias: true, padding: 'zero', scale: 1, offset: 0 },
  } as ModelCard,
  async predictCrops(crops) {
    const { annotation, frame } = FACES[0];
    const landmarks = annotation.points.map((point) => toCrop(frame, point));
    const predictions = Array.from({ length: crops.length / CROP_BYTES }, (_, i) => ({
      landmarks,
      z: annotation.z!.map((z) => z / frame.a),
      confidence: crops[i * CROP_BYTES + (96 * 192 + 96) * 3] > 128 ? 0.9 : 0.2,
    }));
    return { predictions, durationMsPerFace: 1 };
  },
  dispose() {},
};

const MEAN_SHAPE = Array.from({ length: 68 }, () => [96, 96] as const);

describe('measuring a model for its card', () => {
  it('finds no error where the model is right, and the jitter of the box where it is moved', async () => {
    const { images, me, jittered, meanShape } = await measureSet(model, FACES, MEAN_SHAPE, 3);
    expect(images).toBe(3);
    expect(me).toBeLessThan(1e-3);
    // the answer moves with the crop: by a tenth of the box, 96 of 192 px, along both axes, and grows by as much
    const box = boundingBox(SHAPE.map(([x, y]) => imagePoint(x, y)));
    const side = Math.max(box.width, box.height);
    const signs = [-1, 1];
    const errors = SHAPE.flatMap(([x, y]) => {
      const [u, v] = [(x - box.x - box.width / 2) / side, (y - box.y - box.height / 2) / side];
      return signs.flatMap((zoom) =>
        signs.flatMap((right) => signs.map((down) => 9.6 * Math.hypot(zoom * u + right, zoom * v + down))),
      );
    });
    expect(Math.abs(jittered.me - mean(errors))).toBeLessThan(0.1);
    expect(meanShape.me).toBeGreaterThan(10);
  });

  it('counts what confidence says on the face and off it', async () => {
    const { confidence } = await measureSet(model, FACES, MEAN_SHAPE, 3);
    expect(confidence).toEqual({ trueCropsAbove: 1, facelessCropsBelow: 1 });
    const always: CropPredictor = {
      ...model,
      predictCrops: async (crops) => {
        const batch = await model.predictCrops(crops);
        return { ...batch, predictions: batch.predictions.map((p) => ({ ...p, confidence: 0.7 })) };
      },
    };
    expect((await measureSet(always, FACES, MEAN_SHAPE, 3)).confidence).toEqual({
      trueCropsAbove: 1,
      facelessCropsBelow: 0,
    });
    expect(await measureFaceless(always, [createRgbImage(200, 150)], 3)).toBe(0);
    expect(await measureFaceless(model, [createRgbImage(200, 150)], 3)).toBe(1);
  });

  it('compares depth with none at all, origins set aside', async () => {
    const { depth } = await measureSet(model, FACES.slice(0, 1), MEAN_SHAPE, 3);
    expect(depth!.error).toBeLessThan(1e-3);
    expect(depth!.constant).toBeGreaterThan(0.1);
  });
});
