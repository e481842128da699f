import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { confidenceLoss, type LossBatch, type LossSpec, landmarkLoss } from '@/models/losses';

/** Two images, two points; the second point of the second image is missing. Planar rows: x0 x1 y0 y1 and one float of padding. */
const BATCH: LossBatch = {
  images: 2,
  points: 2,
  dimensions: 2,
  prediction: Float32Array.of(13, 5, 24, 1, 99, 7, 0, 6, 0, 99),
  predictionStride: 5,
  target: Float32Array.of(10, 5, 20, 3, 7, 50, 8, 50),
  targetStride: 4,
  weight: Float32Array.of(1, 1, 1, 0),
};
// differences: image 1 point 0 (3, 4), point 1 (0, −2); image 2 point 0 (0, −2)

const WING: LossSpec = { kind: 'wing', width: 3.5, curvature: 0.5 };

describe('landmark losses', () => {
  it('takes the mean square over all eight coordinates, the missing point as zero', () => {
    const gradient = new Float32Array(10);
    expect(landmarkLoss({ kind: 'mse' }, BATCH, gradient)).toBeCloseTo((9 + 16 + 4 + 4) / 8, 6);
    // 2·difference / 8
    expect([...gradient]).toEqual([0.75, 0, 1, -0.5, 0, 0, 0, -0.5, 0, 0]);
  });

  it('takes the mean distance over all four points', () => {
    const gradient = new Float32Array(10);
    expect(landmarkLoss({ kind: 'l2' }, BATCH, gradient)).toBeCloseTo((5 + 2 + 2) / 4, 6);
    // unit vectors / 4; (3, 4)/5 for the first point
    const expected = [0.15, 0, 0.2, -0.25, 0, 0, 0, -0.25, 0, 0];
    for (const [i, value] of expected.entries()) expect(gradient[i]).toBeCloseTo(value, 6);
  });

  it('follows the logarithm within the width and the straight line beyond', () => {
    const gradient = new Float32Array(10);
    const near = (d: number) => 3.5 * Math.log(1 + d / 0.5);
    const constant = 3.5 - near(3.5);
    expect(landmarkLoss(WING, BATCH, gradient)).toBeCloseTo((near(3) + (4 - constant) + 2 * near(2)) / 8, 5);
    // slope w/(ε + d) within, 1 beyond
    const expected = [1 / 8, 0, 1 / 8, -1.4 / 8, 0, 0, 0, -1.4 / 8, 0, 0];
    for (const [i, value] of expected.entries()) expect(gradient[i]).toBeCloseTo(value, 6);
  });

  it('meets at the width of the wing', () => {
    const at = (d: number) =>
      landmarkLoss(
        WING,
        {
          images: 1,
          points: 1,
          dimensions: 1,
          prediction: Float32Array.of(d),
          predictionStride: 1,
          target: Float32Array.of(0),
          targetStride: 1,
          weight: Float32Array.of(1),
        },
        new Float32Array(1),
      );
    expect(at(3.5001) - at(3.4999)).toBeLessThan(1e-3);
    expect(at(3.5)).toBeCloseTo(3.5 * Math.log(8), 5);
  });

  it('multiplies value and gradient by the scale, and each point by its weight', () => {
    const weighted = { ...BATCH, weight: Float32Array.of(0.5, 0.5, 0.5, 0) };
    const once = new Float32Array(10);
    const twice = new Float32Array(10);
    const value = landmarkLoss(WING, BATCH, once);
    expect(landmarkLoss(WING, weighted, twice, 6)).toBeCloseTo(3 * value, 5);
    expect([...twice].map((v) => v / 3)).toEqual([...once].map((v) => expect.closeTo(v, 6)));
  });

  it.each<LossSpec>([{ kind: 'mse' }, { kind: 'l2' }, WING])('agrees with finite differences: $kind', (spec) => {
    const random = createRandom(4);
    const batch: LossBatch = {
      images: 3,
      points: 4,
      dimensions: 2,
      prediction: Float32Array.from({ length: 24 }, () => random.uniform(-9, 9)),
      predictionStride: 8,
      target: Float32Array.from({ length: 24 }, () => random.uniform(-9, 9)),
      targetStride: 8,
      weight: Float32Array.from({ length: 12 }, (_, i) => (i === 5 ? 0 : 1 + i / 10)),
    };
    const gradient = new Float32Array(24);
    landmarkLoss(spec, batch, gradient);
    const step = 2 ** -7;
    for (let i = 0; i < 24; i++) {
      const moved = (by: number) => {
        const prediction = batch.prediction.slice();
        prediction[i] += by;
        return landmarkLoss(spec, { ...batch, prediction }, new Float32Array(24));
      };
      expect((moved(step) - moved(-step)) / (2 * step)).toBeCloseTo(gradient[i], 3);
    }
  });
});

describe('the confidence loss', () => {
  it('is the mean cross-entropy of the logits', () => {
    const gradient = new Float32Array(6);
    const batch = {
      logits: Float32Array.of(0, 9, Math.log(3), 9, -50, 9),
      stride: 2,
      target: Float32Array.of(1, 0, 0),
      weight: Float32Array.of(1, 1, 1),
    };
    // σ = 1/2, 3/4, ~0: −ln ½, −ln ¼, 0
    expect(confidenceLoss(batch, gradient)).toBeCloseTo((Math.LN2 + Math.log(4)) / 3, 6);
    expect([...gradient]).toEqual([
      expect.closeTo(-0.5 / 3, 6),
      0,
      expect.closeTo(0.25, 6),
      0,
      expect.closeTo(0, 6),
      0,
    ]);
  });

  it('stays finite for logits of any size and leaves out what has no weight', () => {
    const gradient = new Float32Array(2);
    const batch = {
      logits: Float32Array.of(-400, 7),
      stride: 1,
      target: Float32Array.of(1, 0),
      weight: Float32Array.of(1, 0),
    };
    expect(confidenceLoss(batch, gradient)).toBeCloseTo(200, 5);
    expect([...gradient]).toEqual([-0.5, 0]);
  });
});
