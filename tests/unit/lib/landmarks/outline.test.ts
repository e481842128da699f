import { describe, expect, it } from 'vitest';
import { imagePoint } from '@/lib/landmarks/geometry';
import { contoursPath, dotsPath, outlineOf, placedRuns, vectorsPath } from '@/lib/landmarks/outline';

const outline = (count: number) => Array.from({ length: 2 * count }, (_, index) => index);
const without = (count: number, missing: readonly number[]) =>
  outline(count).map((value, index) => (missing.includes(Math.floor(index / 2)) ? null : value));

describe('outlines as paths', () => {
  it('draws a dot a landmark in one path', () => {
    expect(dotsPath([1, 2, 3.5, 4])).toBe('M1 2h0M3.5 4h0');
    expect(dotsPath(outline(68)).match(/M/g)).toHaveLength(68);
  });

  it('joins landmarks as their scheme does: nine contours of 68 points, two pupils more of 70', () => {
    expect(contoursPath(outline(68)).match(/M/g)).toHaveLength(9);
    expect(contoursPath(outline(68)).match(/Z/g)).toHaveLength(4);
    expect(contoursPath(outline(70)).match(/M/g)).toHaveLength(11);
  });

  it('draws error vectors only for landmarks that both have', () => {
    expect(vectorsPath([0, 1, 2, 3], [4, 5])).toBe('M0 1L4 5');
    expect(vectorsPath([0, 1, null, null, 4, 5], [6, 7, 8, 9, null, null])).toBe('M0 1L6 7');
  });

  it('draws nothing of a missing landmark, and breaks its contour there', () => {
    const gaps = without(68, [5, 38]);
    expect(dotsPath(gaps).match(/M/g)).toHaveLength(66);
    const path = contoursPath(gaps);
    expect(path).not.toContain('null');
    expect(path.match(/M/g)).toHaveLength(10); // the jaw in two parts, the eye open
    expect(path.match(/Z/g)).toHaveLength(3);
    expect(path.startsWith('M0 1L2 3L4 5L6 7L8 9M12 13L')).toBe(true);
    expect(path).toContain('M78 79L80 81L82 83L72 73L74 75M');
  });

  it('takes the places of an annotation, not the [0, 0] of what nobody has placed', () => {
    const points = Array.from({ length: 68 }, (_, i) => (i === 3 ? imagePoint(0, 0) : imagePoint(i + 0.126, 2 * i)));
    const visibility = points.map((_, i) => (i === 3 ? ('missing' as const) : ('visible' as const)));
    const shown = outlineOf({ scheme: 'ibug-68', points, z: null, visibility });
    expect(shown.slice(4, 10)).toEqual([2.13, 4, null, null, 4.13, 8]);
  });
});

describe('runs of a contour', () => {
  it('is the whole contour where all are placed, and nothing where none is', () => {
    const eye = { indices: [36, 37, 38], closed: true };
    expect(placedRuns(eye, () => true)).toEqual([eye]);
    expect(placedRuns(eye, () => false)).toEqual([]);
  });
});
