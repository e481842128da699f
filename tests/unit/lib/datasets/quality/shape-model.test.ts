import { describe, expect, it } from 'vitest';
import { calibrate, deviations, probabilityOf } from '@/lib/datasets/quality/calibration';
import { residuals } from '@/lib/datasets/quality/fit-face';
import { estimatePose } from '@/lib/datasets/quality/head-pose';
import { presence, shapeVector } from '@/lib/datasets/quality/quality-face';
import { applyRepair } from '@/lib/datasets/quality/repair';
import { surprises } from '@/lib/datasets/quality/robust-gaussian';
import { fitShapeModel, shapeDistance } from '@/lib/datasets/quality/shape-model';
import { imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { handMadeFace, handMadeSet } from './hand-made-faces';

const everywhere = new Float64Array(68).fill(1);
const poseOf = (face: ReturnType<typeof handMadeFace>) => estimatePose(shapeVector(face.annotation.points), everywhere);

describe('estimatePose', () => {
  it('gives back the pose that the mean head was turned by', () => {
    const pose = poseOf(handMadeFace('a', { yawRad: 0.6, pitchRad: -0.2, rollRad: 0.1 }));
    expect(pose?.yawRad).toBeCloseTo(0.6, 9);
    expect(pose?.pitchRad).toBeCloseTo(-0.2, 9);
    expect(pose?.rollRad).toBeCloseTo(0.1, 9);
    expect(pose?.facing).toBeCloseTo(Math.cos(0.6) * Math.cos(-0.2), 9);
  });

  it('says of swapped landmarks that the face looks away', () => {
    const face = handMadeFace('a', { yawRad: 0.6, rollRad: 0.4 });
    const swapped = applyRepair({ kind: 'reorder', order: IBUG_68.mirror }, face.annotation);
    expect(estimatePose(shapeVector(swapped.points), everywhere)?.facing).toBeCloseTo(-Math.cos(0.6), 9);
  });
});

describe('surprises', () => {
  it('is the distance from the conditional mean, in its own spread', () => {
    // two points, x of both correlated: Σ_x = [1 0.6; 0.6 1], y independent with variance 4.
    // x₁ | x₂ = 0.5 has mean 0.3 and variance 0.64, so x₁ = 1.9 is 1.6 off: 1.6² / 0.64 = 4; y₁ = 2 adds 1
    const precision = Float64Array.from(
      [
        [1 / 0.64, 0, -0.6 / 0.64, 0],
        [0, 0.25, 0, 0],
        [-0.6 / 0.64, 0, 1 / 0.64, 0],
        [0, 0, 0, 0.25],
      ].flat(),
    );
    const [first] = surprises(precision, Float64Array.of(1.9, 2, 0.5, 0));
    expect(first.dx).toBeCloseTo(1.6, 12);
    expect(first.dy).toBeCloseTo(2, 12);
    expect(first.square).toBeCloseTo(5, 12);
  });
});

describe('fitShapeModel', () => {
  const faces = handMadeSet(150);
  const model = fitShapeModel(faces);

  it('keeps the modes that make the asked share of the variance', () => {
    expect(model.explained).toBeGreaterThanOrEqual(0.985);
    expect(model.modes.length).toBeLessThan(60);
    for (const mode of model.modes) expect(Math.hypot(...mode)).toBeCloseTo(1, 9);
    for (let m = 1; m < model.variances.length; m++)
      expect(model.variances[m]).toBeLessThanOrEqual(model.variances[m - 1]);
  });

  it('is hardly moved by a tenth of swapped labels', () => {
    const spoilt = faces.map((face, i) =>
      i % 10 === 0
        ? { ...face, annotation: applyRepair({ kind: 'reorder', order: IBUG_68.mirror }, face.annotation) }
        : face,
    );
    const other = fitShapeModel(spoilt);
    for (const [k, value] of model.mean.entries()) expect(Math.abs(other.mean[k] - value)).toBeLessThan(0.3);
    expect(other.faces).toBeLessThanOrEqual(135);
  });

  it('refuses two faces', () => {
    expect(() => fitShapeModel(faces.slice(0, 2))).toThrow('expected at least 3 labelled faces, found 2');
  });

  it('looks at no missing landmark', () => {
    const [face] = handMadeSet(1, 99);
    const visibility = face.annotation.points.map((_, i) => (i === 30 ? ('missing' as const) : ('visible' as const)));
    const points = face.annotation.points.map((point, i) => (i === 30 ? imagePoint(0, 0) : point));
    const holed = { ...face, annotation: { ...face.annotation, points, visibility } };
    const whole = shapeDistance(model, shapeVector(face.annotation.points), everywhere);
    expect(shapeDistance(model, shapeVector(points), presence(holed.annotation))).toBeLessThan(1.5 * whole);
    expect(residuals(model, holed)?.distances[30]).toBe(0);
  });

  it('finds a moved landmark where it was and how far it went', () => {
    const [face] = handMadeSet(1, 99);
    const frame = errorFrame(face.annotation, face.image);
    const points = [...face.annotation.points];
    // 12 crop px to the right, beside half a pixel of honest noise
    points[45] = imagePoint(points[45][0] + 12 * (frame?.a ?? 0), points[45][1]);
    const found = residuals(model, { ...face, annotation: { ...face.annotation, points } });
    expect(Math.max(...(found?.distances ?? []))).toBe(found?.distances[45]);
    expect(Math.abs((found?.vectors[45][0] ?? 0) - 12)).toBeLessThan(2);
    expect(Math.abs((found?.expected[45][0] ?? 0) - face.annotation.points[45][0])).toBeLessThan(2);
  });
});

describe('calibrate', () => {
  it('divides by the landmark’s own median at that yaw, left and right together', () => {
    // landmark 0 of faces turned right is landmark 16 of faces turned left
    const squares = Array.from({ length: 40 }, (_, i) => new Float64Array(68).fill(i < 20 ? 2 : 8));
    const yaw = squares.map((_, i) => (i < 20 ? 0 : 0.5));
    const { factor } = calibrate(squares, yaw);
    // a bin of 40 values (with the mirrored) leans by 30/70 to the middle of all, 5
    expect(factor(0, 0) * 2 * Math.LN2).toBeCloseTo((2 * 40 + 5 * 30) / 70, 9);
    // 20 values in each half-turned bin
    expect(factor(0, 0.5) * 2 * Math.LN2).toBeCloseTo((8 * 20 + 5 * 30) / 50, 9);
    expect(factor(16, -0.5)).toBeCloseTo(factor(0, 0.5), 12);
  });
});

describe('deviations', () => {
  it('measures from the middle in units of the body, which outliers do not stretch', () => {
    const body = Array.from({ length: 101 }, (_, i) => Math.exp((i - 50) / 50));
    const z = deviations([...body, Math.exp(8)]);
    expect(Math.abs(z[50])).toBeLessThan(0.05);
    expect(z[101]).toBeGreaterThan(8);
    expect(deviations([3, 3, 3])).toEqual([0, 0, 0]);
  });

  it('turns into probabilities: next to nothing in the body, even odds at √10', () => {
    expect(probabilityOf(-3)).toBeCloseTo(1 / (1 + Math.exp(5)), 12);
    expect(probabilityOf(Math.sqrt(10))).toBeCloseTo(0.5, 12);
  });
});
