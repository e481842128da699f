import { describe, expect, it } from 'vitest';
import { contoursPath, dotsPath, vectorsPath } from '@/components/overlay/outline-path';

const outline = (count: number) => Array.from({ length: 2 * count }, (_, index) => index);

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
  });
});
