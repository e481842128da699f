import { describe, expect, it } from 'vitest';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { interOcularDistance } from '@/lib/metrics/normalisers';
import { groundTruthBox, innerFaceMean, regionMeans, sampleErrors } from '@/lib/metrics/point-errors';
import { CROP_PX, MEASURED_IMAGE, measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';

const face = measuredFace();

const withMissing = (...missing: number[]): Annotation =>
  measuredFace({
    points: face.points.map((point, i) => (missing.includes(i) ? imagePoint(0, 0) : point)),
    visibility: face.points.map((_, i): Visibility => (missing.includes(i) ? 'missing' : 'visible')),
  });

/** The face of the fixture with two pupils far away, which must not count. */
const seventy = (): Annotation => ({
  ...measuredFace(),
  scheme: 'face-synthetics-70',
  points: [...face.points, imagePoint(5, 6), imagePoint(590, 690)],
});

describe('normalisers', () => {
  it('takes box and centroid of the landmarks', () => {
    expect(groundTruthBox(face)).toEqual({ x: 110, y: 220, width: 100.5, height: 201, centroid: [160.25, 320.5] });
  });

  it('takes the outer eye corners 36 and 45', () => {
    expect(interOcularDistance(face)).toBeCloseTo(Math.sqrt(407.25), 12);
    expect(interOcularDistance(withMissing(36))).toBeNull();
    expect(interOcularDistance(withMissing(45))).toBeNull();
  });

  it('leaves the pupils of a 70-point set out of the box', () => {
    expect(groundTruthBox(seventy())).toEqual(groundTruthBox(face));
  });
});

describe('errors of one face', () => {
  it('are nothing for the ground truth itself', () => {
    const errors = sampleErrors(face, face.points, MEASURED_IMAGE);
    expect(errors).toMatchObject({ error: 0, nmeInterOcular: 0, nmeBox: 0 });
    expect(errors?.points).toEqual(new Array(68).fill(0));
  });

  it('are measured in the reference crop, each axis by its own factor', () => {
    // 3 crop px are 3.140625 image px across and 4 crop px are 8.375 down
    const errors = sampleErrors(face, movedInCrop(face, 3, 4), MEASURED_IMAGE);
    expect(errors?.error).toBeCloseTo(5, 10);
    for (const point of errors?.points ?? []) expect(point).toBeCloseTo(5, 10);
    const pixels = Math.hypot(3 * CROP_PX.x, 4 * CROP_PX.y);
    expect(errors?.nmeInterOcular).toBeCloseTo((100 * pixels) / Math.sqrt(407.25), 10);
    expect(errors?.nmeBox).toBeCloseTo((100 * pixels) / Math.sqrt(100.5 * 201), 10);
    expect(errors?.nmeInterOcular).not.toBeCloseTo(errors?.nmeBox as number, 1);
  });

  it('grow where the crop is clipped at the image, on the clipped axis only', () => {
    // a 200 px wide image leaves x 59.75 … 200: 140.25 px onto 192 instead of 201
    const across = sampleErrors(face, movedInCrop(face, 3, 0), { width: 200, height: 700 });
    expect(across?.error).toBeCloseTo((3 * 201) / 140.25, 10);
    const down = sampleErrors(face, movedInCrop(face, 0, 4), { width: 200, height: 700 });
    expect(down?.error).toBeCloseTo(4, 10);
  });

  it('leave landmarks out that nobody has annotated, on either side of the mean', () => {
    // two landmarks off by 6 crop px; one of them is not annotated, so 67 share 6 px, and box and centroid move too
    const prediction = face.points.map(([x, y], i) => imagePoint(x + (i === 5 || i === 6 ? 6 : 0), y));
    const errors = sampleErrors(withMissing(5), prediction, MEASURED_IMAGE);
    expect(errors?.points[5]).toBeNull();
    expect(errors?.points[6]).toBeGreaterThan(5);
    expect(errors?.error).toBeCloseTo((errors?.points[6] as number) / 67, 10);
    expect(errors?.nmeInterOcular).toBeCloseTo((100 * 6) / 67 / Math.sqrt(407.25), 10);
  });

  it('of a 70-point face count its first 68 landmarks', () => {
    const prediction = movedInCrop(face, 3, 4);
    const errors = sampleErrors(face, prediction, MEASURED_IMAGE);
    // the pupils measure one of the distances, and are no landmark of their own
    const nmeInterPupil = (100 * Math.hypot(3 * CROP_PX.x, 4 * CROP_PX.y)) / Math.hypot(585, 684);
    expect(sampleErrors(seventy(), prediction, MEASURED_IMAGE)).toEqual({
      ...errors,
      nmeInterPupil: expect.closeTo(nmeInterPupil, 10),
    });
  });

  it('do not read the depth of a prediction', () => {
    const prediction = movedInCrop(face, 3, 4);
    const deep = prediction.map(([x, y]) => [x, y, 1000] as const);
    expect(sampleErrors(face, deep, MEASURED_IMAGE)).toEqual(sampleErrors(face, prediction, MEASURED_IMAGE));
  });

  it('come by region, null where a region has no annotated landmark', () => {
    const jaw = Array.from({ length: 17 }, (_, i) => i);
    // right eye 36–41: only landmark 37 is off, by 12 crop px across
    const prediction = face.points.map(([x, y], i) => imagePoint(x + (i === 37 ? 12 * CROP_PX.x : 0), y));
    const errors = sampleErrors(face, prediction, MEASURED_IMAGE);
    expect(errors?.regions['right-eye']).toBeCloseTo(2, 10);
    expect(errors?.regions['left-eye']).toBe(0);
    expect(sampleErrors(withMissing(...jaw), prediction, MEASURED_IMAGE)?.regions.jaw).toBeNull();
  });
});

describe('a face that cannot be measured', () => {
  const all = Array.from({ length: 68 }, (_, i) => i);

  it('has no annotated landmark', () => {
    expect(sampleErrors(withMissing(...all), face.points, MEASURED_IMAGE)).toBeNull();
  });

  it('lacks an outer eye corner', () => {
    expect(sampleErrors(withMissing(45), face.points, MEASURED_IMAGE)).toBeNull();
  });

  it('has both eye corners in one place', () => {
    const points = face.points.map((point, i) => (i === 45 ? face.points[36] : point));
    expect(sampleErrors(measuredFace({ points }), face.points, MEASURED_IMAGE)).toBeNull();
  });

  it('lies wholly outside its image', () => {
    expect(sampleErrors(face, face.points, { width: 59, height: 700 })).toBeNull();
  });

  it('has all its annotated landmarks on one line', () => {
    const points = face.points.map(([x]) => imagePoint(x, 300));
    expect(sampleErrors(measuredFace({ points }), face.points, MEASURED_IMAGE)).toBeNull();
  });
});

describe('means by region', () => {
  it('leave the jaw out of the inner face', () => {
    // 17 … 67: the middle is 42; without 67 it is 41.5
    const indices = Array.from({ length: 68 }, (_, i) => i);
    expect(innerFaceMean(indices)).toBe(42);
    expect(innerFaceMean(indices.map((i) => (i === 67 ? null : i)))).toBe(41.5);
    expect(innerFaceMean(indices.map((i) => (i < 17 ? i : null)))).toBeNull();
  });

  it('name the eight regions of the scheme, each with its own landmarks', () => {
    // landmark i has error i: a region's mean is the middle of its indices
    expect(regionMeans(Array.from({ length: 68 }, (_, i) => i))).toEqual({
      jaw: 8,
      'right-brow': 19,
      'left-brow': 24,
      nose: 31,
      'right-eye': 38.5,
      'left-eye': 44.5,
      'outer-lip': 53.5,
      'inner-lip': 63.5,
    });
  });
});
