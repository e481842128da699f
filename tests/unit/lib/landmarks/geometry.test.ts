import { describe, expect, it } from 'vitest';
import { overlap } from '@/lib/landmarks/geometry';

describe('overlap', () => {
  it('is the shared area over the covered one', () => {
    const a = { x: 0, y: 0, width: 4, height: 3 };
    // 2 × 1 shared of 12 + 6 − 2
    expect(overlap(a, { x: 2, y: 2, width: 2, height: 3 })).toBeCloseTo(2 / 16, 12);
    expect(overlap(a, a)).toBe(1);
  });

  it('is 0 for boxes that touch or lie apart, even diagonally', () => {
    const a = { x: 0, y: 0, width: 4, height: 4 };
    expect(overlap(a, { x: 4, y: 0, width: 4, height: 4 })).toBe(0);
    expect(overlap(a, { x: 9, y: 9, width: 1, height: 1 })).toBe(0);
  });
});
