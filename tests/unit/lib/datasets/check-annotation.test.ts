import { describe, expect, it } from 'vitest';
import { checkAnnotation } from '@/lib/datasets/check-annotation';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { plainAnnotation } from '../../../fixtures/files/landmarks';

const image = { width: 100, height: 80 };
const withPoint = (index: number, x: number, y: number): Annotation => ({
  ...plainAnnotation(),
  points: plainAnnotation().points.map((point, i) => (i === index ? imagePoint(x, y) : point)),
});

describe('checkAnnotation', () => {
  it('lets landmarks lie up to one image size outside', () => {
    expect(checkAnnotation(plainAnnotation(), image)).toBeNull();
    expect(checkAnnotation(withPoint(8, -100, 160), image)).toBeNull();
    expect(checkAnnotation(withPoint(8, 200, -80), image)).toBeNull();
  });

  it.each([
    [201, 10],
    [-100.5, 10],
    [10, 161],
    [10, -81],
    [Number.NaN, 10],
    [10, Number.POSITIVE_INFINITY],
  ])('refuses a landmark at (%d, %d)', (x, y) => {
    expect(checkAnnotation(withPoint(8, x, y), image)).toBe(
      `expected landmarks on or near the 100×80 image, found landmark 8 at (${x}, ${y})`,
    );
  });

  it('does not look at missing landmarks', () => {
    const visibility = plainAnnotation().points.map((_, i) => (i === 8 ? ('missing' as const) : ('visible' as const)));
    expect(checkAnnotation({ ...withPoint(8, 9999, 9999), visibility }, image)).toBeNull();
  });

  it('refuses a wrong count and depths that are no numbers', () => {
    expect(checkAnnotation({ ...plainAnnotation(), points: plainAnnotation().points.slice(1) }, image)).toBe(
      'expected 68 landmarks, found 67',
    );
    const z = plainAnnotation().points.map((_, i) => (i === 5 ? Number.NaN : i));
    expect(checkAnnotation({ ...plainAnnotation(), z }, image)).toBe('expected finite depths, found NaN at landmark 5');
  });
});
