import { describe, expect, it } from 'vitest';
import { datasetHealth, histogram } from '@/lib/datasets/quality/health';
import { fitShapeModel } from '@/lib/datasets/quality/shape-model';
import { imagePoint } from '@/lib/landmarks/geometry';
import { handMadeFace, handMadeSet } from './hand-made-faces';

describe('histogram', () => {
  it('counts what lies beyond the bounds into the outer bins', () => {
    expect(histogram([-5, 0, 9, 10, 25, 30], [0, 10, 20, 30]).counts).toEqual([3, 1, 2]);
  });
});

describe('datasetHealth', () => {
  it('counts faces, images, schemes, missing and outside points', () => {
    const plain = { ...handMadeFace('a', { yawRad: 0.3 }), imageId: 'one' };
    const face = handMadeFace('b');
    const visibility = face.annotation.points.map((_, i) => (i < 2 ? ('missing' as const) : ('visible' as const)));
    const points = face.annotation.points.map((point, i) =>
      i < 2 ? imagePoint(0, 0) : i === 8 ? imagePoint(200, 500) : point,
    );
    const holed = { ...face, imageId: 'one', annotation: { ...face.annotation, points, visibility } };
    const health = datasetHealth([plain, holed], null);
    expect(health).toMatchObject({
      faces: 2,
      images: 1,
      schemes: { 'ibug-68': 2 },
      facesWithMissing: 1,
      facesWithOutside: 1,
      facesWithDuplicates: 0,
      wholePixels: 0,
      modes: [],
    });
    expect(health.imageWidth).toEqual({ min: 400, median: 400, max: 400 });
    expect(health.landmarks[1]).toMatchObject({ name: 'jaw 2', missing: 1, outside: 0 });
    expect(health.landmarks[8]).toMatchObject({ name: 'jaw 9', missing: 0, outside: 1 });
    expect(health.labelY?.max).toBe(1.25);
    // 0.3 rad is 17°: the bin from 15 to 30
    expect(health.yawDeg.counts[health.yawDeg.bounds.indexOf(15)]).toBe(1);
  });

  it('shows the mean, what varies and how much each landmark strays', () => {
    const faces = handMadeSet(60);
    const health = datasetHealth(faces, fitShapeModel(faces));
    expect(health.modes.length).toBe(6);
    expect(health.modes[0].share).toBeGreaterThan(health.modes[1].share);
    expect(health.modes.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(1);
    expect(health.landmarks.every(({ spreadPx }) => (spreadPx ?? 0) > 0.5)).toBe(true);
    expect(health.meanShape).toHaveLength(68);
    expect(JSON.parse(JSON.stringify(health))).toEqual(health);
  });

  it('describes an empty set without a number', () => {
    expect(datasetHealth([], null)).toMatchObject({ faces: 0, imageWidth: null, labelX: null, meanShape: null });
  });
});
