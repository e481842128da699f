import { describe, expect, it } from 'vitest';
import {
  annotatedPoints,
  assertComplete,
  isAnnotated,
  pointsInSpace,
  toIbug68,
  type Visibility,
} from '@/lib/landmarks/annotation';
import { boundingBox, centroid, distance } from '@/lib/landmarks/geometry';
import { plainAnnotation } from '../../../fixtures/files/landmarks';

describe('an annotation', () => {
  it('of Face Synthetics without its pupils is the iBUG one', () => {
    const seventy = { ...plainAnnotation('face-synthetics-70'), z: Array.from({ length: 70 }, (_, i) => -i) };
    const sixtyEight = toIbug68(seventy);
    expect(sixtyEight).toEqual({ ...plainAnnotation(), z: Array.from({ length: 68 }, (_, i) => -i) });
    expect(toIbug68(sixtyEight)).toBe(sixtyEight);
  });

  it('counts every landmark as annotated where nothing is said of visibility', () => {
    expect(annotatedPoints(plainAnnotation())).toHaveLength(68);
    expect(isAnnotated(plainAnnotation(), 5)).toBe(true);
  });

  it('leaves the missing landmarks out, not the hidden ones', () => {
    const visibility = plainAnnotation().points.map(
      (_, i): Visibility => (i === 2 ? 'missing' : i === 3 ? 'hidden' : 'visible'),
    );
    const annotation = { ...plainAnnotation(), visibility };
    expect(isAnnotated(annotation, 2)).toBe(false);
    expect(isAnnotated(annotation, 3)).toBe(true);
    expect(annotatedPoints(annotation)).toEqual(annotation.points.filter((_, i) => i !== 2));
  });

  it('stands in space where every landmark has its place and depth', () => {
    const flat = plainAnnotation();
    const deep = { ...flat, z: flat.points.map((_, i) => i) };
    expect(pointsInSpace(flat)).toBeNull();
    expect(pointsInSpace(deep)?.[7]).toEqual([...flat.points[7], 7]);
    const visibility = flat.points.map((_, i): Visibility => (i === 2 ? 'missing' : 'visible'));
    expect(pointsInSpace({ ...deep, visibility })).toBeNull();
  });

  it('must have one entry a landmark in every array', () => {
    assertComplete(plainAnnotation());
    expect(() => assertComplete({ ...plainAnnotation(), points: plainAnnotation().points.slice(1) })).toThrow(
      'ibug-68: expected 68 points, found 67',
    );
    expect(() => assertComplete({ ...plainAnnotation(), z: [1, 2] })).toThrow('ibug-68: expected 68 z, found 2');
    expect(() => assertComplete({ ...plainAnnotation(), visibility: ['visible'] })).toThrow(
      'ibug-68: expected 68 visibility, found 1',
    );
  });
});

describe('geometry', () => {
  it('finds the tight box, the mean and the distance of points', () => {
    const points = [
      [1, 9],
      [4, 2],
      [-2, 4],
    ] as const;
    expect(boundingBox(points)).toEqual({ x: -2, y: 2, width: 6, height: 7 });
    expect(centroid(points)).toEqual([1, 5]);
    expect(distance(points[0], [4, 5])).toBe(5);
  });

  it('has no box and no mean for no points', () => {
    expect(() => boundingBox([])).toThrow('expected at least one point, found 0');
    expect(() => centroid([])).toThrow('expected at least one point, found 0');
  });
});
